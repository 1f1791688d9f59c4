"""Base models. Everything public is imported here; import from `cms.models`.

Imports inside the package point one way: base and snippets know no other module of it.
"""

from cms.jobs.runs import JobRun  # noqa: F401  re-exported
from cms.visibility.content_version import ContentVersion  # noqa: F401  re-exported

from .base import BasePage, IndexPage  # noqa: F401  re-exported
from .changes import Change  # noqa: F401  re-exported
from .diary import DiaryAddress  # noqa: F401  re-exported
from .last_update import LastUpdate  # noqa: F401  re-exported
from .links import BROKEN_AFTER, Link, LinkedAddress, ScannedPage  # noqa: F401  re-exported
from .media import DocumentRow, HubDocument, HubImage, HubRendition, to_be_described  # noqa: F401  re-exported
from .recovery import RecoveryCodes  # noqa: F401  re-exported
from .settings import HubSettings, SocialChannel  # noqa: F401  re-exported
from .signposts import Signpost  # noqa: F401  re-exported
from .snippets import Snippet  # noqa: F401  re-exported
from .sources import PageSource  # noqa: F401  re-exported
from .writing import Writing, WritingSettings  # noqa: F401  re-exported
