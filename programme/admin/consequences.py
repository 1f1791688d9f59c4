"""The lists, feeds and calendars that include a page automatically, for `cms.editing.consequences`."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse

from cms.base.active_site import active_site
from cms.base.own_words import worded
from cms.delivery import feeds
from cms.editing.consequences import AffectedGroup, AffectedPlace
from cms.pages import kinds
from cms.pages.addresses import in_tree_of
from programme.models import CommitmentPage, ProgressPage, WorkStreamPage

# Types whose changes appear in the feed of another type.
FEEDS_OF_OTHERS: dict[type, str] = {CommitmentPage: "progress"}


def lists(page, user) -> AffectedGroup:
    """Return the lists, feeds and calendars that include the page, or will. Two queries at most, for its streams and its
    audiences."""
    group = AffectedGroup("Lists, feeds and calendars", "Search and the site map show it; no list or feed does.")
    kind = getattr(page, "page_kind", None)
    if kind is None:
        return group
    in_list = [f"List of {kind.plural.lower()}"] if kinds.index_of(type(page)) else []
    group.places.extend(AffectedPlace(name) for name in kind.places or in_list)
    if kind.calendar:
        group.places.append(AffectedPlace(f"Calendar of {kind.plural.lower()}"))
    feed = feeds.kinds.get(FEEDS_OF_OTHERS.get(type(page)) or kind.address)
    if feed:
        group.places.append(AffectedPlace(f"Feed: {feed.title or kind.plural}", url=_feed(feed.name)))
    for stream in _streams(page):
        if type(page) is not CommitmentPage:
            group.places.append(AffectedPlace(worded("Page of the work stream %(title)s", title=stream)))
        if feed and feed.of_streams:
            group.places.append(AffectedPlace(worded("Feed of the work stream %(title)s", title=stream)))
    if feed and feed.of_audiences:
        group.places.extend(AffectedPlace(f"Feed for the audience {name}") for name in _audiences(page))
    here = ProgressPage.objects.filter(in_tree_of(active_site()), live=True)
    if isinstance(page, CommitmentPage) and (progress := here.first()):
        group.places.append(AffectedPlace(progress.title, "figures", progress.url or ""))
    return group


def _feed(name: str) -> str:
    try:
        return reverse("feed", args=[name])
    except NoReverseMatch:
        return ""


def _audiences(page) -> list[str]:
    return [audience.name for audience in getattr(page, page.page_kind.audiences).all()] if page.pk else []


def _streams(page) -> list[str]:
    name = page.page_kind.streams
    if not name:
        return []
    if page._meta.get_field(name).many_to_many:
        return list(getattr(page, name).values_list("title", flat=True)) if page.pk else []
    stream = WorkStreamPage.objects.filter(pk=getattr(page, page._meta.get_field(name).attname))
    return list(stream.values_list("title", flat=True))
