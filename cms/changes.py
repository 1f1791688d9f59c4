"""Writes down what happens to pages, for `Change`. Connected to Wagtail's signals in `cms.apps`.

Whatever happened, the same is done: what the public sees now is compared with what it was told last, and the difference
is told. So nothing is told twice, and what hides or shows a whole branch (its top is unpublished, restricted, expires or
moves) is told of every page in it, because each of them has come, gone or got another address. One event gives at most
one change a page: publishing with a new slug is a move, and carries the note.

A page counts from its first publication on: one that stands there live without ever having been published, as while
content is loaded, is not told of.

What was scheduled is told with the moment for which it was (`dated`), not with that at which a worker came to it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site

from cms import last_update
from cms.choices import ChangeKind, Significance
from cms.graphql.context import Context
from cms.models import BasePage, Change
from cms.visibility.rule import Visibility

FIELDS = ("change_significance", "change_note")

_scheduled_for: ContextVar[datetime.datetime | None] = ContextVar("scheduled_for", default=None)


@contextmanager
def dated(moment: datetime.datetime) -> Iterator[None]:
    """Have whatever is published or withdrawn within the block told as of the moment for which it was scheduled."""
    before = _scheduled_for.set(moment)
    try:
        yield
    finally:
        _scheduled_for.reset(before)


@dataclass(frozen=True)
class Publication:
    """The page that was published just now, and what its editor says about the change."""

    page_id: int
    significance: str
    note: str


@dataclass(frozen=True)
class Standing:
    """Where the public finds a page."""

    tree_path: str
    site_id: int
    path: str
    page_type: str


# What Wagtail's signals call


def published(instance, **kwargs) -> None:
    """Tell that a page was published, with its note, and empty the note for the next time.

    Wagtail sends the signal for a publication that is only scheduled as well; that one waits for its day.
    """
    if not instance.live:
        return
    with transaction.atomic():
        significance, note = (getattr(instance, field, "") for field in FIELDS)
        page, branch = Page.objects.filter(pk=instance.pk), descendants(instance)
        now = timezone.now()
        last_update.record_publication(instance, significance, _scheduled_for.get() or now)
        if _tell(page, now, Publication(instance.pk, significance, note)) and instance.numchild:
            _tell(branch, now)
        if isinstance(instance, BasePage):
            _empty_note(instance, kwargs.get("revision"))


def withdrawn(instance, **kwargs) -> None:
    """Tell that a page and all below it are no longer public. Deleting a page unpublishes it first."""
    with transaction.atomic():
        _tell(descendants(instance), timezone.now(), gone=True)


def moved(instance, **kwargs) -> None:
    """Tell what a move changed: addresses, or who sees the pages."""
    with transaction.atomic():
        _tell(descendants(instance), timezone.now())


def restricted(instance, origin=None, **kwargs) -> None:
    """Tell what a view restriction hides, or shows again when it is lifted."""
    if origin is not None and PageViewRestriction not in (type(origin), getattr(origin, "model", None)):
        return  # it goes with its page, and that was told
    page = Page.objects.filter(pk=instance.page_id).first()
    if page is not None:
        with transaction.atomic():
            _tell(descendants(page), timezone.now())


def site_saved(instance, raw=False, **kwargs) -> None:
    """Tell what comes into sight or goes out of it when a site gets another top page. Of no single page it is news."""
    if not raw:
        with transaction.atomic():
            _tell(Page.objects.filter(depth__gt=1), timezone.now(), first=Significance.MINOR)


def alias_made(instance, created=False, raw=False, **kwargs) -> None:
    """Tell that an alias was made; Wagtail publishes it without saying so."""
    if created and not raw and isinstance(instance, Page) and instance.alias_of_id and instance.live:
        with transaction.atomic():
            last_update.record_alias(instance)
            _tell(Page.objects.filter(pk=instance.pk), timezone.now())


# What is told


def descendants(page: Page) -> QuerySet[Page]:
    """Return the page and all below it."""
    return Page.objects.filter(path__startswith=page.path)


def _tell(
    pages: QuerySet[Page],
    now: datetime.datetime,
    publication: Publication | None = None,
    *,
    gone: bool = False,
    first: Significance = Significance.MAJOR,
) -> bool:
    """Write down how what the public sees of the pages differs from what it was told last.

    `first` is how big a change it is that a page is public for the first time, if no editor says.

    Returns whether it matters to the pages below: whether anything else than the text changed.
    """
    standings = {} if gone else _standings(pages, now)
    at = min(_scheduled_for.get() or now, now)
    changes = list(_differences(standings, _told_last(pages, now), at, publication, first))
    Change.objects.bulk_create(changes)
    planned = _plan_withdrawals(pages, standings, now)
    return planned or any(change.kind != ChangeKind.CHANGED for change in changes)


def _standings(pages: QuerySet[Page], now: datetime.datetime) -> dict[int, Standing]:
    """Return where the public finds those of the pages that it sees, by the page's key."""
    found: dict[Any, Standing] = {}
    for site in Site.objects.select_related("root_page"):
        context = Context(Visibility(site, now))
        visible = context.visibility.filter(pages.exclude(first_published_at=None))
        for page in visible.only("path", "url_path", "content_type_id").order_by("path"):
            kind: Any = ContentType.objects.get_for_id(page.content_type_id).model_class()
            found.setdefault(page.pk, Standing(page.path, site.pk, context.path_of(page), kind._meta.label))
    return found


def _told_last(pages: QuerySet[Page], now: datetime.datetime) -> dict[int, Change]:
    """Return the newest change of each of the pages, by the page's key."""
    newest_first = Window(RowNumber(), partition_by=F("page_id"), order_by=[F("at").desc(), F("pk").desc()])
    changes = Change.objects.filter(page__in=pages, at__lte=now).annotate(place=newest_first).filter(place=1)
    return {change.page_id: change for change in changes}


def _differences(
    standings: dict[int, Standing],
    told: dict[int, Change],
    at: datetime.datetime,
    publication: Publication | None,
    first: Significance,
) -> Iterator[Change]:
    for pk in [*standings, *(pk for pk in told if pk not in standings)]:
        stands, last = standings.get(pk), told.get(pk)
        moment = max(at, last.at) if last else at  # changes of a page stay in the order in which they happened
        before = None if last and last.kind == ChangeKind.WITHDRAWN else last
        if before and (stands is None or stands.site_id != before.site_id):
            yield _withdrawal(pk, Standing("", before.site_id, before.path, before.page_type), moment)
            before = None
        if stands is None:
            continue
        its_publication = publication if publication and publication.page_id == pk else None
        if before is None:
            kind = ChangeKind.PUBLISHED
        elif before.path != stands.path:
            kind = ChangeKind.MOVED
        elif its_publication:
            kind = ChangeKind.CHANGED
        else:
            continue
        yield Change(
            page_id=pk,
            site_id=stands.site_id,
            kind=kind,
            at=moment,
            significance=(its_publication and its_publication.significance)
            or (first if last is None else Significance.MINOR),
            note=its_publication.note if its_publication else "",
            path=stands.path,
            page_type=stands.page_type,
        )


def _withdrawal(page_id: int, stands: Standing, at: datetime.datetime) -> Change:
    return Change(
        page_id=page_id,
        site_id=stands.site_id,
        kind=ChangeKind.WITHDRAWN,
        at=at,
        significance=Significance.MINOR,
        path=stands.path,
        page_type=stands.page_type,
    )


def _plan_withdrawals(pages: QuerySet[Page], standings: dict[int, Standing], now: datetime.datetime) -> bool:
    """Make the withdrawals ahead of time what they should be. Return whether any was not."""
    wanted = _expiries(standings, now)
    there = {change.page_id: change for change in Change.objects.filter(page__in=pages, at__gt=now)}
    wrong = [
        change.pk for pk, change in there.items() if wanted.get(pk) != change.at or standings[pk].path != change.path
    ]
    missing = [pk for pk in wanted if pk not in there or there[pk].pk in wrong]
    if wrong:
        Change.objects.filter(pk__in=wrong).delete()
    if missing:
        Change.objects.bulk_create(_withdrawal(pk, standings[pk], wanted[pk]) for pk in missing)
    return bool(wrong or missing)


def _expiries(standings: dict[int, Standing], now: datetime.datetime) -> dict[int, datetime.datetime]:
    """Return the moment at which each of the pages expires, or the first of the pages above it, if any does."""
    ways = {pk: list(_way(stands.tree_path)) for pk, stands in standings.items()}
    expiring = Page.objects.filter(expire_at__gt=now)
    if len(ways) == 1:
        expiring = expiring.filter(path__in=next(iter(ways.values())))
    moments = dict(expiring.values_list("path", "expire_at")) if ways else {}
    found = {pk: [moments[path] for path in way if path in moments] for pk, way in ways.items()}
    return {pk: min(times) for pk, times in found.items() if times}


def _way(tree_path: str) -> Iterable[str]:
    return (tree_path[:end] for end in range(Page.steplen, len(tree_path) + 1, Page.steplen))


# The fields that the editor fills in


def _empty_note(page: BasePage, revision) -> None:
    """Take the note out of the page and out of every revision in which it would come back.

    These are the one published and those before it (somebody may go back to one of them), and later drafts that were
    written on top of it. A later draft with a note of its own keeps it.
    """
    note = {field: getattr(page, field) for field in FIELDS}
    for field in FIELDS:
        setattr(page, field, "")
    if any(note.values()):
        type(page)._base_manager.filter(pk=page.pk).update(**dict.fromkeys(FIELDS, ""))
    if page.alias_of_id or revision is None:
        return
    for other in page.revisions.exclude(content__change_note="", content__change_significance=""):
        held = {field: other.content.get(field) for field in FIELDS}
        if any(held.values()) and (other.pk <= revision.pk or held == note):
            other.content |= dict.fromkeys(FIELDS, "")
            other.save(update_fields=["content"])
