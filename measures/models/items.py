"""Figures of posts, events, meetings and engagements, typed in with a day and a source."""

from __future__ import annotations

import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Site

from cms.base import words
from cms.base.dates import today
from cms.base.user_fields import user_field
from cms.pages.addresses import site_of_page
from cms.sites.rows import SiteRow
from engagement.choices import PostState
from engagement.models import Engagement, SocialPost
from measures.choices import FigureKind
from programme.models import EventPage, MeetingPage

FigureItem = SocialPost | EventPage | MeetingPage | Engagement

# What the items are, and the fields in which a figure names its own.
ITEMS: dict[str, type[FigureItem]] = {
    "post": SocialPost,
    "event": EventPage,
    "meeting": MeetingPage,
    "engagement": Engagement,
}
IS_OF_ONE = reduce(or_, (Q(**{f"{name}__isnull": name != own for name in ITEMS}) for own in ITEMS))
OF_POSTS = (FigureKind.REACH, FigureKind.REACTIONS, FigureKind.COMMENTS, FigureKind.SHARES, FigureKind.CLICKS)
OF_PEOPLE = (FigureKind.ATTENDED, FigureKind.REGISTERED)


class ItemFigure(SiteRow):
    """A number that somebody typed in for a post, an event, a meeting or an engagement, as it was on a day.

    Of several figures of one kind the one with the latest day counts: platforms give the number reached so far.
    """

    post = models.ForeignKey(SocialPost, on_delete=models.CASCADE, null=True, editable=False, related_name="+")
    event = models.ForeignKey(EventPage, on_delete=models.CASCADE, null=True, editable=False, related_name="+")
    meeting = models.ForeignKey(MeetingPage, on_delete=models.CASCADE, null=True, editable=False, related_name="+")
    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, null=True, editable=False, related_name="+")
    kind = models.CharField("what", max_length=12, choices=FigureKind)
    own_kind = models.CharField(
        "in your own words",
        max_length=60,
        blank=True,
        help_text="Only for “Something else”: what is counted, such as “Watched to the end”.",
    )
    number = models.BigIntegerField(
        help_text="A whole number, of this item alone and from its beginning until the day."
    )
    day = models.DateField(default=today, help_text="The day on which the number was read or counted.")
    source = models.CharField(
        max_length=300,
        help_text="Where it is from, so that others can find it, such as “Statistics of the account” or “List at the door”.",
    )
    recorded_by = user_field(blank=True, editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-day", "-pk"]
        verbose_name = "figure of an item"
        verbose_name_plural = "figures of items"
        constraints = [
            models.CheckConstraint(condition=IS_OF_ONE, name="item_figure_is_of_one_item"),
            *(
                models.UniqueConstraint(
                    fields=[name, "kind", "own_kind", "day"], name=f"one_item_figure_of_{name}_and_day"
                )
                for name in ITEMS
            ),
        ]

    def __str__(self):
        return f"{self.label}: {self.number_in_words} ({words.day(self.day)})"

    def save(self, *args, **kwargs):
        if self._state.adding:
            self.site = site_of(self.item)
        super().save(*args, **kwargs)

    @property
    def item_name(self) -> str:
        """The name of the field that has its item."""
        return next(name for name in ITEMS if getattr(self, f"{name}_id"))

    @property
    def item(self) -> FigureItem:
        """The post, event, meeting or engagement that it is of."""
        return getattr(self, self.item_name)

    @property
    def item_title(self) -> str:
        """The name of its item, for lists."""
        return name_of(self.item)

    @property
    def label(self) -> str:
        """What was counted."""
        return self.own_kind if self.kind == FigureKind.OTHER else str(FigureKind(self.kind).label)

    @property
    def number_in_words(self) -> str:
        """The number as people write it, “1,250”."""
        return f"{self.number:,}"

    def clean(self):
        super().clean()
        errors: dict[str, Any] = {}
        if objection := objection_to(self.item):
            raise ValidationError(objection)
        if self.kind == FigureKind.OTHER and not self.own_kind.strip():
            errors["own_kind"] = "Say what is counted, or choose it from the list."
        elif self.kind and self.kind != FigureKind.OTHER and self.own_kind.strip():
            errors["own_kind"] = "Words of your own are for “Something else”. Choose that, or empty this field."
        if self.number is not None and self.number < 0:
            errors["number"] = "A count can’t be below 0."
        if self.day and (objection := self._objection_to_day()):
            errors["day"] = objection
        if errors:
            raise ValidationError(errors)

    def _objection_to_day(self) -> str:
        begin = day_of(self.item)
        if self.day > today():
            return f"{words.day(self.day)} is in the future. Record what is known."
        # People register before an event.
        if begin and self.day < begin and self.kind != FigureKind.REGISTERED:
            return f"That is before {words.day(begin)}, its own day. Give that day or a later one."
        same = ItemFigure.objects.filter(
            **{self.item_name: self.item, "kind": self.kind, "own_kind": self.own_kind, "day": self.day}
        )
        if same.exclude(pk=self.pk).exists():
            return f"There is a figure of this for {words.day(self.day)} already. Change that one, or give another day."
        return ""


def kinds_of(item: FigureItem) -> list[tuple[str, str]]:
    """Return what can be counted of an item, to choose from."""
    kinds = OF_POSTS if isinstance(item, SocialPost) else OF_PEOPLE
    return [(one.value, str(one.label)) for one in (*kinds, FigureKind.OTHER)]


def day_of(item: FigureItem) -> datetime.date | None:
    """Return the day on which an item was posted or took place, the first if only a month or year is known."""
    if isinstance(item, SocialPost):
        return item.posted_on
    if isinstance(item, EventPage):
        return timezone.localdate(item.start)
    return item.date


def field_of(item: FigureItem) -> str:
    """Return the name of the field in which a figure has such an item."""
    return next(name for name, model in ITEMS.items() if isinstance(item, model))


def name_of(item: FigureItem) -> str:
    """Return the name of an item for the team."""
    return item.shortened if isinstance(item, SocialPost) else item.title


def site_of(item: FigureItem) -> Site | None:
    """Return the site of an item."""
    return item.own_site if isinstance(item, SocialPost | Engagement) else site_of_page(item)


def objection_to(item: FigureItem) -> str:
    """Say why an item can have no figures yet; empty if it can."""
    if isinstance(item, SocialPost):
        return "" if item.state == PostState.POSTED else "It isn’t recorded as posted yet."
    day = day_of(item)
    if day and day > today():
        return f"It is on {words.day(day)} and hasn’t taken place yet."
    if isinstance(item, Engagement) and item.is_planned:
        return "It isn’t logged yet. Save what was said first."
    if isinstance(item, Engagement) and item.page:
        return f"It is about “{item.page}”. Type the figures in there, or they would count twice."
    return ""
