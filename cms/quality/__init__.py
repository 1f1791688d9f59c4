"""Writing help: what makes a page hard to read or to use, in words for its editors.

Pure functions over what a page says (`pieces`); `pages` reads a page into it, `keeping` keeps what was found for each revision.
What abbreviations a site explains by itself is registered by the app that knows (`glossary`).
"""
