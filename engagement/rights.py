"""Permissions on feedback, engagements, promises, contacts, posts and the plan."""

from cms.accounts.roles import EDITORS, MODERATORS, PROGRAMME_LEADS, rights
from engagement.models import (
    Contact,
    Engagement,
    EventRegistration,
    Feedback,
    FeedbackTheme,
    OwnerReport,
    PlanItem,
    Promise,
    QuietPeriod,
    Registrant,
    SocialPost,
)

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
        # Names and addresses of those who registered for an event.
        rights.add((role, Registrant), ("change",))
        rights.add((role, QuietPeriod), (*WRITE, "delete"))
        # The hub posts in the programme's name, so an editor asks somebody to let it.
        rights.add((role, SocialPost), (*WRITE, "delete", "publish"))
    rights.add((EDITORS, SocialPost), WRITE)
    for role in (EDITORS, MODERATORS, PROGRAMME_LEADS):
        rights.add((role, EventRegistration), ("change",))
    for model in (Engagement, Promise, PlanItem):
        rights.add((EDITORS, model), WRITE)
        rights.add((MODERATORS, model), (*WRITE, "delete"))
        rights.add((PROGRAMME_LEADS, model), (*WRITE, "delete"))
