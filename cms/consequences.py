"""What publishing a page will change: who refers to it, where it is listed, which queries and issues hold it.

Each app adds what it knows. A source costs the same number of queries however much it finds; `cms.admin.consequences` shows it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.urls import NoReverseMatch, reverse
from graphql import FieldNode, InlineFragmentNode, TypeInfo, TypeInfoVisitor, Visitor, get_named_type, parse, visit
from grapple.registry import registry
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page, ReferenceIndex

from cms.base.registry import Registry
from cms.graphql.documents import stored_documents
from cms.graphql.schema import get_schema

MOST = 20  # shown of each group; all are counted


@dataclass(frozen=True)
class Place:
    """One thing that shows the page, and why. Without an address it is named only."""

    name: str
    why: str = ""
    url: str = ""


@dataclass(frozen=True)
class Group:
    """Places of one sort. `none` says in a sentence that there is none."""

    heading: str
    none: str
    places: list[Place] = field(default_factory=list)

    @property
    def shown(self) -> list[Place]:
        return self.places[:MOST]

    @property
    def more(self) -> int:
        return max(0, len(self.places) - MOST)


# Is given the page, which has no key yet if it is being written, and the user. Drafts may be told: only editors ask.
Source = Callable[[Page, object], Group]

sources: Registry[Source] = Registry("source of consequences")
# GraphQL documents, by name, that frontends or this hub itself ask.
documents: Registry[Callable[[], Mapping[str, str]]] = Registry("source of documents")
documents.add("stored", stored_documents)


def of(page: Page, user) -> list[Group]:
    """Return what publishing the page will change."""
    return [source(page, user) for source in sources.values()]


def referrers(page: Page, user) -> Group:
    """Return the pages, terms and settings that refer to the page, as they were last saved or published."""
    group = Group("Refer to this page", "No page or term refers to it.")
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
                name, url = str(thing), _address(finder, thing)
            group.places.append(Place(name, ", ".join(why), url))
    return group


def _address(finder: AdminURLFinder, thing) -> str:
    try:
        return finder.get_edit_url(thing) or ""
    except NoReverseMatch:
        return ""


def queries(page: Page, user) -> Group:
    """Return the stored queries whose answers hold pages of this type."""
    group = Group("Stored queries", "No stored query asks for pages of this type.")
    node = registry.pages.get(type(page))
    if node is not None:
        group.places.extend(Place(name) for name, types in types_by_document().items() if node._meta.name in types)
    return group


@cache
def types_by_document() -> dict[str, frozenset[str]]:
    """Return the names of the types that each stored document asks something of."""
    schema = get_schema()
    return {name: frozenset(_types_in(text, schema)) for read in documents.values() for name, text in read().items()}


def _types_in(text: str, schema) -> Iterable[str]:
    found: set[str] = set()
    info = TypeInfo(schema)

    class Collector(Visitor):
        def enter(self, node, *_):
            if isinstance(node, (FieldNode, InlineFragmentNode)) and (kind := get_named_type(info.get_type())):
                found.add(kind.name)

    visit(parse(text), TypeInfoVisitor(info, Collector()))
    return found
