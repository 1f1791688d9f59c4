"""Who may read feedback and work on it, log engagements, see contacts and write posts."""

from cms.roles import EDITORS, MODERATORS, PROGRAMME_LEADS, rights
from engagement.models import Contact, Engagement, Feedback, FeedbackTheme, SocialPost

WRITE = ("view", "add", "change")


def register_engagement_rights() -> None:
    """Grant what concerns people to moderators and leads, and the rest to editors as well.

    Names and addresses are in feedback and in contacts: leads alone delete the one and erase the other.
    """
    rights.add((MODERATORS, Feedback), ("view", "change"))
    rights.add((PROGRAMME_LEADS, Feedback), ("view", "change", "delete"))
    rights.add((MODERATORS, FeedbackTheme), WRITE)
    rights.add((PROGRAMME_LEADS, FeedbackTheme), (*WRITE, "delete"))
    rights.add((MODERATORS, Contact), WRITE)
    rights.add((PROGRAMME_LEADS, Contact), (*WRITE, "delete"))
    for model in (Engagement, SocialPost):
        rights.add((EDITORS, model), WRITE)
        rights.add((MODERATORS, model), (*WRITE, "delete"))
        rights.add((PROGRAMME_LEADS, model), (*WRITE, "delete"))
