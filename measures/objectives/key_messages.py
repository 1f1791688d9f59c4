"""How often key messages were used: by news, events and other pages, by posts and by issues."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from cms.pages import kinds
from cms.sites.rows import rows_of
from cms.visibility.rule import Visibility
from engagement.choices import PostState
from engagement.models import SocialPost
from newsletter.models import IssuePage
from newsletter.uses import uses as uses_in_issues
from programme.message_house import Looking
from programme.models import KeyMessagePage

from .records import CountedRow, ListedRecords, during

KEY_MESSAGES = "key-messages"  # the name of the source


@dataclass(frozen=True)
class ToldMessage:
    """A key message in one item, such as news, on a day."""

    message: int
    channel: str
    day: datetime.date
    title: str
    address: str


def tellings(site: Site, first: datetime.date, last: datetime.date) -> list[ToldMessage]:
    """Return each key message in each public item and post of these days, the latest first.

    A message is in an item as in the message house: named there, or in its text.
    """
    messages = set(Visibility(site).filter(KeyMessagePage.objects.all()).values_list("pk", flat=True))
    found = [*_in_pages(site, first, last), *_in_posts(site, first, last), *_in_issues(site, first, last)]
    return sorted((one for one in found if one.message in messages), key=lambda one: one.day, reverse=True)


def uses_of_messages(site: Site, first: datetime.date, last: datetime.date) -> ListedRecords:
    """Return the rows of the source: one for each message in each item."""
    titles = dict(KeyMessagePage.objects.values_list("pk", "title"))
    return ListedRecords(
        [
            CountedRow(one.day, f"{titles[one.message]} – {one.channel}: {one.title}", one.address)
            for one in tellings(site, first, last)
        ]
    )


def _in_pages(site: Site, first: datetime.date, last: datetime.date) -> Iterator[ToldMessage]:
    looking = Looking(last)
    for model in kinds.models_with("date", "streams"):
        name = model.page_kind.date
        is_moment = model._meta.get_field(name).get_internal_type() == "DateTimeField"
        days = during(name, first, last) if is_moment else Q(**{f"{name}__range": (first, last)})
        pages = model.objects.filter(days, alias_of=None)
        named: dict[int, set[int]] = {}
        if kinds.has_field(model, "key_messages"):
            for page, message in pages.filter(key_messages__isnull=False).values_list("pk", "key_messages"):
                named.setdefault(page, set()).add(message)
        for page in Visibility(site).filter(pages):
            day = getattr(page, name)
            day = timezone.localdate(day) if is_moment else day
            carried = named.get(page.pk, set()) | looking.held.get(page.content_type_id, {}).get(page.pk, set())
            for message in sorted(carried):
                yield ToldMessage(message, model.page_kind.label, day, page.title, _edit(page.pk))


def _in_posts(site: Site, first: datetime.date, last: datetime.date) -> Iterator[ToldMessage]:
    posted = SocialPost.objects.filter(rows_of(site), state=PostState.POSTED, posted_on__range=(first, last))
    for post in posted.prefetch_related("key_messages"):
        for message in post.key_messages.all():
            address = reverse("social-posts:edit", args=[post.pk])
            day = cast(datetime.date, post.posted_on)  # by the condition
            yield ToldMessage(message.pk, "Social post", day, post.shortened, address)


def _in_issues(site: Site, first: datetime.date, last: datetime.date) -> Iterator[ToldMessage]:
    issues = Visibility(site).filter(IssuePage.objects.filter(alias_of=None))
    public = {_edit(pk) for pk in issues.values_list("pk", flat=True)}
    # A message may be in several items of an issue, for several work streams: that is one use.
    once = {(use.message, use.url): use for use in uses_in_issues(Looking(last))}
    for (message, address), use in once.items():
        if address in public and first <= use.day <= last:
            yield ToldMessage(message, "Issue", use.day, use.title, address)


def _edit(page: int) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page])
