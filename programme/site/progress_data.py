"""The commitments of the progress page as files for other programs: CSV (RFC 4180) and JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpResponse, HttpResponseBadRequest, JsonResponse

from cms.base.partial_dates import PartialDate
from cms.base.spreadsheets import csv_file
from cms.batches.reader import BatchReader
from cms.pages import contexts
from cms.pages.rich_text import expand, expect_links, plain_text
from cms.pages.viewer import visibility_of
from programme.choices import NOT_RECORDED
from programme.models import ProgressPage
from programme.progress import Totals, as_known, changes, series

from .progress import CommitmentRow
from .progress_page import ProgressSelection, ask


@contexts.files.of(ProgressPage)
def answer(request, name: str) -> HttpResponse:
    """Return the file `data.csv` or `data.json` as requested by the address; 400 with a sentence for an invalid day."""
    asked = ask(request)
    if asked.as_at.error:
        return HttpResponseBadRequest(f"as-at: {asked.as_at.error}.\n", content_type="text/plain; charset=utf-8")
    return FILES[name](asked, list(_records(asked.table, request)))


def _csv(asked: ProgressSelection, records: list[dict[str, Any]]) -> HttpResponse:
    lines: list[list[Any]] = [["as_at", "record_until", *COLUMNS]]
    for record in records:
        # An empty cell in the column of statuses could be mistaken for one.
        record = record | {"status": record["status"] or NOT_RECORDED}
        cells = ("; ".join(value) if isinstance(value, list) else value for value in record.values())
        lines.append([asked.as_at.day, asked.record_until, *cells])
    return csv_file(f"progress-{asked.as_at.day}.csv", lines)


def _json(asked: ProgressSelection, records: list[dict[str, Any]]) -> HttpResponse:
    ledgers, day = asked.ledgers, asked.as_at.day
    known = as_known(ledgers)
    days = [change for change in changes(ledgers) if change <= day]
    return JsonResponse(
        {
            "as_at": day,
            "record_until": asked.record_until or None,
            "filters": asked.filters.chosen,
            "left_out": asked.filters.ignored,
            "totals": _totals(asked.counted),
            "over_time": [{"date": known[moment].iso, **_totals(counted)} for moment, counted in series(ledgers, days)],
            "commitments": records,
        },
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )


def _totals(counted: Totals) -> dict[str, int]:
    return {"total": counted.total, **counted.counts, NOT_RECORDED: counted.not_recorded}


def _records(table: list[CommitmentRow], request) -> Iterable[dict[str, Any]]:
    visibility = visibility_of(request)
    reader = BatchReader.for_visibility(visibility)
    pages = [row.page for row in table]
    prefetch_related_objects(pages, "areas")
    for page in pages:
        expect_links(page.text, reader)
    for row in table:
        page, entry = row.page, row.status.entry
        yield {
            "work_stream": page.work_stream.title,
            "kind": page.kind,
            "number": page.number,
            "title": page.title,
            "text": plain_text(expand(page.text, reader)),
            "text_status": page.text_status,
            "theme": page.theme.name if page.theme and visibility.can_see(page.theme) else "",
            "areas": [area.name for area in page.areas.all() if visibility.can_see(area)],
            "due": page.due,
            "accepted_on": page.accepted_on,
            "accepted_source": page.accepted_link or page.accepted_source,
            "status": row.status.value.key if row.status.value else None,
            "status_since": PartialDate.of(entry, "date").iso if entry else None,
            "note": entry.note if entry else "",
            "evidence": _evidence(row, reader),
            "address": reader.visibility.url_of(page),
        }


COLUMNS = (
    "work_stream",
    "kind",
    "number",
    "title",
    "text",
    "text_status",
    "theme",
    "areas",
    "due",
    "accepted_on",
    "accepted_source",
    "status",
    "status_since",
    "note",
    "evidence",
    "address",
)


def _evidence(row: CommitmentRow, reader: BatchReader) -> list[str]:
    """Return the addresses of the evidence for the status."""
    found = row.evidence
    addresses = [
        reader.visibility.url_of(found.page) if found.page else "",
        reader.visibility.base_url + found.document.url if found.document else "",
        found.link,
    ]
    return [address for address in addresses if address]


FILES = {"data.csv": _csv, "data.json": _json}
