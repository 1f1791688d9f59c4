"""Models of every page and term: base models, sources, changes, the last update and translations."""

from .base import BasePage, IndexPage  # noqa: F401  re-exported
from .changes import Change  # noqa: F401  re-exported
from .last_update import LastUpdate  # noqa: F401  re-exported
from .preview_frontends import PreviewFrontend  # noqa: F401  re-exported
from .preview_links import PreviewLink  # noqa: F401  re-exported
from .snippets import ProgrammeTerm, Snippet, Term  # noqa: F401  re-exported
from .sources import PageSource  # noqa: F401  re-exported
from .translated_texts import TranslatedTexts, TranslatedTextsPanel  # noqa: F401  re-exported
from .translations import Translation  # noqa: F401  re-exported
