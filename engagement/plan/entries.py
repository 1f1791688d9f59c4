"""The entries of the plan: its items, with what has come of them, and what the hub has besides."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, Q
from django.urls import reverse

from cms.base.user_fields import name_of
from cms.editing.permissions import DeskContext
from engagement.choices import PlanChannel, PlanKind, PlanState
from engagement.models import PlanItem
from engagement.models.plan import LINKS
from engagement.plan import hub_entries
from engagement.plan.hub_entries import NOBODY, Existing, PlanSpan
from engagement.plan.overdue import overdue
from programme.models import Audience, KeyMessagePage, WorkStreamPage


@dataclass(frozen=True)
class PlanEntry:
    """An item, with what came of it, or something of the hub that nobody had planned: then `item` is 0."""

    kind: str
    channel: PlanChannel
    day: datetime.date
    title: str
    state: str
    is_done: bool
    # The form of the item, and that of what came of it or is there besides; empty if the user may not open it.
    item_url: str = ""
    url: str = ""
    item: int = 0
    # The page of a draft that no item leads to.
    draft: int = 0
    is_dropped: bool = False
    is_movable: bool = False
    responsible: int | None = None
    responsible_name: str = ""
    audiences: frozenset[int] = NOBODY
    messages: frozenset[int] = NOBODY
    streams: frozenset[int] = NOBODY

    @property
    def is_open(self) -> bool:
        """Whether it is still to come about."""
        return not self.is_done and not self.is_dropped

    def is_overdue(self, today: datetime.date) -> bool:
        """Whether it is an item whose day is over, and which isn't done."""
        return bool(self.item) and self.is_open and self.day < today

    @property
    def name(self) -> str:
        """Its name among the entries that can be moved: “item-3”, or “page-7” for a draft that no item leads to."""
        return f"item-{self.item}" if self.item else f"page-{self.draft}"

    @property
    def own_url(self) -> str:
        """Where its title leads: to the draft or published thing, otherwise to the item."""
        return self.url or self.item_url


def read(asked: DeskContext, first: datetime.date, last: datetime.date) -> list[PlanEntry]:
    """Return the entries from the first to the last day, and all items that are overdue, in order, as far as the user may
    know of them.

    An item and what came of it are one entry, on the day of the latter. The number of statements doesn't depend on the
    number of entries.
    """
    here = PlanItem.objects.filter(asked.rows())
    late = list(overdue(here, asked.today).values_list("pk", flat=True))
    within = Q(date__range=(first, last)) | Q(pk__in=late)
    there = {one.key: one for one in hub_entries.read(asked, PlanSpan(first, last, here.filter(within)))}
    items = list(with_relations(here.filter(within | _leads_to(there.values()))))
    taken = {key for item in items if (key := linked_key(item))}
    may = asked.user.has_perm("engagement.change_planitem")
    found = [_of_item(item, there.get(linked_key(item) or ("", 0)), may) for item in items]
    found += [_besides(one) for one in there.values() if one.key not in taken and one.day]
    shown = (one for one in found if first <= one.day <= last or one.is_overdue(asked.today))
    return sorted(shown, key=lambda one: (one.day, one.title))


def with_relations(items):
    """Return items with the keys and names of their relations. Four statements with that of the items."""
    return items.select_related("responsible").prefetch_related(
        Prefetch("audiences", Audience.objects.only("name")),
        Prefetch("key_messages", KeyMessagePage.objects.only("title")),
        Prefetch("work_streams", WorkStreamPage.objects.only("title")),
    )


def linked_key(item: PlanItem) -> tuple[str, int] | None:
    """Return the field and the key of what came of an item; None if nothing has."""
    return next(((name, key) for name in LINKS if (key := getattr(item, f"{name}_id"))), None)


def _leads_to(there: Iterable[Existing]) -> Q:
    keys: dict[str, list[int]] = {}
    for one in there:
        keys.setdefault(one.link, []).append(one.pk)
    found = Q(pk__in=[])
    for name, these in keys.items():
        found |= Q(**{f"{name}__in": these})
    return found


def _of_item(item: PlanItem, came: Existing | None, may: bool) -> PlanEntry:
    state, is_dropped = PlanState(item.state), item.state == PlanState.DROPPED
    audiences, messages, streams = (
        frozenset(one.pk for one in related.all()) for related in (item.audiences, item.key_messages, item.work_streams)
    )
    is_done = came.is_done if came else state == PlanState.DONE
    return PlanEntry(
        kind=str(PlanKind(item.kind).label),
        channel=PlanChannel(item.channel),
        day=(came and came.day) or item.date,
        title=item.title,
        state=came.state if came and not is_dropped else str(state.label),
        is_done=is_done,
        item_url=reverse("plan-items:edit", args=[item.pk]) if may else "",
        url=came.url if came else "",
        item=item.pk,
        is_dropped=is_dropped,
        # What nobody may see of it may not be moved with it either.
        is_movable=may and not is_done and not is_dropped and (came.is_movable if came else not item.is_linked),
        responsible=item.responsible_id,
        responsible_name=name_of(item.responsible, ""),
        audiences=audiences | (came.audiences if came else NOBODY),
        messages=messages | (came.messages if came else NOBODY),
        streams=streams | (came.streams if came else NOBODY),
    )


def _besides(one: Existing) -> PlanEntry:
    assert one.day is not None  # noqa: S101  the others are left out
    is_draft = one.link == "page" and one.is_movable
    return PlanEntry(
        *(one.kind, one.channel, one.day, one.title, one.state, one.is_done),
        url=one.url,
        draft=one.pk if is_draft else 0,
        is_movable=is_draft,
        audiences=one.audiences,
        messages=one.messages,
        streams=one.streams,
    )
