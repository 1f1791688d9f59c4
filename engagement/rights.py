"""Who may read feedback and work on it."""

from cms.roles import MODERATORS, PROGRAMME_LEADS, register_rights
from engagement.models import Feedback


def register_engagement_rights() -> None:
    """Give moderators and programme leads the inbox, and leads alone the right to delete: names and addresses are in it."""
    register_rights(MODERATORS, Feedback, ("view", "change"))
    register_rights(PROGRAMME_LEADS, Feedback, ("view", "change", "delete"))
