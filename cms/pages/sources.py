"""The sources of a page, for readers, and the pages without sources, for editors."""

from __future__ import annotations

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, QuerySet
from wagtail.models import Page

from cms.pages.models import BasePage, IndexPage, PageSource


def sources_of(page: int | None) -> QuerySet[PageSource]:
    """Return the sources of a page that the reader may see, in order."""
    return PageSource.objects.filter(page__in=[page]).order_by("sort_order", "pk")


def without_sources(pages: QuerySet[Page]) -> QuerySet[Page]:
    """Return those published pages that could have sources but have none. Lists need none."""
    models = [model for model in apps.get_models() if issubclass(model, BasePage) and model.source_panels]
    kinds = ContentType.objects.get_for_models(
        *(model for model in models if not issubclass(model, IndexPage))
    ).values()
    named = PageSource.objects.filter(page=OuterRef("pk"))
    return pages.filter(live=True, content_type__in=[kind.pk for kind in kinds]).exclude(Exists(named))
