"""What an import would do, line by line: made, changed or left as it is, with everything that is wrong with a line."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Q
from modelcluster.models import get_serializable_data_for_fields
from wagtail.models import Page, Revision, Site, WorkflowState

from cms.base.own_words import worded
from cms.models import BasePage
from cms.pages.addresses import in_tree_of
from cms.sites.rows import rows_of, shared_and
from programme.models import GroupPage, Intake, Membership, Organisation, TeamProfilePage, WorkStreamPage

from . import drafts, tables
from .columns import FILE, IntakeColumn, KnownNames, split
from .files import known_files, unnamed
from .lines import CellDifference, IntakeLine
from .targets import IntakeTarget, targets


@dataclass(frozen=True)
class IntakePlan:
    """All lines of a table, and what is wrong with the mapping as a whole."""

    target: IntakeTarget
    headings: list[str]
    mapping: dict[str, str]
    lines: list[IntakeLine]
    objections: list[str]

    @property
    def takeable(self) -> list[IntakeLine]:
        return [line for line in self.lines if line.can_be_taken]

    @property
    def new(self) -> list[IntakeLine]:
        return [line for line in self.takeable if line.is_new]

    @property
    def changed(self) -> list[IntakeLine]:
        return [line for line in self.takeable if not line.is_new]

    @property
    def same(self) -> list[IntakeLine]:
        return [line for line in self.lines if line.is_same and not line.problems]

    @property
    def wrong(self) -> list[IntakeLine]:
        return [line for line in self.lines if line.problems]


def plan(intake: Intake, user: User, numbers: Collection[int] | None = None) -> IntakePlan:
    """Say what becomes of each line of the table that an import keeps, for this user. Changes nothing.

    The forms of the pages check all lines, or those with the `numbers` alone: each takes the same number of statements, and
    the rest doesn't depend on the lines. Raises UnreadableFileError.
    """
    target, table = targets[intake.kind], tables.read(intake.text)
    mapping = mapping_of(intake, table)
    objections = list(_objections_to(target, mapping))
    files = known_files(intake) if target.column(FILE) else {}
    if left := unnamed([one.name for one in files.values()], table, mapping):
        objections.append(f"No line names {', '.join(left)}. Choose the column with the files.")
    named = {heading: target.column(name) for heading, name in mapping.items() if name}
    around = replace(known_names(intake.own_site), files=files)
    lines = []
    for number, cells in table.lines:
        line = IntakeLine(number, dict.fromkeys(table.headings, "") | dict(zip(table.headings, cells, strict=False)))
        _read(line, named, around)
        lines.append(line)
    if not objections:
        _find_pages(target, lines, intake.own_site, around)
        _note_differences(target, [line for line in lines if line.page and _may_edit(line.page, user)], around)
        for line in lines:
            may_write = _check(target, line, user)
            if may_write and (numbers is None or line.number in numbers):
                drafts.prepare(target, line, user)
    return IntakePlan(target, table.headings, mapping, lines, objections)


def mapping_of(intake: Intake, table: tables.IntakeTable) -> dict[str, str]:
    """Return the columns in the order of the table's headings: PostgreSQL keeps the names of an object in its own."""
    return {heading: intake.mapping.get(heading, "") for heading in table.headings}


def known_names(site: Site | None) -> KnownNames:
    """Return what lines may name in the programme of a site."""
    here = in_tree_of(site)
    streams = list(WorkStreamPage.objects.filter(here, alias_of=None))
    groups = list(GroupPage.objects.filter(here, alias_of=None))
    organisations = list(Organisation.objects.filter(shared_and(rows_of(site))))
    people = list(TeamProfilePage.objects.filter(here).values_list("title", flat=True))
    people += Membership.objects.filter(in_tree_of(site, "page__path")).exclude(name="").values_list("name", flat=True)
    return KnownNames(
        {name: one for one in streams for name in (one.slug, one.title.lower())},
        {name: one for one in groups for name in (one.slug, one.title.lower())},
        {name.lower(): one for one in organisations for name in (one.short_name, one.name) if name},
        {name.lower(): name for name in people},
    )


def stored_in(page: BasePage) -> Mapping[str, Any]:
    """Return the content of a page's draft as its revision stores it."""
    latest: Revision | None = page.latest_revision
    return latest.content if latest else get_serializable_data_for_fields(page)


def _objections_to(target: IntakeTarget, mapping: Mapping[str, str]) -> Iterator[str]:
    names = [name for name in mapping.values() if name]
    for column in target.columns:
        if target.is_needed_always(column) and not {column.name, "slug"} & set(names):
            yield f"Choose the column with the {column.heading}."
        if names.count(column.name) > 1:
            yield f"Two columns are given for the {column.heading}. Choose one."


def _read(line: IntakeLine, named: Mapping[str, IntakeColumn | None], around: KnownNames) -> None:
    for heading, column in named.items():
        typed = line.cells.get(heading, "")
        if column is None or not typed:
            continue
        try:
            line.values[column.name] = column.read(typed, around)
        except ValidationError as error:
            line.unread.add(column.name)
            line.problems += [f"{column.heading[0].upper()}{column.heading[1:]}: {said}" for said in error.messages]


def _find_pages(target: IntakeTarget, lines: list[IntakeLine], site: Site | None, around: KnownNames) -> None:
    """Give each line its page, if that is there, and the page above it; note lines that are about the same page."""
    parent = None if isinstance(target.above, str) else target.above.objects.filter(in_tree_of(site)).first()
    by_slug, by_key = _pages(target, site)
    first: dict[Any, IntakeLine] = {}
    found: dict[int, list[IntakeLine]] = {}
    for line in lines:
        line.parent = line.values.get(target.above) if isinstance(target.above, str) else parent
        key, slug = target.key(line.values), line.values.get("slug")
        keys = {by_slug[slug]} if slug and slug in by_slug else by_key.get(key, set()) if key and not slug else set()
        if len(keys) > 1:
            line.problems.append("Several pages are called this. Give the last part of the address.")
        same = slug or key
        for mark in (same, *keys) if same else ():
            before = first.setdefault(mark, line)
            if before is not line:
                line.problems.append(f"Doubled: it is about the same as line {before.number}.")
                break
        if len(keys) == 1:
            found.setdefault(next(iter(keys)), []).append(line)
    pages = target.model.objects.select_related("latest_revision").in_bulk(list(found))
    for pk, theirs in found.items():
        for line in theirs:
            line.page = pages.get(pk)
    _note_locks(list(pages), found)


def _pages(target: IntakeTarget, site: Site | None) -> tuple[dict[str, int], dict[tuple, set[int]]]:
    """Return the keys of the programme's pages by the last part of their address, and by what tells them apart; a draft
    with another title or number counts by both."""
    by_slug: dict[str, int] = {}
    by_key: dict[tuple, set[int]] = {}
    there = target.model.objects.filter(in_tree_of(site), alias_of=None)
    for pk, slug, *rest in there.values_list("pk", "slug", *target.key_fields):
        by_slug[slug] = pk
        by_key.setdefault(target.key_of_stored(dict(zip(target.key_fields, rest, strict=True))), set()).add(pk)
    drafts = there.filter(has_unpublished_changes=True).exclude(latest_revision=None)
    for pk, content in drafts.values_list("pk", "latest_revision__content"):
        by_key.setdefault(target.key_of_stored(content), set()).add(pk)
    return by_slug, by_key


def _note_differences(target: IntakeTarget, lines: list[IntakeLine], around: KnownNames) -> None:
    for line in lines:
        if line.page is None:
            continue
        content = stored_in(line.page)
        for name, value in line.values.items():
            column = target.column(name)
            # Which page it is, is no difference.
            if column is None or name in target.key_fields or name in ("slug", target.above):
                continue
            before, after = column.stored(content, around), column.shown(value)
            if column.additive:
                there = split(before)
                after = "; ".join([*there, *(one for one in split(after) if one not in there)])
            if before != after:
                line.differences.append(CellDifference(column.heading, before, after))


def _note_locks(keys: list[int], lines: Mapping[int, list[IntakeLine]]) -> None:
    """Note what nobody may change now: pages that are locked, wait for approval or are scheduled."""
    of_pages = Q(base_content_type__app_label="wagtailcore", base_content_type__model="page")
    of_these = of_pages & Q(object_id__in=[str(key) for key in keys])
    locked = Page.objects.filter(locked=True, pk__in=keys).values_list("pk", flat=True)
    waiting = WorkflowState.objects.active().filter(of_these).values_list("object_id", flat=True)
    scheduled = Revision.objects.filter(of_these, approved_go_live_at__isnull=False)
    reasons = (
        (set(locked), "The page is locked."),
        (set(map(int, waiting)), "The page waits for approval."),
        (set(map(int, scheduled.values_list("object_id", flat=True))), "The page is scheduled to be published."),
    )
    for pks, reason in reasons:
        for pk in pks:
            for line in lines[pk]:
                line.problems.append(reason)


def _may_edit(page: BasePage, user: User) -> bool:
    return page.permissions_for_user(user).can_edit()


def _check(target: IntakeTarget, line: IntakeLine, user: User) -> bool:
    """Note what a line lacks, and whether the user may write its page, which is returned."""
    has_key = bool(target.key(line.values))
    if line.page is not None:
        may_edit = _may_edit(line.page, user)
        if may_edit:
            line.title = line.page.draft_title or line.page.title
        else:
            # What its draft says is for those who may edit it.
            line.title = target.title(line.values)[:255] if has_key else ""
            line.problems.append("You may not edit this page.")
        return may_edit
    for column in target.columns:
        if column.required and column.name not in {*line.values, *line.unread}:
            line.problems.append(f"No {column.heading} is given.")
    if has_key and not line.problems:
        line.title = target.title(line.values)[:255]
    if line.parent is None:
        if not isinstance(target.above, str):  # else its cell has a problem of its own
            line.problems.append(worded("The programme has no list for it yet."))
        return False
    may_add = line.parent.permissions_for_user(user).can_add_subpage()
    if not may_add:
        line.problems.append("You may not add a page there.")
    return may_add
