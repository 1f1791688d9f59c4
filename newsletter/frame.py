"""What the newsletter adds to the frame of every page: whether there is a list to join."""

from django.db.models import QuerySet

from cms.graphql.objects import compiled
from cms.graphql.visibility import Visibility

from .models import MailingList

OFFERED = "offered list"


@compiled
def offered(visibility: Visibility) -> QuerySet[MailingList]:
    """Return a list that people can join, or nothing."""
    return MailingList.objects.filter(offered=True)[:1]
