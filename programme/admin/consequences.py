"""Where pages of the programme are listed by themselves: what `cms.consequences` says of lists, feeds and calendars."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse

from cms import feeds
from cms.consequences import Group, Place
from programme.models import (
    CommitmentPage,
    EventPage,
    GroupPage,
    KeyMessagePage,
    MeetingPage,
    NewsPage,
    ProgressPage,
    PublicationPage,
    TeamProfilePage,
    WorkStreamPage,
)

# By type: its feed, if it has one, and the lists in which every page of the type stands once it is public.
LISTS: dict[type, tuple[str, tuple[str, ...]]] = {
    NewsPage: ("news", ("Front page, if among the newest", "List of news")),
    PublicationPage: ("publications", ("List of publications",)),
    EventPage: ("events", ("Front page, if among the next", "List of events", "Calendar of events")),
    MeetingPage: ("meetings", ("Page of its group", "Calendar of meetings")),
    KeyMessagePage: ("key-messages", ("Front page", "List of key messages")),
    CommitmentPage: ("progress", ("Page of its work stream", "Figures, chart and table of the progress page")),
    WorkStreamPage: ("", ("Front page", "List of work streams", "Filters by work stream")),
    GroupPage: ("", ("List of groups",)),
    TeamProfilePage: ("", ("List of the team", "Pages of the streams that this person leads")),
}


def lists(page, user) -> Group:
    """Return the lists, feeds and calendars in which the page stands or will stand. A query for its streams at most."""
    feed, names = LISTS.get(type(page), ("", ()))
    group = Group("Lists, feeds and calendars", "Search and the site map show it; no list or feed does.")
    if type(page) not in LISTS:
        # Kinds of pages of other apps: the list that they stand under may have a feed.
        above = page.allowed_parent_page_models()
        kinds = [kind for kind in feeds.kinds.values() if kind.list_page in above]
        names, feed = tuple(f"List: {kind.title}" for kind in kinds), kinds[0].name if kinds else ""
    group.places.extend(Place(name) for name in names)
    if feed in feeds.kinds:
        group.places.append(Place(f"Feed: {feeds.kinds[feed].title}", url=_feed(feed)))
    streams = _streams(page)
    for stream in streams:
        if type(page) is not CommitmentPage:
            group.places.append(Place(f"Page of the work stream {stream}"))
        if feed in feeds.kinds and feeds.kinds[feed].of_streams:
            group.places.append(Place(f"Feed of the work stream {stream}"))
    if isinstance(page, CommitmentPage) and (progress := ProgressPage.objects.filter(live=True).first()):
        group.places.append(Place(progress.title, "figures", progress.url or ""))
    return group


def _feed(name: str) -> str:
    try:
        return reverse("feed", args=[name])
    except NoReverseMatch:
        return ""


def _streams(page) -> list[str]:
    if isinstance(page, CommitmentPage):
        stream = WorkStreamPage.objects.filter(pk=page.work_stream_id)
        return list(stream.values_list("title", flat=True))
    if page.pk and hasattr(page, "work_streams"):
        return list(page.work_streams.values_list("title", flat=True))
    return []
