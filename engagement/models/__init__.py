"""Feedback, its results, and the programme's contacts.

Everything that others need is imported here; import from `engagement.models`.
"""

from .feedback import Feedback, FeedbackAnswer, FeedbackTheme  # noqa: F401  re-exported
from .log import Contact, Engagement, Stakeholder  # noqa: F401  re-exported
from .owners import CommitmentOwner, OwnerReport, OwnerReportLink, OwnerReportSettings  # noqa: F401  re-exported
from .posts import SocialPost  # noqa: F401  re-exported
from .settings import EngagementSettings  # noqa: F401  re-exported
from .you_said import YouSaidEntry, YouSaidWeDidPage  # noqa: F401  re-exported
