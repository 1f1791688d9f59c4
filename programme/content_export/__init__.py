"""Writes a programme as a content folder, which `content_loader` reads.

    names    the names that the files give to pages, terms, media and rows
    texts    rich text and blocks as Markdown, or raw where Markdown can't say it
    fields   the fields and rows of an object, as a file gives them
    toml     values as TOML
    folder   which objects are written, and into which files

Everything public is imported here.
"""

from .folder import ExportError, Summary, export  # noqa: F401  re-exported
