"""The message house: a row for each key message, a column for each work stream or audience, in each cell the last use by
channel.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from cms.base.local_texts import worded_label
from cms.editing.permissions import DeskContext
from programme import message_house
from programme.admin.forms import streams_to_choose
from programme.message_house import Use
from programme.models import Audience, KeyMessagePage


@dataclass
class Cell:
    """A message and a stream or audience: the last use in each channel, latest first. `belongs` is true if the message is
    about the stream, or for the audience.
    """

    part: str
    belongs: bool
    uses: list[tuple[str, Use]] = field(default_factory=list)

    @property
    def in_words(self) -> str:
        """The words in an empty cell."""
        return "Not reached yet" if self.belongs else "Not used"


@dataclass
class MessageRow:
    """A message with its cells; the last cell holds uses without a work stream or audience."""

    title: str
    url: str
    cells: list[Cell]

    @property
    def missing(self) -> list[str]:
        """The streams or audiences that the message is meant for but hasn't reached."""
        return [cell.part for cell in self.cells if cell.belongs and not cell.uses]

    @property
    def last(self) -> tuple[str, Use] | None:
        return max((use for cell in self.cells for use in cell.uses), key=lambda used: used[1].day, default=None)


@dataclass
class Table:
    """The whole message house."""

    parts: list[str]
    rows: list[MessageRow]

    @property
    def missing(self) -> list[MessageRow]:
        """The messages that haven't reached every stream they are about, or audience they are for."""
        return [row for row in self.rows if row.missing]

    def lines(self, absolute: Callable[[str], str]) -> Iterator[list[str]]:
        """Yield the lines of the CSV file: one for each last use, and one for each message and stream or audience
        without a use.
        """
        for row in self.rows:
            for cell in row.cells:
                for channel, use in cell.uses:
                    address = absolute(use.url) if use.url else ""
                    yield [row.title, cell.part, "yes", channel, use.day.isoformat(), use.title, address]
                if not cell.uses and cell.part != self.parts[-1]:
                    yield [row.title, cell.part, "no" if cell.belongs else "not meant for it", "", "", "", ""]


PARTS = {"streams": worded_label("Work streams"), "audiences": "Audiences"}
NO_PART = {"streams": worded_label("No work stream"), "audiences": "No audience"}


def choices() -> list[tuple[str, str]]:
    """Return the channels to choose from."""
    return [(name, channel.label) for name, channel in message_house.channels.items()]


def read(asked: DeskContext, *, channel: str = "", since: datetime.date | None = None, by: str = "streams") -> Table:
    """Return the table for one channel or all, with uses from `since` on, by “streams” or “audiences”. Three queries and
    those of the channels.
    """
    used: dict[tuple[int, int | None], dict[str, Use]] = {}
    parts = _parts(asked, by)
    listed = {pk for pk, _ in parts}
    looking = message_house.Looking(asked.today, by)
    # Uses may be on pages anywhere in the tree, and each link needs the address of a form.
    edits = asked.site is not None and asked.editing.may_edit(asked.site.root_page.path)
    for name, source in message_house.channels.items():
        if channel and name != channel:
            continue
        hides = bool(source.right) and not asked.user.has_perm(source.right)
        for use in source.uses(looking):
            if since and use.day < since:
                continue
            # A use for a stream that is no longer listed still counts.
            cell = used.setdefault((use.message, use.part if use.part in listed else None), {})
            if source.label not in cell or cell[source.label].day < use.day:
                shown = replace(use, title="", url="") if hides else use
                cell[source.label] = shown if edits else replace(shown, url="")
    meant = KeyMessagePage.audiences if by == "audiences" else KeyMessagePage.work_streams
    about = set(
        meant.through.objects.values_list("keymessagepage", "audience" if by == "audiences" else "workstreampage")
    )
    messages = asked.published(KeyMessagePage.objects.order_by("path"))
    rows = []
    for pk, path, owner, title in messages.values_list("pk", "path", "owner_id", "title"):
        cells = [
            Cell(name, (pk, part) in about, _latest_first(used.get((pk, part), {})))
            for part, name in [*parts, (None, NO_PART[by])]
        ]
        rows.append(MessageRow(title, asked.editing.address(pk, path, owner), cells))
    return Table([*(name for _, name in parts), NO_PART[by]], rows)


def _parts(asked: DeskContext, by: str) -> list[tuple[int, str]]:
    """Return the keys and names of the columns: work streams in their order, or audiences by name."""
    if by == "audiences":
        found = Audience.objects.filter(asked.sharable_rows(), live=True).order_by("name")
        return list(found.values_list("pk", "name"))
    return list(streams_to_choose(asked).values_list("pk", "title"))


def _latest_first(uses: dict[str, Use]) -> list[tuple[str, Use]]:
    return sorted(uses.items(), key=lambda used: used[1].day, reverse=True)
