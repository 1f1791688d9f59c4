"""What a webhook is sent: ids, types and paths as in the API, the tags of answers that may have changed, and never content."""

from __future__ import annotations

import datetime
import json
import uuid
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db.models import Model
from wagtail.models import Page, Site

from cms.base.occurrences import Occurrence
from cms.graphql.ids import encode
from cms.graphql.page_types import page_type_name

TEST = "test"


def event_of(occurrence: Occurrence, sites: dict[int, Site]) -> dict[str, Any]:
    """Return an event as receivers get it. What isn't about a page has neither page nor tags."""
    found: dict[str, Any] = {"id": f"evt_{uuid.uuid4().hex}", "type": occurrence.kind, "at": written(occurrence.at)}
    if occurrence.page_id is not None:
        found["page"] = {
            "id": encode("Page", occurrence.page_id),
            "databaseId": occurrence.page_id,
            "type": page_type_name(occurrence.page_type.lower()),
            "path": occurrence.path,
        }
        found["tags"] = tags_of(occurrence.page_type, occurrence.page_id)
    if site := sites.get(occurrence.site_id or 0):
        found["site"] = place_of(site)
    return found | occurrence.details


def place_of(site: Site) -> dict[str, Any]:
    """Return the host and the port of a site; for a programme below the first part of a path, those above it, and that part
    as `prefix`. The site must have been read with `programme_site__host`."""
    record = getattr(site, "programme_site", None)
    if record is None or not record.path:
        return {"hostname": site.hostname, "port": site.port}
    return {"hostname": record.host.hostname, "port": record.host.port, "prefix": f"/{record.path}"}


def tags_of(page_type: str, page_id: int) -> list[str]:
    """Return the tags (`Surrogate-Key`) of answers that a change of the page may change.

    These are answers with the page in them, and those with a list in which it may be: of its type, of pages of all types
    and of changes.
    """
    model: type[Model] = apps.get_model(page_type)
    kinds = {str(each._meta.model_name) for each in (model, Page, *model._meta.get_parent_list())}
    return [*sorted(kinds | {"change"}), f"page-{page_id}"]


def body_of(events: Iterable[dict[str, Any]], at: datetime.datetime, *, kind: str = "events") -> str:
    """Return the body of a message: always the same form, also with one event or none."""
    events = list(events)
    tags = sorted({tag for event in events for tag in event.get("tags", ())})
    return json.dumps(
        {"type": kind, "timestamp": written(at), "data": {"events": events, "tags": tags}},
        ensure_ascii=False,
        separators=(",", ":"),
    )


def written(moment: datetime.datetime) -> str:
    """Return a moment in UTC (RFC 3339)."""
    return moment.astimezone(datetime.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
