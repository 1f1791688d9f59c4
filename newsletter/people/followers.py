"""Telling followers: what happens is noted with it; a worker finds out whom it concerns, and writes a letter to each.

- A major change of a public page is noted in the transaction that makes it (`note`). Ten minutes later it is looked up who
  follows a page that it concerns; changes in the meantime go into the same letter.
- Who chose the regular update gets a letter when an issue has been sent to its lists: all changes since the last.
- A change is a row for each follower, so it is sent once; the row and its letter are written in the transaction that
  deletes the notice, so it isn't missed. What is public is decided when the letter goes out (`following_letters`).
- If somebody follows several pages that a change concerns, they hear of it in the letter about the narrowest.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import Site

from cms.base.choices import ChangeKind, Significance
from cms.base.occurrences import Occurrence
from cms.models import Change
from cms.sites.rows import rows_of
from cms.visibility.moments import Moments
from newsletter.choices import FollowingFrequency, LetterKind
from newsletter.models import FollowerNotice, Following, FollowingNews, IssuePage, Letter
from newsletter.sending.completion import SENT
from programme.concerned_pages import concerned

from .followed_pages import places_of

# Changes within this time go into one letter; an editor who withdraws a page in it has informed nobody.
COLLECTED_FOR = datetime.timedelta(minutes=10)
DUE = Moments(FollowerNotice.objects.all, "due_at")
BATCH = 1_000


def note(occurrences: Sequence[Occurrence]) -> None:
    """Note what followers are to hear of. Within the transaction; one statement if nobody follows anything on the site,
    none if nothing of it is major."""
    wanted = [one for one in occurrences if one.site_id is not None and _is_told(one)]
    if issues := {one.page_id for one in wanted if one.kind == SENT}:
        # One that only an internal list got isn't public.
        public = set(IssuePage.objects.filter(pk__in=issues, live=True).values_list("pk", flat=True))
        wanted = [one for one in wanted if one.kind != SENT or one.page_id in public]
    if not wanted:
        return
    active = Following.objects.active().filter(site__in={one.site_id for one in wanted})
    sites = set(active.order_by().values_list("site", flat=True).distinct())
    now = timezone.now()
    FollowerNotice.objects.bulk_create(
        FollowerNotice(
            site_id=one.site_id, change_id=one.change_id, due_at=now + COLLECTED_FOR if one.change_id else now
        )
        for one in wanted
        if one.site_id in sites
    )


def _is_told(occurrence: Occurrence) -> bool:
    if occurrence.kind == SENT:
        return True
    is_withdrawal = occurrence.kind == f"page.{ChangeKind.WITHDRAWN}"
    return (
        occurrence.change_id is not None
        and not is_withdrawal
        and occurrence.details.get("significance") == Significance.MAJOR
    )


def write_due(now: datetime.datetime | None = None) -> int:
    """Write the letters that are due, and return their number."""
    now = now or timezone.now()
    sites = Site.objects.filter(pk__in=DUE.until(now).order_by().values("site"))
    return sum(_write(site, now) for site in sites)


@transaction.atomic
def _write(site: Site, now: datetime.datetime) -> int:
    """Write the letters of one site, of all that is noted: what isn't due yet needn't be another letter."""
    # Two workers never write the same: the second waits for the lock, and then finds no notice.
    notices = list(FollowerNotice.objects.select_for_update().filter(site=site).order_by("pk"))
    if not any(one.due_at <= now for one in notices):
        return 0
    FollowerNotice.objects.filter(pk__in=[one.pk for one in notices]).delete()
    at_once = _add_news(site, [one.change_id for one in notices if one.change_id])
    found = FollowingNews.objects.filter(rows_of(site, "following__site"), written_at=None)
    if all(one.change_id for one in notices):
        found = found.filter(following__in=at_once)
    return _write_letters(site, found.select_related("following").order_by("following", "pk"), now)


def _add_news(site: Site, changes: Iterable[int]) -> set[int]:
    """Add a row for each follower whom each of the changes concerns, and return the followings to write about at once."""
    at_once: set[int] = set()
    news = {one: one.page_id for one in Change.objects.filter(pk__in=list(changes)).order_by("pk") if one.page_id}
    pages = concerned(set(news.values()))
    places = places_of({page for keys in pages.values() for page in keys})
    for one, changed in news.items():
        chosen: dict[int, Following] = {}
        for following in _followers(site, [page for page in pages[changed] if page in places], one.at):
            rival = chosen.get(following.subscriber_id)
            if rival is None or _rank(following, places) < _rank(rival, places):
                chosen[following.subscriber_id] = following
        FollowingNews.objects.bulk_create(
            [FollowingNews(following=following, change=one) for following in chosen.values()],
            batch_size=BATCH,
            ignore_conflicts=True,
        )
        at_once |= {each.pk for each in chosen.values() if each.frequency == FollowingFrequency.AT_ONCE}
    return at_once


def _followers(site: Site, pages: list[int], since: datetime.datetime) -> QuerySet[Following]:
    """Return who followed one of the pages at the moment, and takes mail."""
    here = Following.objects.of(site).active()
    return here.filter(
        page__in=pages,
        confirmed_at__lte=since,
        subscriber__normalised__isnull=False,
        subscriber__undeliverable_since=None,
    ).order_by("pk")


def _rank(following: Following, places: dict[int, int]) -> tuple[bool, int, int]:
    """Return the order of somebody's followings of pages that one change concerns: at once first, then the narrowest."""
    later = following.frequency != FollowingFrequency.AT_ONCE
    return later, places[following.page_id or 0], following.pk


def _write_letters(site: Site, news: Iterable[FollowingNews], now: datetime.datetime) -> int:
    """Write a letter about each following that has news, no more a minute than issues, and return their number."""
    of_following: dict[int, list[FollowingNews]] = {}
    for one in news:
        of_following.setdefault(one.following_id, []).append(one)
    a_minute = settings.NEWSLETTER_PER_MINUTE
    letters = Letter.objects.bulk_create(
        (
            Letter(
                subscriber_id=rows[0].following.subscriber_id,
                kind=LetterKind.FOLLOWING,
                following_id=key,
                site=site,
                due_at=now + datetime.timedelta(minutes=place // a_minute if a_minute else 0),
            )
            for place, (key, rows) in enumerate(of_following.items())
        ),
        batch_size=BATCH,
    )
    for letter in letters:
        for one in of_following[letter.following_id or 0]:
            one.letter, one.written_at = letter, now
    written = [one for rows in of_following.values() for one in rows]
    FollowingNews.objects.bulk_update(written, ["letter", "written_at"], batch_size=BATCH // 5)
    return len(letters)
