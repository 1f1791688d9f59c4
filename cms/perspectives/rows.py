"""The rows that a version of a page or term would have in the database once it is published."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.db import connection
from django.db.models import Model
from django.utils import timezone
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.models import COMMENTS_RELATION_NAME, Page, Revision

from cms.base.memory import Bounded
from cms.base.registry import Registry
from cms.pages import last_update
from cms.pages.models import LastUpdate

from .overlay import TableRows, keys_in, merged

# TableRows that have no key yet get one that the database never gives, in the order of the rows.
_new_keys = count(-2_000_000_000)
# By model, what the signal of a publication changes in its rows: here it is done to the version in memory.
publishing: Registry[Callable[[Any], None]] = Registry("consequence of a publication")

# The rows of versions by their state: reading a revision takes much longer than writing its rows.
# 20 000 rows are about 40 MB.
_kept = Bounded(20_000)


@dataclass(frozen=True)
class Version:
    """A revision of a page or term to be read as if published; `key` is that of the page, which may be an alias.

    Without a revision, as of a page made by code, its rows are read as they are.
    """

    model: type[Model]
    key: Any
    revision: int | None


class VersionError(Exception):
    """A version can't be read, such as one of a deleted page; the text is a sentence for people."""


def tables_of(versions: Iterable[Version]) -> dict[type[Model], TableRows]:
    """Return the rows of all tables that these versions change; of several of a page, the last."""
    last = {(one.model, one.key): one for one in versions}.values()
    chosen = [one for one in last if one.revision is not None]
    states = _states(chosen)
    found: dict[Version, tuple[dict[type[Model], list[list[Any]]], type[Model]]] = {}
    for one in chosen:
        if (known := _kept.get(states[one])) is not None:
            found[one] = known
    missing = [one for one in chosen if one not in found]
    revisions = Revision.objects.in_bulk({one.revision for one in missing})
    pages = Page.objects.filter(pk__in=[one.key for one in missing if one.model is Page]).specific().in_bulk()
    for one in missing:
        thing = pages.get(one.key) if one.model is Page else one.model._default_manager.filter(pk=one.key).first()
        found[one] = _read(thing, revisions.get(one.revision))
        _kept.keep(states[one], found[one], sum(map(len, found[one][0].values())))
    tables: dict[type[Model], TableRows] = merged(
        [*(_as_rows(rows) for rows, _ in found.values()), _as_they_are(one for one in last if one.revision is None)]
    )
    keys: dict[type[Model], set[Any]] = defaultdict(set)
    for one, (_, specific) in found.items():
        keys[specific].add(one.key)
    for specific, those in keys.items():
        for model, condition in _replaced(specific, those):
            tables.setdefault(model, TableRows()).replaced.append(condition)
    if LastUpdate in tables:
        updated = {row[0] for row in tables[LastUpdate].rows}
        tables[LastUpdate].replaced.append(keys_in(str(LastUpdate._meta.pk.column), updated))
    _follow_slugs(tables)
    return tables


def _states(versions: list[Version]) -> dict[Version, Hashable]:
    """Return what the rows of each version depend on: its revision, and what its page has that no revision holds.

    The key of a revision may recur after a rollback, its moment doesn't. What else a row names may have been deleted;
    then it isn't shown, as no relation to something hidden is.
    """
    keys = [one.key for one in versions if one.model is Page]
    columns = ("path", "slug", "numchild", "last_published_at", "locale_id", "draft_title")
    pages = {key: rest for key, *rest in Page.objects.filter(pk__in=keys).values_list("pk", *columns)} if keys else {}
    made = dict(Revision.objects.filter(pk__in=[one.revision for one in versions]).values_list("pk", "created_at"))
    return {one: (one, made.get(one.revision), *pages.get(one.key, ())) for one in versions}


def _as_rows(rows: dict[type[Model], list[list[Any]]]) -> dict[type[Model], TableRows]:
    # The lists are kept for others: the addresses of pages are changed in a copy.
    return {model: TableRows([list(row) for row in some]) for model, some in rows.items()}


def _as_they_are(versions: Iterable[Version]) -> dict[type[Model], TableRows]:
    """Return the rows that make pages and terms without a revision public. One statement for each model."""
    keys: dict[type[Model], list[Any]] = defaultdict(list)
    for one in versions:
        keys[one.model].append(one.key)
    tables = {}
    for model, those in keys.items():
        things = model._default_manager.in_bulk(those)
        for thing in things.values():
            _publish(thing, timezone.now())
        tables[model] = TableRows(
            [_row(thing, model) for thing in things.values()], [keys_in(str(model._meta.pk.column), things)]
        )
    return tables


def _publish(thing: Any, moment: datetime.datetime) -> None:
    """Make the thing public in memory, as of the moment of its draft."""
    thing.live, thing.expired, thing.has_unpublished_changes, thing.go_live_at = True, False, False, None
    thing.last_published_at = moment
    thing.first_published_at = thing.first_published_at or moment


def _read(base: Any, revision: Revision | None) -> tuple[dict[type[Model], list[list[Any]]], type[Model]]:
    """Return the rows of a version of a page or term by table, and its model."""
    if base is None or revision is None:
        raise VersionError("A draft is gone. Ask again.")
    thing = base.with_content_json(revision.content)
    is_alias = getattr(base, "alias_of_id", None) is not None
    if isinstance(thing, Page):
        thing.slug = base.slug if is_alias else thing.slug
        if hasattr(thing, "follow_parent"):
            thing.follow_parent()
    _publish(thing, revision.created_at)
    for name, follow in publishing.items():
        if isinstance(thing, name):
            follow(thing)
    rows: dict[type[Model], list[list[Any]]] = defaultdict(list)
    _collect(thing, rows, anew=is_alias)
    if isinstance(thing, Page) and (update := last_update.of_publication(thing, revision.created_at)) is not None:
        rows[LastUpdate].append(_row(update, LastUpdate))
    return dict(rows), type(thing)


def _collect(thing: Any, rows: dict[type[Model], list[list[Any]]], *, anew: bool = False) -> None:
    for model in (*thing._meta.get_parent_list(), type(thing)):
        rows[model].append(_row(thing, model))
    for relation in _relations(type(thing)):
        for child in getattr(thing, relation.get_accessor_name()).all():
            setattr(child, relation.field.attname, thing.pk)
            if child.pk is None or anew:
                child.pk = next(_new_keys)
            _collect(child, rows, anew=anew)
    for field in get_all_child_m2m_relations(thing):
        through = field.remote_field.through
        own, other = (
            through._meta.get_field(name) for name in (field.m2m_field_name(), field.m2m_reverse_field_name())
        )
        for chosen in getattr(thing, field.name).all():
            row = through(pk=next(_new_keys), **{own.attname: thing.pk, other.attname: chosen.pk})
            rows[through].append(_row(row, through))


def _row(thing: Any, model: type[Model]) -> list[Any]:
    fields = model._meta.local_concrete_fields
    return [one.get_db_prep_save(one.pre_save(thing, False), connection) for one in fields]


def _relations(model: type[Model]) -> list[Any]:
    """Return the relations to rows that are part of an object of the model."""
    return [one for one in get_all_child_relations(model) if one.get_accessor_name() != COMMENTS_RELATION_NAME]


def _replaced(model: type[Model], keys: set[Any]) -> Iterator[tuple[type[Model], str]]:
    """Yield each table with rows of objects of the model, and the condition for those of the objects with these keys."""
    for one in (*model._meta.get_parent_list(), model):
        yield one, keys_in(str(one._meta.pk.column), keys)
    for relation in _relations(model):
        child = relation.related_model
        yield child, keys_in(relation.field.column, keys)
        for field in get_all_child_m2m_relations(child):
            through = field.remote_field.through
            own = through._meta.get_field(field.m2m_field_name()).column
            rows = child._default_manager.filter(**{f"{relation.field.attname}__in": keys}).values_list("pk", flat=True)
            if those := list(rows):
                yield through, keys_in(own, those)
            else:
                yield through, "1 = 0"
    for field in get_all_child_m2m_relations(model):
        through = field.remote_field.through
        yield through, keys_in(through._meta.get_field(field.m2m_field_name()).column, keys)


def _follow_slugs(tables: dict[type[Model], TableRows]) -> None:
    """Give the pages their addresses: a version with another slug changes those of all pages below it."""
    if Page not in tables:
        return
    names = [one.column for one in Page._meta.local_concrete_fields]
    at = {name: names.index(name) for name in ("id", "path", "slug", "url_path")}
    pages = sorted(tables[Page].rows, key=lambda row: row[at["path"]])
    now = dict(Page.objects.filter(pk__in=[row[at["id"]] for row in pages]).values_list("pk", "url_path"))
    changed: dict[str, tuple[str, str]] = {}
    for row in pages:
        path, before = row[at["path"]], now.get(row[at["id"]], "")
        parent = _moved(before.rstrip("/").rpartition("/")[0] + "/", path[: -Page.steplen], changed)
        row[at["url_path"]] = after = f"{parent}{row[at['slug']]}/" if row[at["path"]] and before != "/" else before
        if before != after:
            changed[path] = (before, after)
    shown = {row[at["id"]] for row in pages}
    below: list[list[Any]] = []
    for path in changed:
        if any(path != other and path.startswith(other) for other in changed):
            continue
        for page in Page.objects.filter(path__startswith=path).exclude(pk__in=shown):
            page.url_path = _moved(page.url_path, page.path, changed)
            below.append(_row(page, Page))
    if below:
        tables[Page].rows += below
        tables[Page].replaced.append(keys_in("id", [row[at["id"]] for row in below]))


def _moved(url_path: str, path: str, changed: dict[str, tuple[str, str]]) -> str:
    """Return the address of the page at a position of the tree, with the changes of the nearest page above it."""
    for end in range(len(path), 0, -Page.steplen):
        if path[:end] in changed:
            before, after = changed[path[:end]]
            return after + url_path[len(before) :]
    return url_path
