"""Models of the search. Import from `search.models`."""

from .desk import DeskBlock, DeskChange, DeskEntry, DeskPosting, DeskText, DeskWord  # noqa: F401  re-exported
from .editors import PromotedResult, Synonym  # noqa: F401  re-exported
from .help import ExampleQuestions, Trouble, Voice, WordFamily  # noqa: F401  re-exported
from .index import DocumentText, Entry, EntryText, Posting, PublicBlock, Word  # noqa: F401  re-exported
from .log import AskedFor, AskedOnSite, counted_on  # noqa: F401  re-exported
