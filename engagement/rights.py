"""Who may read feedback and work on it, log engagements, see contacts and write posts."""

from cms.roles import EDITORS, MODERATORS, PROGRAMME_LEADS, register_rights
from engagement.models import Contact, Engagement, Feedback, FeedbackTheme, SocialPost

WRITE = ("view", "add", "change")


def register_engagement_rights() -> None:
    """Grant what concerns people to moderators and leads, and the rest to editors as well.

    Names and addresses are in feedback and in contacts: leads alone delete the one and erase the other.
    """
    register_rights(MODERATORS, Feedback, ("view", "change"))
    register_rights(PROGRAMME_LEADS, Feedback, ("view", "change", "delete"))
    register_rights(MODERATORS, FeedbackTheme, WRITE)
    register_rights(PROGRAMME_LEADS, FeedbackTheme, (*WRITE, "delete"))
    register_rights(MODERATORS, Contact, WRITE)
    register_rights(PROGRAMME_LEADS, Contact, (*WRITE, "delete"))
    for model in (Engagement, SocialPost):
        register_rights(EDITORS, model, WRITE)
        register_rights(MODERATORS, model, (*WRITE, "delete"))
        register_rights(PROGRAMME_LEADS, model, (*WRITE, "delete"))
