"""A document's list as a file: a table (CSV, XLSX), a feed (Atom, JSON Feed 1.1) or a calendar (iCalendar).

A table has a column for every value that the document selects of an item. Several values in one cell are joined by
semicolons, HTML of rich texts becomes plain text, and nothing is a formula.
"""

from __future__ import annotations

import datetime
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.conf import settings
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from cms.base import spreadsheets
from cms.base.choices import DatePrecision
from cms.base.partial_dates import VAGUE
from cms.delivery import calendars
from cms.delivery.calendars import CalendarEntry
from cms.delivery.feeds import Feed, FeedEntry, midnight
from cms.delivery.models import HubSettings
from cms.graphql.feed_shapes import FeedColumn, FeedShape
from cms.pages.rich_text import plain_text
from cms.visibility.rule import Visibility

JSON_FEED = "https://jsonfeed.org/version/1.1"
A_DAY = datetime.timedelta(days=1)
BETWEEN = "; "


@dataclass(frozen=True)
class DocumentList:
    """The items of a document's answer. `path` leads to this file, `next_path` to the items that come next, if any."""

    shape: FeedShape
    items: list[dict[str, Any]]
    visibility: Visibility
    path: str
    next_path: str = ""

    def text(self, role: str, item: dict[str, Any]) -> str:
        """Return what the item has in the column of a role, as a text; empty if `@feed` names none."""
        column = self.shape.roles.get(role)
        return joined(values_of(item, column)) if column else ""

    def date(self, role: str, item: dict[str, Any]) -> datetime.datetime | datetime.date | None:
        """Return the day or time that the item has in the column of a role."""
        column = self.shape.roles.get(role)
        found = values_of(item, column) if column else []
        return _date(found[0], column) if found and column else None

    def precision(self, item: dict[str, Any]) -> str:
        """Return how exactly the item's date is known, in small letters; empty if the document doesn't say."""
        column = self.shape.precision
        found = values_of(item, column) if column else []
        return str(found[0]).lower() if found else ""

    def link(self, item: dict[str, Any]) -> str:
        """Return the full address of an item, that of the front page if it has none."""
        address = self.text("link", item)
        if address.startswith(("https://", "http://")):
            return address
        return self.visibility.frontend_address(address if address.startswith("/") else "/")


def values_of(item: dict[str, Any], column: FeedColumn) -> list[Any]:
    """Return the values in a column of an item, without those that are null or empty."""
    found: list[Any] = [item]
    for key in column.keys:
        inner = (value.get(key) for value in found)
        found = [one for value in inner for one in (value if isinstance(value, list) else [value]) if one is not None]
    found = [value for value in found if value != ""]
    return [plain_text(value) for value in found] if column.is_html else found


def joined(values: list[Any]) -> str:
    """Return values as one text: JSON's words for yes and no, and of a text in parts the JSON."""
    return BETWEEN.join(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False) for value in values)


def _date(value: str, column: FeedColumn) -> datetime.datetime | datetime.date:
    if column.selected.kind == "Date":
        return datetime.date.fromisoformat(value)
    return timezone.localtime(datetime.datetime.fromisoformat(value))


# Tables


def as_csv(found: DocumentList) -> bytes:
    """Return a table as comma-separated values."""
    columns = found.shape.columns
    lines = [[joined(values_of(item, column)) for column in columns] for item in found.items]
    return spreadsheets.as_csv([[column.name for column in columns], *lines])


def as_xlsx(found: DocumentList) -> bytes:
    """Return a table as an Excel workbook, with numbers and dates as such. Times are those of the site's time zone."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(found.shape.operation[:31])  # the longest name of a sheet
    sheet.freeze_panes = "A2"

    def cell(value: Any) -> WriteOnlyCell:
        made = WriteOnlyCell(sheet, value=value)
        if isinstance(value, str):
            made.data_type = "s"  # even if it begins with “=”
        return made

    sheet.append([cell(column.name) for column in found.shape.columns])
    for item in found.items:
        sheet.append([cell(_cell_value(values_of(item, column), column)) for column in found.shape.columns])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _cell_value(values: list[Any], column: FeedColumn) -> Any:
    if column.is_single and values:
        (value,) = values
        if column.selected.kind in ("Date", "DateTime"):
            date = _date(value, column)
            return timezone.make_naive(date) if isinstance(date, datetime.datetime) else date
        if isinstance(value, int | float):
            return value
    return ILLEGAL_CHARACTERS_RE.sub("", joined(values))


# Feeds


def _entry(found: DocumentList, item: dict[str, Any]) -> FeedEntry | None:
    """Return an item as an entry of a feed; None if it has no date."""
    date = _moment(found.date("date", item))
    updated = _moment(found.date("updated", item)) or date
    if updated is None:
        return None
    return FeedEntry(
        key=found.text("id", item),
        title=found.text("title", item),
        url=found.link(item),
        published=None if found.precision(item) in VAGUE else date,
        updated=updated,
        summary=found.text("summary", item),
    )


def _moment(date: datetime.datetime | datetime.date | None) -> datetime.datetime | None:
    return date if date is None or isinstance(date, datetime.datetime) else midnight(date)


def as_atom(found: DocumentList) -> bytes:
    """Return an Atom feed (RFC 4287) of the items with a date. One query."""
    feed = Feed(
        title=found.shape.name,
        path=found.path,
        page_url=found.visibility.home_url,
        entries=[entry for item in found.items if (entry := _entry(found, item))],
        next_url=found.next_path and found.visibility.base_url + found.next_path,
    )
    return feed.written(found.visibility)


def as_json_feed(found: DocumentList) -> bytes:
    """Return a JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/). One query."""
    base, site = found.visibility.base_url, HubSettings.for_site(found.visibility.site)
    feed = {
        "version": JSON_FEED,
        "title": f"{found.shape.name} – {site.marked_name}",
        "home_page_url": found.visibility.home_url,
        "feed_url": base + found.path,
        "authors": [{"name": site.organisation or site.site_name}],
        "language": settings.LANGUAGE_CODE,
        "items": [_json_item(found, item) for item in found.items],
    }
    if found.next_path:
        feed["next_url"] = base + found.next_path
    return json.dumps(feed, ensure_ascii=False).encode()


def _json_item(found: DocumentList, item: dict[str, Any]) -> dict[str, Any]:
    title, summary, entry = found.text("title", item), found.text("summary", item), _entry(found, item)
    made = {
        "id": found.text("id", item),
        "url": found.link(item),
        "title": title,
        # Every item needs a content, and a document needn't have any.
        "content_text": summary or title,
    }
    if entry and entry.published:
        made["date_published"] = entry.published.isoformat()
    if entry and "updated" in found.shape.roles:
        made["date_modified"] = entry.updated.isoformat()
    return made


# Calendars


def as_calendar(found: DocumentList) -> bytes:
    """Return a calendar (RFC 5545) of the items whose day is known. One query."""
    entries = [entry for item in found.items if (entry := _calendar_entry(found, item))]
    return calendars.written(found.shape.name, found.path, entries, found.visibility)


def _calendar_entry(found: DocumentList, item: dict[str, Any]) -> CalendarEntry | None:
    start, end, precision = found.date("date", item), found.date("end", item), found.precision(item)
    if start is None or precision in VAGUE:
        return None
    if not isinstance(start, datetime.datetime) or precision == DatePrecision.DAY:
        start = _day(start)
        end = max(start, _day(end) if end else start) + A_DAY
    else:
        end = max(start, _moment(end) or start)
    return CalendarEntry(
        key=found.text("id", item),
        title=found.text("title", item),
        start=start,
        end=end,
        url=found.link(item),
        changed=_moment(found.date("updated", item)) or calendars.NEVER,
        place=found.text("place", item),
        description=found.text("summary", item),
    )


def _day(date: datetime.datetime | datetime.date) -> datetime.date:
    return timezone.localdate(date) if isinstance(date, datetime.datetime) else date


class FeedFormat(NamedTuple):
    """A format: its media type, the columns without which there is none, and whether it holds the whole list."""

    media_type: str
    write: Callable[[DocumentList], bytes]
    needed: tuple[str, ...] = ()
    is_whole: bool = False
    # Whether a browser shows the file or keeps it.
    disposition: str = "inline"


# By the ending of the address.
FORMATS = {
    "csv": FeedFormat("text/csv; charset=utf-8", as_csv, is_whole=True, disposition="attachment"),
    "xlsx": FeedFormat(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        as_xlsx,
        is_whole=True,
        disposition="attachment",
    ),
    "ics": FeedFormat("text/calendar; charset=utf-8", as_calendar, ("id", "title", "date"), is_whole=True),
    "atom": FeedFormat("application/atom+xml; charset=utf-8", as_atom, ("id", "title", "link", "date")),
    "json": FeedFormat("application/feed+json; charset=utf-8", as_json_feed, ("id", "title")),
}
