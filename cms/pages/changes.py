"""Records changes of pages as `Change`. Connected to Wagtail's signals in `cms.pages.signals`.

Every event is handled in the same way: the present public state is compared with the last recorded change, and the
difference is recorded. So nothing is recorded twice. If an event hides or shows a whole branch (its top is unpublished,
restricted, expires or moves), a change is recorded for every page in it, because each has appeared, disappeared or got
another address. An event makes at most one change per page: publishing with a new slug is a move, and has the note.

A page counts from its first publication: a page that is live but was never published, as while content is loaded, has
no changes.

A scheduled change is recorded with its scheduled moment (`dated`), not the moment at which a worker made it.
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
from wagtail.models import Page, PageLogEntry, PageViewRestriction, Site

from cms.base import occurrences
from cms.base.choices import ChangeKind, Significance
from cms.pages import last_update
from cms.pages.models import BasePage, Change
from cms.visibility.rule import Visibility

FIELDS = ("change_significance", "change_note")

for kind, label in {
    ChangeKind.PUBLISHED: "A page became public",
    ChangeKind.CHANGED: "A public page was published again",
    ChangeKind.MOVED: "A public page has another address",
    ChangeKind.WITHDRAWN: "A page is no longer public",
}.items():
    occurrences.kinds.add(f"page.{kind}", occurrences.OccurrenceKind(label, public=True), order=10)

occurrences.kinds.add("page.scheduled", occurrences.OccurrenceKind("A draft was scheduled"), order=20)
occurrences.kinds.add("page.unscheduled", occurrences.OccurrenceKind("A schedule was cancelled"), order=20)
# Wagtail sends no signal when it schedules a page that is public already, but always writes into its log.
KINDS_OF_SCHEDULES = {"wagtail.publish.schedule": "page.scheduled", "wagtail.schedule.cancel": "page.unscheduled"}

_scheduled_for: ContextVar[datetime.datetime | None] = ContextVar("scheduled_for", default=None)


@contextmanager
def dated(moment: datetime.datetime) -> Iterator[None]:
    """Record everything published or withdrawn within the block with the scheduled moment."""
    before = _scheduled_for.set(moment)
    try:
        yield
    finally:
        _scheduled_for.reset(before)


@dataclass(frozen=True)
class Publication:
    """The page just published, and its editor's note about the change."""

    page_id: int
    significance: str
    note: str


@dataclass(frozen=True)
class Standing:
    """The public address of a page."""

    tree_path: str
    site_id: int
    path: str
    page_type: str


# Receivers of Wagtail's signals


def published(instance, **kwargs) -> None:
    """Record that a page was published, with its note, and clear the note.

    Wagtail also sends the signal when a publication is only scheduled, which isn't recorded before its day.
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
    """Record that a page and all pages below it are no longer public. Deleting a page unpublishes it first."""
    with transaction.atomic():
        _tell(descendants(instance), timezone.now(), gone=True)


def moved(instance, **kwargs) -> None:
    """Record the effects of a move: new addresses, or pages shown or hidden."""
    with transaction.atomic():
        _tell(descendants(instance), timezone.now())


def restricted(instance, origin=None, **kwargs) -> None:
    """Record the pages that a view restriction hides or, when it is lifted, shows again."""
    if origin is not None and PageViewRestriction not in (type(origin), getattr(origin, "model", None)):
        return  # it is deleted with its page, which is already recorded
    page = Page.objects.filter(pk=instance.page_id).first()
    if page is not None:
        with transaction.atomic():
            _tell(descendants(page), timezone.now())


def site_saved(instance, raw=False, **kwargs) -> None:
    """Record the pages shown and hidden when a site gets another top page. None of these changes is major."""
    if not raw:
        with transaction.atomic():
            _tell(Page.objects.filter(depth__gt=1), timezone.now(), first=Significance.MINOR)


def alias_made(instance, created=False, raw=False, **kwargs) -> None:
    """Record that an alias was created; Wagtail publishes it without a signal."""
    if created and not raw and isinstance(instance, Page) and instance.alias_of_id and instance.live:
        with transaction.atomic():
            last_update.record_alias(instance)
            _tell(Page.objects.filter(pk=instance.pk), timezone.now())


# Changes


def descendants(page: Page) -> QuerySet[Page]:
    """Return the page and all pages below it."""
    return Page.objects.filter(path__startswith=page.path)


def _tell(
    pages: QuerySet[Page],
    now: datetime.datetime,
    publication: Publication | None = None,
    *,
    gone: bool = False,
    first: Significance = Significance.MAJOR,
) -> bool:
    """Record the differences between the present public state of the pages and their last recorded changes.

    `first` is the significance of a page becoming public for the first time, unless an editor says otherwise.

    Returns whether the pages below are affected: whether anything other than the text changed.
    """
    standings = {} if gone else _standings(pages, now)
    at = min(_scheduled_for.get() or now, now)
    changes = list(_differences(standings, _told_last(pages, now), at, publication, first))
    _create(changes)
    planned = _plan_withdrawals(pages, standings, now)
    return planned or any(change.kind != ChangeKind.CHANGED for change in changes)


def _standings(pages: QuerySet[Page], now: datetime.datetime) -> dict[int, Standing]:
    """Return the public addresses of the visible pages, by the page's key."""
    found: dict[Any, Standing] = {}
    for site in Site.objects.select_related("root_page"):
        visibility = Visibility(site, now)
        visible = visibility.filter(pages.exclude(first_published_at=None))
        for page in visible.only("path", "url_path", "content_type_id").order_by("path"):
            kind: Any = ContentType.objects.get_for_id(page.content_type_id).model_class()
            found.setdefault(page.pk, Standing(page.path, site.pk, visibility.path_of(page), kind._meta.label))
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
        moment = max(at, last.at) if last else at  # changes of a page keep their order
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


def _create(changes: list[Change]) -> None:
    """Record changes, also as occurrences."""
    Change.objects.bulk_create(changes)
    occurrences.record(
        [
            occurrences.Occurrence(
                kind=f"page.{ChangeKind(change.kind)}",
                at=change.at,
                page_id=change.page_id,
                page_type=change.page_type,
                site_id=change.site_id,
                path=change.path,
                change_id=change.pk,
                details={"significance": change.significance},
            )
            for change in changes
        ]
    )


def _plan_withdrawals(pages: QuerySet[Page], standings: dict[int, Standing], now: datetime.datetime) -> bool:
    """Bring the planned withdrawals up to date. Return whether any had to be changed."""
    wanted = _expiries(standings, now)
    there = {change.page_id: change for change in Change.objects.filter(page__in=pages, at__gt=now)}
    wrong = [
        change.pk for pk, change in there.items() if wanted.get(pk) != change.at or standings[pk].path != change.path
    ]
    missing = [pk for pk in wanted if pk not in there or there[pk].pk in wrong]
    if wrong:
        Change.objects.filter(pk__in=wrong).delete()
    if missing:
        _create([_withdrawal(pk, standings[pk], wanted[pk]) for pk in missing])
    return bool(wrong or missing)


def _expiries(standings: dict[int, Standing], now: datetime.datetime) -> dict[int, datetime.datetime]:
    """Return the moment at which each page, or the first page above it, expires, if any does."""
    ways = {pk: list(_way(stands.tree_path)) for pk, stands in standings.items()}
    expiring = Page.objects.filter(expire_at__gt=now)
    if len(ways) == 1:
        expiring = expiring.filter(path__in=next(iter(ways.values())))
    moments = dict(expiring.values_list("path", "expire_at")) if ways else {}
    found = {pk: [moments[path] for path in way if path in moments] for pk, way in ways.items()}
    return {pk: min(times) for pk, times in found.items() if times}


def _way(tree_path: str) -> Iterable[str]:
    return (tree_path[:end] for end in range(Page.steplen, len(tree_path) + 1, Page.steplen))


# The note's fields


def _empty_note(page: BasePage, revision) -> None:
    """Clear the note in the page and in every revision from which it could return.

    These are the published revision and those before it (to which somebody may revert), and later drafts based on it. A
    later draft with a note of its own keeps it.
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


def schedule_logged(instance: PageLogEntry, created: bool = False, raw: bool = False, **kwargs) -> None:
    """Record the occurrence that an entry of the log is about, if it is about a schedule."""
    kind = KINDS_OF_SCHEDULES.get(instance.action)
    if kind is not None and created and not raw:
        moment = instance.data.get("revision", {}).get("go_live_at")
        occurrences.record([occurrences.about(kind, instance.page, goesLiveAt=moment)])
