"""Loads the content files of `programme/content/` into the database.

The way of a record, and the modules that it passes through; each imports only from those above it:

    problems    what is wrong, by file and line
    lines       where the keys of a TOML text stand
    files       reads TOML and Markdown files into records
    references  names of other records inside values, until it is known which rows they are
    markdown    turns Markdown into blocks and rich text
    values      turns what is written into values of the model's fields
    memory      knows what was loaded last, and so what editors have changed since
    writing     puts values into an object and publishes it
    site        makes Wagtail's first site ours
    loading     decides which records to write, in one transaction

Everything public is imported here.
"""

from .loading import Outcome, Report, load  # noqa: F401  re-exported
from .problems import ContentError, Problem  # noqa: F401  re-exported
