"""Empty public pages: lists without items, and pages that have only a notice.

A page is empty if it has no text, picture, file, entry or linked record of its own, by its model's condition
(`BasePage.empty_condition`). Empty pages are not offered to search engines. A list without items is also left out of
menus, the sitemap and the search until it has a public item. All of this is read with the frame, once per period.
"""

from __future__ import annotations

from django.db.models import QuerySet
from wagtail.models import Page, get_page_models

from cms.delivery import frame
from cms.visibility.rule import Visibility

EMPTY = "empty pages"


def empty_keys(visibility: Visibility) -> set[int]:
    """Return the keys of all public pages that are empty."""
    return {page.pk for page in frame.part(visibility, EMPTY)}


def empty_list_keys(visibility: Visibility) -> set[int]:
    """Return the keys of the public lists without items."""
    return {page.pk for page in frame.part(visibility, EMPTY) if getattr(page.specific_class, "item_models", ())}


def empty_pages(visibility: Visibility) -> QuerySet[Page]:
    """Return the empty public pages, in the form that the frame reads."""
    models = [model for model in get_page_models() if hasattr(model, "empty_condition")]
    conditions = ((model, model.empty_condition(visibility)) for model in models)
    first, *others = [
        model.objects.order_by().filter(condition).values("pk")
        for model, condition in conditions
        if condition is not None
    ]
    # As one set of keys: with alternatives, PostgreSQL would look at each page of the hub.
    return visibility.filter(Page.objects.filter(pk__in=first.union(*others, all=True)).order_by("path"))


frame.parts.add(EMPTY, empty_pages)
