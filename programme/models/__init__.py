"""The content of a programme. Everything public is imported here; import from `programme.models`.

Relations are named by string. Where a module imports another, the order is: taxonomy, team, work_streams, key_messages, news.
"""

from .agreed_wording import AgreedWording  # noqa: F401  re-exported
from .commitments import CommitmentPage, ProgressEntry  # noqa: F401  re-exported
from .events import EventIndexPage, EventMaterial, EventPage  # noqa: F401  re-exported
from .glossary import GlossaryPage  # noqa: F401  re-exported
from .groups import GroupIndexPage, GroupPage, Membership  # noqa: F401  re-exported
from .key_messages import KeyMessageIndexPage, KeyMessagePage  # noqa: F401  re-exported
from .meetings import Attendance, MeetingAction, MeetingPage, MeetingPaper  # noqa: F401  re-exported
from .news import NewsIndexPage, NewsPage  # noqa: F401  re-exported
from .progress import ProgressPage  # noqa: F401  re-exported
from .publications import Attachment, PublicationIndexPage, PublicationPage  # noqa: F401  re-exported
from .reminders import ReminderSettings  # noqa: F401  re-exported
from .settings import Phase, ProgrammeSettings, StatedCount  # noqa: F401  re-exported
from .taxonomy import (  # noqa: F401  re-exported
    Audience,
    GlossaryTerm,
    Organisation,
    PolicyArea,
    SubjectArea,
    Theme,
    Topic,
)
from .team import Duty, TeamIndexPage, TeamProfilePage  # noqa: F401  re-exported
from .work_streams import WorkStreamIndexPage, WorkStreamPage  # noqa: F401  re-exported
