"""Items that are added together: the steps of a template, or copies of a part of the plan."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from wagtail.models import Site

from cms.base.local_texts import worded_label
from engagement.choices import PlanChannel, PlanKind, PlanState
from engagement.models import PlanItem
from engagement.plan.entries import with_relations


@dataclass(frozen=True)
class PlanStep:
    """An item of a template: how many days after the day of the whole, and its title, in which “%s” is the subject."""

    days: int
    title: str
    kind: PlanKind
    channel: PlanChannel


@dataclass(frozen=True)
class PlanTemplate:
    """Items that belong together, by days before and after one day."""

    label: str
    steps: Sequence[PlanStep]


READY_MADE = {
    "publication": PlanTemplate(
        "Publication of a report",
        (
            PlanStep(-14, "Agree the text of %s", PlanKind.OTHER, PlanChannel.OTHER),
            PlanStep(0, "%s", PlanKind.PUBLICATION, PlanChannel.WEBSITE),
            PlanStep(1, "Post about %s", PlanKind.POST, PlanChannel.SOCIAL),
            PlanStep(7, "Talk about %s with those concerned", PlanKind.ENGAGEMENT, PlanChannel.MEETING),
        ),
    ),
    "event": PlanTemplate(
        "Event",
        (
            PlanStep(-28, "Invitation to %s", PlanKind.NEWS, PlanChannel.WEBSITE),
            PlanStep(-7, "Reminder of %s", PlanKind.POST, PlanChannel.SOCIAL),
            PlanStep(0, "%s", PlanKind.EVENT, PlanChannel.EVENT),
            PlanStep(3, "What was said at %s", PlanKind.NEWS, PlanChannel.WEBSITE),
        ),
    ),
}
COPY = "copy"
CHOICES = [
    *((name, one.label) for name, one in READY_MADE.items()),
    (COPY, worded_label("Copy of a part of the plan")),
]


@dataclass(frozen=True)
class PlanDraft:
    """An item that isn't saved yet, with the keys of its relations."""

    item: PlanItem
    audiences: Sequence[int] = field(default_factory=tuple)
    messages: Sequence[int] = field(default_factory=tuple)
    streams: Sequence[int] = field(default_factory=tuple)


def of_template(
    name: str, subject: str, day: datetime.date, user: User, audiences: Iterable[int], messages: Iterable[int]
) -> list[PlanDraft]:
    """Return the items of a ready-made template around a day, for the audiences and with the messages."""
    return [
        PlanDraft(
            PlanItem(
                title=(step.title % subject)[:150],
                kind=step.kind,
                channel=step.channel,
                date=day + datetime.timedelta(days=step.days),
                responsible=user,
            ),
            tuple(audiences),
            tuple(messages),
        )
        for step in READY_MADE[name].steps
    ]


def copies(items: Iterable[PlanItem], first: datetime.date, begin: datetime.date) -> list[PlanDraft]:
    """Return copies of items, by as much later as one day is after the other. Dropped ones are left out."""
    kept = (item for item in items if item.state != PlanState.DROPPED)
    return [
        PlanDraft(
            PlanItem(
                title=item.title,
                kind=item.kind,
                channel=item.channel,
                date=item.date + (begin - first),
                responsible=item.responsible,
                note=item.note,
            ),
            *(
                tuple(one.pk for one in related.all())
                for related in (item.audiences, item.key_messages, item.work_streams)
            ),
        )
        for item in kept
    ]


def part_of_plan(here, first: datetime.date, last: datetime.date) -> list[PlanItem]:
    """Return the items among `here` from the first to the last day, in order, with their relations."""
    return list(with_relations(here.filter(date__range=(first, last))))


def add(drafts: Sequence[PlanDraft], preview: uuid.UUID, site: Site | None) -> bool:
    """Save the items of a preview. Returns False if that preview was saved before: then nothing is added."""
    if PlanItem.objects.filter(added_by=preview).exists():
        return False
    try:
        with transaction.atomic():
            for place, one in enumerate(drafts):
                one.item.site, one.item.added_by, one.item.place = site, preview, place
                one.item.save()
                one.item.audiences.set(one.audiences)
                one.item.key_messages.set(one.messages)
                one.item.work_streams.set(one.streams)
    except IntegrityError:  # somebody was faster with the same preview
        return False
    return True
