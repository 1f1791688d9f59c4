"""Changes by work stream and by audience."""

from __future__ import annotations

from django.apps import apps
from django.db.models import Q, QuerySet

from cms.base.choices import ChangeKind
from cms.graphql.changes import ChangeFilter, change_filters
from cms.graphql.filter_types import slug_filter
from cms.pages import kinds
from cms.visibility.rule import Visibility


def of_streams(slugs: list[str], visibility: Visibility) -> Q:
    """Return the condition for changes to the streams and to pages that belong to them now.

    A withdrawn page has no relations that readers may know of.
    """
    work_streams = apps.get_model("programme.WorkStreamPage").objects.filter(slug__in=slugs)
    streams = visibility.filter(work_streams).values("pk")
    return ~Q(kind=ChangeKind.WITHDRAWN) & (Q(page__in=streams) | _belongs("streams", streams))


def for_audiences(slugs: list[str], visibility: Visibility) -> Q:
    """Return the condition for changes to pages that are for the audiences now. A withdrawn page has none."""
    found = visibility.filter(apps.get_model("programme.Audience").objects.filter(slug__in=slugs)).values("pk")
    return ~Q(kind=ChangeKind.WITHDRAWN) & _belongs("audiences", found)


def _belongs(attribute: str, things: QuerySet) -> Q:
    """Return the condition for pages that have one of the things in the field that their kind names in `attribute`."""
    belongs = Q()
    for model in kinds.models_with(attribute):
        field = getattr(model.page_kind, attribute)
        belongs |= Q(page__in=model.objects.filter(**{f"{field}__in": things}).values("pk"))
    return belongs


change_filters.add(
    "work_stream",
    ChangeFilter(
        slug_filter,
        "Slugs of work streams: changes to their own pages and to pages that belong to them now.",
        of_streams,
    ),
)
change_filters.add(
    "audience",
    ChangeFilter(slug_filter, "Slugs of audiences: changes to pages that are for them now.", for_audiences),
)
