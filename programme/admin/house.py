"""The message house: a row for each key message, a column for each work stream, in each cell the last use by channel."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from cms.base.local_texts import worded_label
from cms.editing.permissions import DeskContext
from programme import message_house
from programme.admin.forms import streams_to_choose
from programme.message_house import Use
from programme.models import KeyMessagePage


@dataclass
class Cell:
    """A message and a stream: the last use in each channel, latest first. `belongs` is true if the message is about the
    stream.
    """

    stream: str
    belongs: bool
    uses: list[tuple[str, Use]] = field(default_factory=list)

    @property
    def in_words(self) -> str:
        """The words in an empty cell."""
        return "Not reached yet" if self.belongs else "Not used"


@dataclass
class MessageRow:
    """A message with its cells; the last cell holds uses without a work stream."""

    title: str
    url: str
    cells: list[Cell]

    @property
    def missing(self) -> list[str]:
        """The titles of the streams that the message is about but hasn't reached."""
        return [cell.stream for cell in self.cells if cell.belongs and not cell.uses]

    @property
    def last(self) -> tuple[str, Use] | None:
        return max((use for cell in self.cells for use in cell.uses), key=lambda used: used[1].day, default=None)


@dataclass
class Table:
    """The whole message house."""

    streams: list[str]
    rows: list[MessageRow]

    @property
    def missing(self) -> list[MessageRow]:
        """The messages that haven't reached every stream they are about."""
        return [row for row in self.rows if row.missing]

    def lines(self, absolute: Callable[[str], str]) -> Iterator[list[str]]:
        """Yield the lines of the CSV file: one for each last use, and one for each message and stream without a use."""
        for row in self.rows:
            for cell in row.cells:
                for channel, use in cell.uses:
                    address = absolute(use.url) if use.url else ""
                    yield [row.title, cell.stream, "yes", channel, use.day.isoformat(), use.title, address]
                if not cell.uses and cell.stream != NO_STREAM:
                    yield [row.title, cell.stream, "no" if cell.belongs else "not meant for it", "", "", "", ""]


NO_STREAM = worded_label("No work stream")


def choices() -> list[tuple[str, str]]:
    """Return the channels to choose from."""
    return [(name, channel.label) for name, channel in message_house.channels.items()]


def read(asked: DeskContext, *, channel: str = "", since: datetime.date | None = None) -> Table:
    """Return the table for one channel or all, with uses from `since` on. Three queries and those of the channels."""
    used: dict[tuple[int, int | None], dict[str, Use]] = {}
    streams = list(streams_to_choose(asked).values_list("pk", "title"))
    listed = {pk for pk, _ in streams}
    looking = message_house.Looking(asked.today)
    # Uses may be on pages anywhere in the tree, and each link needs the address of a form.
    edits = asked.site is not None and asked.editing.may_edit(asked.site.root_page.path)
    for name, source in message_house.channels.items():
        if channel and name != channel:
            continue
        for use in source.uses(looking):
            if since and use.day < since:
                continue
            # A use for a stream that is no longer listed still counts.
            cell = used.setdefault((use.message, use.stream if use.stream in listed else None), {})
            if source.label not in cell or cell[source.label].day < use.day:
                cell[source.label] = use if edits else replace(use, url="")
    about = set(KeyMessagePage.work_streams.through.objects.values_list("keymessagepage", "workstreampage"))
    messages = asked.published(KeyMessagePage.objects.order_by("path"))
    rows = []
    for pk, path, owner, title in messages.values_list("pk", "path", "owner_id", "title"):
        cells = [
            Cell(name, (pk, stream) in about, _latest_first(used.get((pk, stream), {})))
            for stream, name in [*streams, (None, NO_STREAM)]
        ]
        rows.append(MessageRow(title, asked.editing.address(pk, path, owner), cells))
    return Table([*(name for _, name in streams), NO_STREAM], rows)


def _latest_first(uses: dict[str, Use]) -> list[tuple[str, Use]]:
    return sorted(uses.items(), key=lambda used: used[1].day, reverse=True)
