"""Landmarks: the public pages that others link to, which are the programme's lists, its progress and its glossary."""

from django.db.models import QuerySet
from wagtail.models import Page

from cms.delivery import frame
from cms.delivery.empty_pages import empty_list_keys
from cms.visibility.rule import Visibility
from programme.models import (
    DocumentCollectionIndexPage,
    EventIndexPage,
    GlossaryPage,
    NewsIndexPage,
    ProgressPage,
    PublicationIndexPage,
    WorkStreamIndexPage,
)

LANDMARKS = "landmarks"
MODELS = (
    *(DocumentCollectionIndexPage, EventIndexPage, GlossaryPage, NewsIndexPage),
    *(ProgressPage, PublicationIndexPage, WorkStreamIndexPage),
)


def landmarks(visibility: Visibility) -> dict[str, Page]:
    """Return the landmarks by the name of their model. Part of the frame. Empty pages are left out."""
    empty = empty_list_keys(visibility)
    return {page.content_type.model: page for page in frame.part(visibility, LANDMARKS) if page.pk not in empty}


def pages(visibility: Visibility) -> QuerySet[Page]:
    """Return them with their content types, in the form that the frame reads."""
    names = [model.__name__.lower() for model in MODELS]
    found = Page.objects.filter(content_type__app_label="programme", content_type__model__in=names)
    return visibility.filter(found).select_related("content_type").order_by("-path")
