"""Writing help: finds what makes a page hard to read or to use, and says it in words for its editors.

The rules are pure functions of a page's text (`pieces`); `pages` takes that text out of a page, and `records` stores the
findings for each revision. An app can register words that its pages explain (`known`), so that the rules leave them alone.
"""
