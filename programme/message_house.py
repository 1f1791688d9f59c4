"""The last use of each key message by channel, and by work stream or audience.

Apps register a channel when they are loaded. A channel's number of queries must not depend on the amount of content.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, F, IntegerField, QuerySet, Value, Window
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, RowNumber, TruncDate
from django.urls import reverse
from wagtail.models import Page, ReferenceIndex

from cms.base.registry import Registry
from cms.models import BasePage
from cms.pages import kinds
from programme.models import KeyMessagePage


@dataclass(frozen=True)
class Use:
    """A message used in an item on a day. `part` is the work stream or audience that it was for; None for no particular
    one.
    """

    message: int
    part: int | None
    day: datetime.date
    title: str
    url: str


class Looking:
    """One reading of all channels: today's date, and data that several channels share.

    `by` names the attribute of kinds of page with the field by which uses are divided: “streams” or “audiences”.
    """

    def __init__(self, today: datetime.date, by: str = "streams"):
        self.today = today
        self.by = by

    def parts_of(self, model: type[BasePage]) -> Combinable:
        """Return the column with the work streams or audiences of pages of a type; one with nothing if it has none."""
        field = getattr(model.page_kind, self.by)
        return F(field) if field else Value(None, output_field=IntegerField())

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
    """A channel of communication. `uses` returns at least the last use of each message and stream, or audience.

    Users without `right` see that there was a use, and when, but neither its title nor its address.
    """

    label: str
    uses: Uses
    right: str = ""


channels: Registry[Channel] = Registry("channel")


def chosen(pages: QuerySet, day: str, looking: Looking) -> list[Use]:
    """Return the last use of each message and stream, or audience, among pages that name both. One query.

    `day` names the date field; a date in the future isn't a use yet.
    """
    last = Window(RowNumber(), partition_by=[F("message"), F("part")], order_by=[F("used").desc(), F("pk").desc()])
    rows = (
        pages.filter(live=True, alias_of=None)
        .annotate(message=F("key_messages"), part=looking.parts_of(pages.model), used=as_day(pages.model, day))
        .filter(message__isnull=False, used__lte=looking.today)
        .annotate(rank=last)
        .filter(rank=1)
    )
    return [
        Use(message, part, used, title, edit_address(pk))
        for message, part, used, title, pk in rows.values_list("message", "part", "used", "title", "pk")
    ]


def referring(pages: QuerySet, day: str, looking: Looking) -> list[Use]:
    """Return the uses in pages whose text has a message, as a block or as a link. One query."""
    held = looking.held.get(ContentType.objects.get_for_model(pages.model).pk, {})
    rows = (
        pages.filter(live=True, alias_of=None, pk__in=held or [0])
        .annotate(part=looking.parts_of(pages.model), used=as_day(pages.model, day))
        .filter(used__lte=looking.today)
        .values_list("part", "used", "title", "pk")
    )
    return [Use(message, part, used, title, edit_address(pk)) for part, used, title, pk in rows for message in held[pk]]


def edit_address(pk: int) -> str:
    """Return the address of a page's form."""
    return reverse("wagtailadmin_pages:edit", args=[pk])


def as_day(model: type[BasePage], field: str) -> Combinable:
    """Return the day in a column with dates or moments."""
    is_moment = model._meta.get_field(field).get_internal_type() == "DateTimeField"
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
