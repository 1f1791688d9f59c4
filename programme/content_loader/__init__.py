"""Loads a folder of content files, such as `programme/content/`, into the database.

The modules in the order in which a record passes through them; each imports only from those above it:

    problems    mistakes in the files, by file and line
    rows        which rows outside the pages a folder may have
    lines       finds the lines of the keys in a TOML text
    files       reads TOML and Markdown files into records
    references  names of other records in values, until their rows are known
    raw         values of blocks as they are stored
    media       pictures and files, which are stored once
    markdown    turns Markdown into blocks and rich text
    values      turns records into values of the model's fields
    memory      remembers the last load, to detect later changes by editors
    tasks       the records with their objects, and what becomes of them
    page_tree   the order of pages, their languages, and aliases
    writer      puts values into an object and publishes it
    site        turns Wagtail's initial site into the hub's
    origins     the folder that `HUB_CONTENT` names, and demonstrations apart from other content
    loader      decides which records to write, in one transaction

Everything public is imported here.
"""

from .loader import load  # noqa: F401  re-exported
from .origins import FOLDERS, content_now, folder_of, has_other_content  # noqa: F401  re-exported
from .problems import ContentError, Problem  # noqa: F401  re-exported
from .site import site_of  # noqa: F401  re-exported
from .tasks import LoadOutcome, Report  # noqa: F401  re-exported
