"""The sources of a page, for its readers, and the pages that name none, for editors."""

from __future__ import annotations

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, QuerySet
from wagtail.models import Page

from cms.models import BasePage, IndexPage, PageSource
from cms.visibility.objects import compiled
from cms.visibility.rule import Visibility


@compiled
def sources_of(visibility: Visibility, page: int) -> QuerySet[PageSource]:
    """Return the sources of a page that the reader has before them, in their order."""
    return PageSource.objects.filter(page=page).order_by("sort_order", "pk")


def without_sources(pages: QuerySet[Page]) -> QuerySet[Page]:
    """Return the published pages among these that could name sources and name none. Lists say nothing of their own."""
    models = [model for model in apps.get_models() if issubclass(model, BasePage) and model.source_panels]
    kinds = ContentType.objects.get_for_models(
        *(model for model in models if not issubclass(model, IndexPage))
    ).values()
    named = PageSource.objects.filter(page=OuterRef("pk"))
    return pages.filter(live=True, content_type__in=[kind.pk for kind in kinds]).exclude(Exists(named))
