"""The newsletter's part of the frame of every page: whether there is a list to join, and whether issues still come."""

import datetime

from django.db.models import QuerySet, Subquery

from cms import frame
from cms.visibility.objects import compiled
from cms.visibility.rule import Visibility

from .models import ArchivedIssue, MailingList

OFFERED = "offered list"
# After this long without an issue no rhythm is promised to readers.
SILENCE = datetime.timedelta(days=365)


@compiled
def offered(visibility: Visibility) -> QuerySet[MailingList]:
    """Return a list that people can join, with the moment of the last issue as `last_sent`, or nothing."""
    latest = ArchivedIssue.objects.order_by("-started_at").values("started_at")[:1]
    return MailingList.objects.filter(offered=True).annotate(last_sent=Subquery(latest))[:1]


def promises_rhythm(visibility: Visibility) -> bool:
    """Say whether to promise readers a rhythm: not if no issue has been sent for a year."""
    for one in frame.part(visibility, OFFERED):
        return one.last_sent is None or visibility.now - one.last_sent < SILENCE
    return False
