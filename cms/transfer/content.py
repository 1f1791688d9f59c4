"""Which rows are a hub's content, and what becomes of them in another hub.

Content is what readers see or are to see: the models with a rule of visibility, with their drafts, terms and settings. Left
behind are people who sign in, subscribe or write to the team, what was sent, and history: earlier revisions, changes, logs.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, cast

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from modelcluster.models import get_all_child_relations
from taggit.models import Tag, TaggedItem
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import COMMENTS_RELATION_NAME, Revision, Site

from cms.media.models import HubDocument, HubImage, HubRendition
from cms.visibility.triggers import is_shown

from . import rows
from .errors import TransferError
from .tables import HubTable, all_tables, references, target_of, units

# Readers see these, too, but they are history, or made of the rest.
HISTORY = {"cms.Change", "engagement.Engagement", "newsletter.ArchivedIssue", "search.Entry"}
# Wagtail's own, which the hub replaces by models of its own.
UNUSED = {Image, Document}
BESIDES = {Revision, Tag, TaggedItem}
FILES = (HubImage, HubDocument, HubRendition)


def content_tables() -> list[HubTable]:
    """Return the tables with content. Revisions come last: the other tables say which are content."""
    found = [table for unit in units(filter(_is_content, all_tables())) for table in unit]
    return sorted(found, key=lambda table: table.model is Revision)


def _is_content(table: HubTable) -> bool:
    model = table.model
    source = cast(type[Model], model._meta.auto_created or model)
    if model in UNUSED or source._meta.label in HISTORY:
        return False
    return model in BESIDES or is_shown(model)


def left_behind(using: str, taken: dict[str, int]) -> dict[str, int]:
    """Return the number of rows that stay behind, by table, for tables that have any, given how many were taken of each.

    Of revisions, only the latest and the public one of an object are content.
    """
    counts = {str(table): rows.count(using, table) - taken.get(table.name, 0) for table in all_tables()}
    return {name: number for name, number in counts.items() if number}


class ContentReader:
    """Reads a hub's content, without what only that hub knows: users, and the numbers of content types."""

    def __init__(self, using: str):
        self.using = using
        self.tables = content_tables()
        self.names = {table.name for table in self.tables}
        types = ContentType.objects.using(using)
        self.types = {one.pk: f"{one.app_label}.{one.model}" for one in types}
        self.models = {one.pk: one.model_class() for one in types}
        # Of those that are content: the revisions to which their rows point.
        self.revisions: set[int] = set()

    def read(self, table: HubTable) -> Iterator[rows.Row]:
        """Yield the rows of a table that are content. Revisions are to be read last."""
        to_revisions = [place for place, field in references(table) if field.related_model is Revision]
        for row in rows.read(self.using, table):
            self.revisions.update(row[place] for place in to_revisions if row[place] is not None)
            if table.model in (Revision, TaggedItem) and not self._belongs(table, row):
                continue
            yield self._freed(table, row)

    def _belongs(self, table: HubTable, row: rows.Row) -> bool:
        values = dict(zip(table.columns, row, strict=True))
        model = self.models.get(values["content_type_id"])
        if model is None or model._meta.db_table not in self.names:
            return False
        if table.model is TaggedItem:
            return True
        return values["id"] in self.revisions or values["approved_go_live_at"] is not None

    def _freed(self, table: HubTable, row: rows.Row) -> rows.Row:
        freed = list(row)
        for place, field in references(table):
            if field.related_model is ContentType:
                freed[place] = self.types[row[place]]
            elif target_of(field) not in self.names:
                if not field.null:
                    raise TransferError(f"{table}.{field.column} refers to {target_of(field)}, which isn't content.")
                freed[place] = None
        if table.model is Revision:
            at = dict(zip(table.columns, range(len(table.columns)), strict=True))
            document = json.loads(row[at["content"]])
            if model := self.models[row[at["content_type_id"]]]:
                forget_users(model, document)
            freed[at["content"]] = json.dumps(document, ensure_ascii=False)
        return freed


def forget_users(model: type[Model], document: dict[str, Any]) -> None:
    """Take users and comments out of the JSON of a draft, and of the rows that belong to it."""
    for field in model._meta.concrete_fields:
        if field.related_model is get_user_model() and field.name in document:
            document[field.name] = None
    if COMMENTS_RELATION_NAME in document:
        document[COMMENTS_RELATION_NAME] = []
    for relation in get_all_child_relations(model):
        for child in document.get(relation.get_accessor_name()) or []:
            forget_users(relation.related_model, child)


class ContentTypes:
    """Gives rows the numbers that content types have in this hub."""

    def __init__(self, using: str):
        self.ids = {f"{one.app_label}.{one.model}": one.pk for one in ContentType.objects.using(using)}

    def numbered(self, table: HubTable, found: Iterable[rows.Row]) -> Iterator[rows.Row]:
        """Yield the rows with them, those in drafts included."""
        places = [place for place, field in references(table) if field.related_model is ContentType]
        content = table.columns.index("content") if table.model is Revision else None
        own = table.columns.index("content_type_id") if table.model is Revision else None
        for row in found:
            row = list(row)
            for place in places:
                if row[place] not in self.ids:
                    raise TransferError(f"This hub doesn't know {row[place]}, which {table} refers to.")
                row[place] = self.ids[row[place]]
            if content is not None and own is not None:
                document = json.loads(row[content])
                if "content_type" in document:
                    document["content_type"] = row[own]
                row[content] = json.dumps(document, ensure_ascii=False)
            yield row


def file_names(using: str) -> list[str]:
    """Return the names of all files of pictures and documents, each once."""
    found: set[str] = set()
    for model in FILES:
        found.update(model._base_manager.using(using).exclude(file="").values_list("file", flat=True))
    return sorted(found)


def own_address(using: str) -> tuple[str, int] | None:
    """Return host name and port of the default site; None if there is none."""
    return Site.objects.using(using).filter(is_default_site=True).values_list("hostname", "port").first()
