"""Changes by work stream."""

from __future__ import annotations

import graphene
from django.apps import apps
from django.db.models import Q

from cms.choices import ChangeKind
from cms.graphql.changes import Filter, change_filters
from cms.visibility.rule import Visibility

# How pages of each type lead to their streams.
WAYS = {
    "programme.NewsPage": "work_streams",
    "programme.EventPage": "work_streams",
    "programme.PublicationPage": "work_streams",
    "programme.KeyMessagePage": "work_streams",
    "programme.CommitmentPage": "work_stream",
}


def of_streams(slugs: list[str], visibility: Visibility) -> Q:
    """Return the condition for changes of the streams and of what belongs to them now.

    A withdrawn page belongs to nothing that readers may know of.
    """
    work_streams = apps.get_model("programme.WorkStreamPage").objects.filter(slug__in=slugs)
    streams = visibility.filter(work_streams).values("pk")
    belongs = Q(page__in=streams)
    for label, way in WAYS.items():
        belongs |= Q(page__in=apps.get_model(label).objects.filter(**{f"{way}__in": streams}).values("pk"))
    return ~Q(kind=ChangeKind.WITHDRAWN) & belongs


change_filters.add(
    "work_stream",
    Filter(graphene.String, "Slugs of work streams: their own pages and what belongs to them now.", of_streams),
)
