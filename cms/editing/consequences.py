"""The consequences of publishing a page: pages that refer to it, lists, queries and issues that contain it.

Each app registers its sources. A source needs the same number of queries regardless of its results. The view is
`cms.editing.views.consequences`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page, ReferenceIndex

from cms.base.admin_addresses import form_address
from cms.base.registry import Registry

MOST = 20  # shown of each group; all are counted


@dataclass(frozen=True)
class AffectedPlace:
    """One place that shows the page, and the reason. Without an address it is only named."""

    name: str
    why: str = ""
    url: str = ""


@dataclass(frozen=True)
class AffectedGroup:
    """Places of one kind. `none` says in a sentence that there is none."""

    heading: str
    none: str
    places: list[AffectedPlace] = field(default_factory=list)

    @property
    def shown(self) -> list[AffectedPlace]:
        return self.places[:MOST]

    @property
    def more(self) -> int:
        return max(0, len(self.places) - MOST)


# Called with the page, which has no key before it is first saved, and the user. Drafts may be included: only editors ask.
Source = Callable[[Page, object], AffectedGroup]

sources: Registry[Source] = Registry("source of consequences")
# GraphQL documents, by name, that frontends or this hub itself use.
documents: Registry[Callable[[], Mapping[str, str]]] = Registry("source of documents")


def of(page: Page, user) -> list[AffectedGroup]:
    """Return the consequences of publishing the page."""
    return [source(page, user) for source in sources.values()]


def referrers(page: Page, user) -> AffectedGroup:
    """Return the pages, terms and settings that refer to the page, as they were last saved or published."""
    group = AffectedGroup("Refer to this page", "No page or term refers to it.")
    if page.pk is None:
        return group
    rows: dict[tuple[int, str], list[ReferenceIndex]] = defaultdict(list)
    for row in ReferenceIndex.get_references_to(page).select_related("base_content_type", "content_type"):
        rows[row.base_content_type_id, row.object_id].append(row)
    finder, keys = AdminURLFinder(user), defaultdict(list)
    for kind, key in rows:
        keys[kind].append(key)
    page_type = ContentType.objects.get_for_model(Page).pk
    for kind, found in keys.items():
        model: Any = ContentType.objects.get_for_id(kind).model_class()
        for thing in model._base_manager.filter(pk__in=found).order_by("pk"):
            if kind == page_type and thing.pk == page.pk:
                continue
            why = sorted({str(row.describe_source_field()) for row in rows[kind, str(thing.pk)]})
            if kind == page_type:
                edits = thing.permissions_for_user(user).can_edit()
                name = thing.get_admin_display_title()
                url = reverse("wagtailadmin_pages:edit", args=[thing.pk]) if edits else ""
            else:
                name, url = str(thing), form_address(finder, thing)
            group.places.append(AffectedPlace(name, ", ".join(why), url))
    return group
