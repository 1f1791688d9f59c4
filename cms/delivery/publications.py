"""The publications of a page that the public could read, from the history of its own tables and the record of changes.

A publication is one state of the page: what one transaction changed in its rows and the rows that belong to it. On
SQLite each statement has a moment of its own, so moments within a second belong together; the record of the change,
which is written last, ends a publication. What other pages and terms add to a page makes no publication of it.
"""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import connection
from django.db.models.expressions import RawSQL
from django.utils import timezone
from modelcluster.models import get_all_child_relations
from wagtail.models import Page, PageViewRestriction, Site

from cms.base.choices import ChangeKind, Significance
from cms.history.moments import known_since
from cms.history.tables import OPEN, SINCE, UNTIL, WITHHELD, HistoryOf, has_history, histories
from cms.pages.models import Change
from cms.sites.models import ProgrammeSite, ProgrammeState
from cms.visibility.rule import Visibility

TOGETHER = datetime.timedelta(seconds=1)
# What is kept so soon after a table's history was begun is the state with which it begins.
SETTLING = datetime.timedelta(seconds=10)
# On SQLite the moments of one transaction may be some minutes apart, where all content is loaded: pages come before the
# records that they were published, and nobody could read them in between.
LOADING = datetime.timedelta(minutes=10)
# Columns of the tree: they change with the pages below, too.
OF_THE_TREE = {"numchild", "depth"}


@dataclass(frozen=True)
class PagePublication:
    """A state of the page, and the moment from which readers could read it. `path` and `url_path` are its place then."""

    at: datetime.datetime
    path: str
    url_path: str
    kind: str = ""
    significance: str = ""
    notes: tuple[str, ...] = ()

    @property
    def is_major(self) -> bool:
        return self.significance == Significance.MAJOR


@dataclass(frozen=True)
class Gap:
    """A time in which readers couldn't read the page; `until` is None if it isn't known when that ended."""

    since: datetime.datetime
    until: datetime.datetime | None = None


class _Kept(NamedTuple):
    """A moment at which rows changed, of the table; with `path`, it is of the page's own row, which is so from then on."""

    table: str
    since: datetime.datetime
    until: datetime.datetime
    path: str
    url_path: str
    live: bool


class _Recorded(NamedTuple):
    """A recorded change, and when the record was written."""

    kind: str
    significance: str
    note: str
    at: datetime.datetime
    kept_at: datetime.datetime


@dataclass
class _Group:
    """Moments that belong together: the state is that of the last."""

    at: datetime.datetime
    changes: list[_Recorded] = field(default_factory=list)


def publications(page: Page, visibility: Visibility) -> list[PagePublication | Gap]:
    """Return the publications of a page that is public now, newest first, with the times in which it wasn't public.

    Nothing that is withheld is among them. Three statements, and one a period.
    """
    kept = list(_kept(page))
    places = sorted((one for one in kept if one.path), key=lambda one: one.since)
    if not places:
        return []
    withheld = [one for one in kept if one.table == WITHHELD]
    hidden = list(_hidden({one.path for one in places}, page))
    groups = _groups(_events(kept, hidden, _recorded(page, visibility)))
    found: list[PagePublication | Gap] = []
    kind, begins = "", [one.since for one in places]
    for group in groups:
        kind = group.changes[-1].kind if group.changes else kind
        at, number = group.at, bisect_right(begins, group.at)
        if not number or any(one.since <= at < one.until for one in withheld):
            continue
        place = places[number - 1]
        is_hidden = not place.live or kind == ChangeKind.WITHDRAWN
        is_hidden = is_hidden or any(one.since <= at < one.until and place.path.startswith(one.path) for one in hidden)
        last = found[-1] if found else None
        if is_hidden:
            if isinstance(last, PagePublication):
                found.append(Gap(at))
            continue
        if isinstance(last, Gap):
            found[-1] = Gap(last.since, at)
        new = _publication(group, place)
        if len(found) == 1 and isinstance(last, PagePublication) and _is_of_one_load(last, new):
            found.clear()
        found.append(new)
    return found[::-1]


def _is_of_one_load(first: PagePublication, second: PagePublication) -> bool:
    return not first.kind and second.kind == ChangeKind.PUBLISHED and second.at - first.at <= LOADING


def _publication(group: _Group, place: _Kept) -> PagePublication:
    changes = [one for one in group.changes if one.kind != ChangeKind.WITHDRAWN]
    notes = tuple(one.note for one in reversed(changes) if one.note)
    if not changes:
        return PagePublication(group.at, place.path, place.url_path)
    is_major = any(one.significance == Significance.MAJOR for one in changes)
    significance = Significance.MAJOR if is_major else Significance.MINOR
    return PagePublication(group.at, place.path, place.url_path, changes[-1].kind, significance, notes)


def _events(
    kept: list[_Kept], hidden: list[_Kept], recorded: list[_Recorded]
) -> list[tuple[datetime.datetime, _Recorded | None]]:
    """Return the moments of all that happened, in order; a record of a change comes after what it is a record of."""
    known, now = known_since(), timezone.now()

    def begins(table: str, moment: datetime.datetime) -> bool:
        return table in known and moment - known[table] <= SETTLING

    moments = {one.since for one in kept if one.table != WITHHELD and not begins(one.table, one.since)}
    moments |= {moment for one in hidden for moment in (one.since, one.until)}
    if first := [one.since for one in kept if one.table != WITHHELD and begins(one.table, one.since)]:
        moments.add(max(first))
    events: list[tuple[datetime.datetime, _Recorded | None]] = [(moment, None) for moment in moments]
    for one in recorded:
        if not begins(Change._meta.db_table, one.kept_at):
            # A withdrawal that is planned is recorded before, a publication that was scheduled after its moment.
            events.append((max(one.at, one.kept_at), one))
    return sorted((one for one in events if one[0] <= now), key=lambda one: (one[0], one[1] is not None))


def _groups(events: list[tuple[datetime.datetime, _Recorded | None]]) -> list[_Group]:
    groups: list[_Group] = []
    waiting: list[datetime.datetime] = []

    def end() -> None:
        """What no record of a change follows within a second belongs to what was before, or is a change without one."""
        if waiting and groups and waiting[0] - groups[-1].at <= TOGETHER:
            groups[-1].at = waiting[-1]
        elif waiting:
            groups.append(_Group(waiting[-1]))
        waiting.clear()

    for moment, change in events:
        if waiting and moment - waiting[-1] > TOGETHER:
            end()
        if change is None:
            waiting.append(moment)
        elif groups and groups[-1].at == moment:
            groups[-1].changes.append(change)
        else:
            waiting.clear()
            groups.append(_Group(moment, [change]))
    end()
    return groups


def _recorded(page: Page, visibility: Visibility) -> list[_Recorded]:
    """Return the recorded changes of the page in order, without withheld records."""
    one = histories()[Change._meta.db_table]
    kept_at = RawSQL(  # noqa: S611  names of our tables
        f'SELECT h.{SINCE} FROM "{one.name}" h WHERE h."{one.key}" = "{one.table}"."{one.key}"'  # noqa: S608  the same
        f" AND h.{UNTIL} = '{OPEN}' AND NOT h.{WITHHELD}",
        [],
    )
    changes = visibility.filter(Change.objects.filter(page=page.pk)).annotate(kept_at=kept_at).order_by("at", "pk")
    rows = changes.values_list("kind", "significance", "note", "at", "kept_at")
    return [_Recorded(kind, size, note, at, _moment(kept)) for kind, size, note, at, kept in rows if kept is not None]


def _kept(page: Page) -> Iterator[_Kept]:
    """Yield the states of the page's own rows, the moments of its other rows, and the times that are withheld."""
    pages = histories()[Page._meta.db_table]
    place = [name for name in pages.telling if name not in OF_THE_TREE]
    columns = ", ".join(f'"{name}"' for name in place)
    parts = [
        f"SELECT '{pages.table}', MIN({SINCE}), MAX({UNTIL}), path, url_path, live"  # noqa: S608  names of our tables
        f' FROM "{pages.name}" WHERE "{pages.key}" = %s AND NOT {WITHHELD} GROUP BY {columns}'
    ]
    others = "'', '', false"
    for one, column in _tables(page):
        where = f'FROM "{one.name}" WHERE "{column}" = %s'
        if column == one.key:
            parts.append(f"SELECT '{WITHHELD}', {SINCE}, {UNTIL}, {others} {where} AND {WITHHELD}")
            if one == pages:
                continue
        parts.append(f"SELECT '{one.table}', {SINCE}, {SINCE}, {others} {where} AND NOT {WITHHELD} GROUP BY {SINCE}")
        parts.append(
            f"SELECT '', {UNTIL}, {UNTIL}, {others} {where} AND NOT {WITHHELD} AND {UNTIL} < '{OPEN}' GROUP BY {UNTIL}"
        )
    return _read(" UNION ALL ".join(parts), [page.pk] * len(parts))


def _tables(page: Page) -> Iterator[tuple[HistoryOf, str]]:
    """Yield the tables of the page's own rows and of the rows that belong to it, with the column that names the page."""
    model = page.specific_class or Page
    own = [one for one in (model, *model._meta.get_parent_list()) if issubclass(one, Page) and has_history(one)]
    for one in own:
        yield HistoryOf(one), HistoryOf(one).key
    seen = set()
    for relation in get_all_child_relations(model):
        if has_history(relation.related_model) and relation.related_model not in seen:
            seen.add(relation.related_model)
            yield HistoryOf(relation.related_model), relation.field.column
    for many in model._meta.many_to_many:
        if has_history(many.remote_field.through):
            yield HistoryOf(many.remote_field.through), many.m2m_column_name()


def _hidden(paths: set[str], page: Page) -> Iterator[_Kept]:
    """Yield the times in which the page, or one above it at any of its places, was restricted or is an alias of a restricted
    one, one above was not live, or its programme was closed."""
    pages, restrictions = (histories()[model._meta.db_table] for model in (Page, PageViewRestriction))
    above = sorted({path[:end] for path in paths for end in range(Page.steplen, len(path) + 1, Page.steplen)})
    at = f"IN ({', '.join(['%s'] * len(above))})"
    sql = (
        f"WITH RECURSIVE original(path, page, {SINCE}, {UNTIL}) AS ("  # noqa: S608  names of our tables
        f'SELECT path, alias_of_id, {SINCE}, {UNTIL} FROM "{pages.name}" WHERE path {at} AND alias_of_id IS NOT NULL'
        f' UNION SELECT o.path, p.alias_of_id, p.{SINCE}, p.{UNTIL} FROM original o JOIN "{pages.name}" p'
        f' ON p."{pages.key}" = o.page AND p.alias_of_id IS NOT NULL AND {_overlap("p", "o")})'
        f" SELECT '', {SINCE}, {UNTIL}, path, '', live FROM \"{pages.name}\""
        f' WHERE path {at} AND NOT live AND "{pages.key}" <> %s'
        f" UNION ALL SELECT DISTINCT '', r.{SINCE}, r.{UNTIL}, p.path, '', false"
        f' FROM "{restrictions.name}" r JOIN "{pages.name}" p ON p."{pages.key}" = r.page_id'
        f" AND {_overlap('p', 'r')} WHERE p.path {at}"
        f" UNION ALL SELECT DISTINCT '', r.{SINCE}, r.{UNTIL}, o.path, '', false"
        f' FROM "{restrictions.name}" r JOIN original o ON o.page = r.page_id AND {_overlap("o", "r")}'
        f" UNION ALL {_closed(at)}"
    )
    return _read(sql, [*above, *above, page.pk, *above, *above])


def _closed(at: str) -> str:
    """Return the statement for the times in which the programme of a top page at these paths, in any language, was closed."""
    pages, sites, programmes = (histories()[model._meta.db_table] for model in (Page, Site, ProgrammeSite))
    return (
        f"SELECT DISTINCT '', c.{SINCE}, c.{UNTIL}, p.path, '', false FROM \"{programmes.name}\" c"  # noqa: S608  the same
        f' JOIN "{sites.name}" s ON s."{sites.key}" = c.site_id AND {_overlap("s", "c")}'
        f' JOIN "{pages.name}" t ON t."{pages.key}" = s.root_page_id AND {_overlap("t", "c")}'
        f' JOIN "{pages.name}" p ON p.translation_key = t.translation_key AND {_overlap("p", "c")}'
        f" WHERE c.state = '{ProgrammeState.CLOSED}' AND p.path {at}"
    )


def _overlap(one: str, other: str) -> str:
    """Return the condition that two states of rows were so at the same time."""
    return f"{one}.{SINCE} < {other}.{UNTIL} AND {one}.{UNTIL} > {other}.{SINCE}"


def _read(sql: str, values: list[Any]) -> Iterator[_Kept]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        for table, since, until, path, url_path, live in cursor.fetchall():
            yield _Kept(table, _moment(since), _moment(until), path, url_path, bool(live))


def _moment(value: Any) -> datetime.datetime:
    """Return a moment of the history: SQLite has texts, in UTC."""
    if isinstance(value, str):
        value = datetime.datetime.fromisoformat(value)
    return value if timezone.is_aware(value) else value.replace(tzinfo=datetime.UTC)
