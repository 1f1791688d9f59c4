"""Feedback, its results, the programme's contacts and posts, and its plan.

Everything that others need is imported here; import from `engagement.models`.
"""

from .feedback import Feedback, FeedbackAnswer, FeedbackTheme  # noqa: F401  re-exported
from .log import Contact, Engagement, Stakeholder  # noqa: F401  re-exported
from .owners import CommitmentOwner, OwnerReport, OwnerReportLink, OwnerReportSettings  # noqa: F401  re-exported
from .plan import PlanItem, QuietPeriod  # noqa: F401  re-exported
from .posting_records import PostingRecord  # noqa: F401  re-exported
from .posts import SocialPost  # noqa: F401  re-exported
from .promises import Promise  # noqa: F401  re-exported
from .registrations import (  # noqa: F401  re-exported
    EventRegistration,
    Registrant,
    RegistrationLetter,
    RegistrationNotice,
)
from .settings import EngagementSettings  # noqa: F401  re-exported
from .you_said import YouSaidEntry, YouSaidWeDidPage  # noqa: F401  re-exported
