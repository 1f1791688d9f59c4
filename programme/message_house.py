"""The last use of each key message by channel and work stream.

Apps register a channel when they are loaded. A channel's number of queries must not depend on the amount of content.
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
from cms.models import BasePage
from cms.pages import kinds
from programme.models import KeyMessagePage


@dataclass(frozen=True)
class Use:
    """A message used in an item on a day, for one work stream or for none in particular."""

    message: int
    stream: int | None
    day: datetime.date
    title: str
    url: str


class Looking:
    """One reading of all channels: today's date, and data that several channels share."""

    def __init__(self, today: datetime.date):
        self.today = today

    @cached_property
    def held(self) -> dict[int, dict[int, set[int]]]:
        """The key messages in the texts of pages, by type of page and page. One query to Wagtail's reference index."""
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
    """A channel of communication. `uses` returns at least the last use of each message and stream."""

    label: str
    uses: Uses


channels: Registry[Channel] = Registry("channel")


def chosen(pages: QuerySet, day: str, looking: Looking) -> list[Use]:
    """Return the last use of each message and stream among pages that name both. One query.

    `day` names the date field; a date in the future isn't a use yet.
    """
    last = Window(RowNumber(), partition_by=[F("message"), F("stream")], order_by=[F("used").desc(), F("pk").desc()])
    rows = (
        pages.filter(live=True, alias_of=None)
        .annotate(message=F("key_messages"), stream=F(pages.model.page_kind.streams), used=_as_day(pages, day))
        .filter(message__isnull=False, used__lte=looking.today)
        .annotate(rank=last)
        .filter(rank=1)
    )
    return [
        Use(message, stream, used, title, edit_address(pk))
        for message, stream, used, title, pk in rows.values_list("message", "stream", "used", "title", "pk")
    ]


def referring(pages: QuerySet, day: str, looking: Looking) -> list[Use]:
    """Return the uses in pages whose text has a message, as a block or as a link. One query."""
    held = looking.held.get(ContentType.objects.get_for_model(pages.model).pk, {})
    rows = (
        pages.filter(live=True, alias_of=None, pk__in=held or [0])
        .annotate(stream=F(pages.model.page_kind.streams), used=_as_day(pages, day))
        .filter(used__lte=looking.today)
        .values_list("stream", "used", "title", "pk")
    )
    return [
        Use(message, stream, used, title, edit_address(pk)) for stream, used, title, pk in rows for message in held[pk]
    ]


def edit_address(pk: int) -> str:
    """Return the address of a page's form."""
    return reverse("wagtailadmin_pages:edit", args=[pk])


def _as_day(pages: QuerySet, field: str):
    is_moment = pages.model._meta.get_field(field).get_internal_type() == "DateTimeField"
    return TruncDate(field) if is_moment else F(field)


def _uses_in(model: type[BasePage]) -> Uses:
    """Return the channel function for a type of page: messages chosen on the page and messages in its text."""
    day = model.page_kind.date

    def uses(looking: Looking) -> list[Use]:
        pages = model.objects.all()
        carried = chosen(pages, day, looking) if kinds.has_field(model, "key_messages") else []
        return carried + referring(pages, day, looking)

    return uses


def register() -> None:
    """Register the channels of this app: every kind of page that has a date and belongs to work streams."""
    for model in kinds.models_with("date", "streams"):
        channels.add(model.page_kind.name, Channel(model.page_kind.label, _uses_in(model)))
