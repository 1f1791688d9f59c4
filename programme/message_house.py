"""Where the key messages were used: in which channel, for which work stream, when last.

Apps register a channel when they are loaded. What a channel asks the database must not depend on how much there is.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, F, QuerySet, Window
from django.db.models.functions import Cast, RowNumber, TruncDate
from django.urls import reverse
from wagtail.models import Page, ReferenceIndex

from cms.base.registry import Registry
from programme.models import EventPage, KeyMessagePage, NewsPage, PublicationPage


@dataclass(frozen=True)
class Use:
    """That something carried a message on a day, for one work stream or for none in particular."""

    message: int
    stream: int | None
    day: datetime.date
    title: str
    url: str


class Looking:
    """A look at all channels: the day it is, and what several channels need to know."""

    def __init__(self, today: datetime.date):
        self.today = today

    @cached_property
    def held(self) -> dict[int, dict[int, set[int]]]:
        """Which key messages the texts of pages hold, by type of page and page. One query to Wagtail's index of references."""
        messages = KeyMessagePage.objects.annotate(key=Cast("pk", CharField(max_length=255))).order_by().values("key")
        page_type = ContentType.objects.get_for_model(Page)
        rows = ReferenceIndex.objects.filter(
            base_content_type=page_type, to_content_type=page_type, to_object_id__in=messages
        )
        held: dict[int, dict[int, set[int]]] = {}
        for kind, page, message in rows.values_list("content_type_id", "object_id", "to_object_id"):
            held.setdefault(kind, {}).setdefault(int(page), set()).add(int(message))
        return held


Uses = Callable[[Looking], Iterable[Use]]


@dataclass(frozen=True)
class Channel:
    """A way to reach people. `uses` returns at least the last use of each message and stream."""

    label: str
    uses: Uses


channels: Registry[Channel] = Registry("channel")


def chosen(pages: QuerySet, day: str, looking: Looking) -> list[Use]:
    """Return the last use of each message and stream among pages that name both. One query.

    `day` is the field that says when; what lies ahead is no use yet.
    """
    last = Window(RowNumber(), partition_by=[F("message"), F("stream")], order_by=[F("used").desc(), F("pk").desc()])
    rows = (
        pages.filter(live=True, alias_of=None)
        .annotate(message=F("key_messages"), stream=F("work_streams"), used=_as_day(pages, day))
        .filter(message__isnull=False, used__lte=looking.today)
        .annotate(rank=last)
        .filter(rank=1)
    )
    return [
        Use(message, stream, used, title, edit_address(pk))
        for message, stream, used, title, pk in rows.values_list("message", "stream", "used", "title", "pk")
    ]


def referring(pages: QuerySet, day: str, looking: Looking) -> list[Use]:
    """Return the uses in pages that hold a message in their text, as a block or as a link. One query."""
    held = looking.held.get(ContentType.objects.get_for_model(pages.model).pk, {})
    rows = (
        pages.filter(live=True, alias_of=None, pk__in=held or [0])
        .annotate(stream=F("work_streams"), used=_as_day(pages, day))
        .filter(used__lte=looking.today)
        .values_list("stream", "used", "title", "pk")
    )
    return [
        Use(message, stream, used, title, edit_address(pk)) for stream, used, title, pk in rows for message in held[pk]
    ]


def edit_address(pk: int) -> str:
    """Return where a page is edited."""
    return reverse("wagtailadmin_pages:edit", args=[pk])


def _as_day(pages: QuerySet, field: str):
    is_moment = pages.model._meta.get_field(field).get_internal_type() == "DateTimeField"
    return TruncDate(field) if is_moment else F(field)


def _news(looking: Looking) -> list[Use]:
    pages = NewsPage.objects.all()
    return chosen(pages, "date", looking) + referring(pages, "date", looking)


def _publications(looking: Looking) -> list[Use]:
    return referring(PublicationPage.objects.all(), "date", looking)


def _events(looking: Looking) -> list[Use]:
    pages = EventPage.objects.all()
    return chosen(pages, "start", looking) + referring(pages, "start", looking)


def register() -> None:
    """Register the channels of this app."""
    channels.add("news", Channel("News", _news))
    channels.add("publication", Channel("Publication", _publications))
    channels.add("event", Channel("Event", _events))
