"""What sorts of thing the search tells apart. The value stands in addresses; the labels are for people."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """One sort of page, and the models that are of it."""

    value: str
    label: str
    plural: str
    models: tuple[str, ...]


COMMITMENT, PERSON = "commitment", "person"
KINDS = (
    Kind("work-stream", "Work stream", "Work streams", ("programme.WorkStreamPage",)),
    Kind(COMMITMENT, "Recommendation or action", "Recommendations and actions", ("programme.CommitmentPage",)),
    Kind("key-message", "Key message", "Key messages", ("programme.KeyMessagePage",)),
    Kind("news", "News", "News", ("programme.NewsPage",)),
    Kind("publication", "Publication", "Publications", ("programme.PublicationPage",)),
    Kind("group", "Group", "Groups", ("programme.GroupPage",)),
    Kind("meeting", "Meeting", "Meetings", ("programme.MeetingPage",)),
    Kind("event", "Event", "Events", ("programme.EventPage",)),
    Kind(PERSON, "Member of the team", "Team", ("programme.TeamProfilePage",)),
    Kind("issue", "Issue of the update", "Issues of the update", ("newsletter.IssuePage",)),
)
# Whatever else there is: plain pages, the front page, lists.
OTHER = Kind("page", "Page", "Pages about the hub", ())
BY_VALUE = {kind.value: kind for kind in (*KINDS, OTHER)}
_BY_MODEL = {model: kind for kind in KINDS for model in kind.models}


def kind_of(model: type) -> Kind:
    """Return the kind of a page model."""
    return _BY_MODEL.get(model._meta.label, OTHER)
