"""Changes by work stream."""

from __future__ import annotations

from django.apps import apps
from django.db.models import Q

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
    belongs = Q(page__in=streams)
    for model in kinds.models_with("streams"):
        pages = model.objects.filter(**{f"{model.page_kind.streams}__in": streams})
        belongs |= Q(page__in=pages.values("pk"))
    return ~Q(kind=ChangeKind.WITHDRAWN) & belongs


change_filters.add(
    "work_stream",
    ChangeFilter(
        slug_filter,
        "Slugs of work streams: changes to their own pages and to pages that belong to them now.",
        of_streams,
    ),
)
