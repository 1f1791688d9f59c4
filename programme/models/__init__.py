"""The content of a programme. Other modules import from `programme.models`, which has everything public.

Relations are named by string. If a module has to import another, the order is: settings, taxonomy, outside, contact_points, team,
work_streams, key_messages, news, collections.
"""

from .agreed_wording import AgreedWording  # noqa: F401  re-exported
from .audience_pages import AudiencePage  # noqa: F401  re-exported
from .collections import (  # noqa: F401  re-exported
    CollectionItem,
    DocumentCollectionIndexPage,
    DocumentCollectionPage,
)
from .commitments import CommitmentPage, ProgressEntry  # noqa: F401  re-exported
from .contact_points import ContactPoint  # noqa: F401  re-exported
from .events import EventIndexPage, EventMaterial, EventPage  # noqa: F401  re-exported
from .glossary import GlossaryPage  # noqa: F401  re-exported
from .groups import GroupIndexPage, GroupPage, Membership  # noqa: F401  re-exported
from .intake import (  # noqa: F401  re-exported
    Intake,
    IntakeDocument,
    IntakeFile,
    IntakeKind,
    IntakePage,
    IntakeProposal,
    IntakeState,
    ProposalKind,
    ProposalState,
)
from .key_messages import KeyMessageIndexPage, KeyMessagePage  # noqa: F401  re-exported
from .meetings import (  # noqa: F401  re-exported
    AWAITED_FOR,
    Attendance,
    MeetingAction,
    MeetingPage,
    MeetingPaper,
    awaited_until,
)
from .message_kit import MessageKit, MessageQuestion, ProofPoint  # noqa: F401  re-exported
from .news import NewsIndexPage, NewsPage  # noqa: F401  re-exported
from .outside import OutsideRecord  # noqa: F401  re-exported
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
from .words import ProgrammeWords  # noqa: F401  re-exported
from .work_streams import WorkStreamIndexPage, WorkStreamPage  # noqa: F401  re-exported
