"""Reminders of things that need attention. Apps register reporters when they are loaded; the dashboard and a page show them.

A reporter's number of queries must not depend on the number of objects.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from django.db.models import Q

from cms.base.registry import Registry
from cms.editing.models import PutOffReminder
from cms.editing.permissions import DeskContext


class AttentionUrgency(IntEnum):
    """How much a group of reminders presses. All but the first wait for the user."""

    REMINDER = 0
    WAITING = 1  # somebody waits for the user's decision or answer
    STOPPED = 2  # something failed, or goes on only if somebody decides


@dataclass(frozen=True)
class AttentionLine:
    """One reminder: the object, the reason, and the address where it is corrected; empty if the user may not."""

    text: str
    reason: str
    url: str = ""
    # Keys of the work streams concerned.
    streams: frozenset[int] = frozenset()
    # Identifies it in its group. It changes when the reason is another one, such as the next silence of the same stream.
    key: str = ""


@dataclass(frozen=True)
class PutOffLine:
    """A reminder that is put off, and how."""

    line: AttentionLine
    row: PutOffReminder


@dataclass(frozen=True)
class AttentionGroup:
    """Reminders for the same reason. `name` is their name in the plural, such as “events without an outcome”."""

    key: str
    name: str
    why: str
    lines: Sequence[AttentionLine] = ()
    urgency: AttentionUrgency = AttentionUrgency.REMINDER
    # Lines that were put off or settled.
    put_off: Sequence[PutOffLine] = ()

    @property
    def heading(self) -> str:
        return self.name[:1].upper() + self.name[1:]

    @property
    def waits(self) -> bool:
        """Whether the lines wait for this user."""
        return self.urgency > AttentionUrgency.REMINDER

    @property
    def total(self) -> int:
        return len(self.lines)

    def of_stream(self, stream: int) -> AttentionGroup:
        """Return the group with the lines of one work stream."""
        return replace(
            self,
            lines=[line for line in self.lines if stream in line.streams],
            put_off=[each for each in self.put_off if stream in each.line.streams],
        )


Reporter = Callable[[DeskContext], Iterable[AttentionGroup]]

reporters: Registry[Reporter] = Registry("reporter")
# Those about the hub as a whole, which say the same in every programme.
OF_THE_HUB = frozenset(
    {
        "bundles",
        "cms.images",
        "cms.jobs",
        "cms.links",
        "cms.past_days",
        "cms.reviews",
        "cms.signposts",
        "cms.translations",
    }
)
# Those of them that tell a program of this site alone, and so are for a token of one site.
WITHIN_THE_SITE = frozenset({"bundles", "cms.links", "cms.reviews", "cms.signposts"})


def groups(asked: DeskContext) -> list[AttentionGroup]:
    """Return all reporters' groups, the most urgent first, then by the reporters' order and as the apps are loaded.

    Groups without lines are included. Lines that were put off are apart. Read once for a context.
    """
    return asked.once("attention groups", lambda: _groups(asked))


def _groups(asked: DeskContext) -> list[AttentionGroup]:
    reported = [group for name in _names(asked) for group in _reported(name, asked)]
    rows = {
        (row.group, row.line, row.personal): row
        for row in PutOffReminder.objects.filter(
            Q(until=None) | Q(until__gt=asked.today), Q(personal=False) | Q(user=asked.user.pk)
        ).select_related("user")
    }
    found = [_without(group, rows) for group in reported]
    return sorted(found, key=lambda group: -group.urgency)


def _names(asked: DeskContext) -> Iterable[str]:
    """Return the reporters for a person, or for a program: those that tell of no other site."""
    return [name for name in reporters if not asked.is_program or name not in OF_THE_HUB - WITHIN_THE_SITE]


def of_programme(asked: DeskContext) -> list[AttentionGroup]:
    """Return the groups that are about the programme of the context, the most urgent first, with all their lines."""
    found = [group for name in reporters if name not in OF_THE_HUB for group in _reported(name, asked)]
    return sorted(found, key=lambda group: -group.urgency)


def _reported(name: str, asked: DeskContext) -> list[AttentionGroup]:
    """Return a reporter's groups. In a programme that has ended, the passing of time gives no reason for a reminder."""
    found = list(reporters[name](asked))
    if asked.visibility.end is None or name in OF_THE_HUB:
        return found
    return [group for group in found if group.waits]


def _without(group: AttentionGroup, rows: dict[tuple[str, str, bool], PutOffReminder]) -> AttentionGroup:
    """Return the group with the lines apart that were put off: by the user if they wait for the user, else by the team."""
    keys = ((line, (group.key, line.key, group.waits)) for line in group.lines if line.key)
    put_off = [PutOffLine(line, rows[key]) for line, key in keys if key in rows]
    if not put_off:
        return group
    apart = {each.line.key for each in put_off}
    return replace(group, lines=[line for line in group.lines if line.key not in apart], put_off=put_off)
