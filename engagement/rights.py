"""Permissions on feedback, engagements, contacts and posts."""

from cms.accounts.roles import EDITORS, MODERATORS, PROGRAMME_LEADS, rights
from engagement.models import Contact, Engagement, Feedback, FeedbackTheme, OwnerReport, SocialPost

WRITE = ("view", "add", "change")


def register_engagement_rights() -> None:
    """Grant feedback and contacts to moderators and leads, and the rest to editors as well.

    Feedback and contacts contain names and addresses: only leads delete the one and erase the other.
    """
    rights.add((MODERATORS, Feedback), ("view", "change"))
    rights.add((PROGRAMME_LEADS, Feedback), ("view", "change", "delete"))
    rights.add((MODERATORS, FeedbackTheme), WRITE)
    rights.add((PROGRAMME_LEADS, FeedbackTheme), (*WRITE, "delete"))
    rights.add((MODERATORS, Contact), WRITE)
    rights.add((PROGRAMME_LEADS, Contact), (*WRITE, "delete"))
    # Owners are contacts. An entry needs the rights to its page besides.
    for role in (MODERATORS, PROGRAMME_LEADS):
        rights.add((role, OwnerReport), ("change",))
    for model in (Engagement, SocialPost):
        rights.add((EDITORS, model), WRITE)
        rights.add((MODERATORS, model), (*WRITE, "delete"))
        rights.add((PROGRAMME_LEADS, model), (*WRITE, "delete"))
