"""The last load of each record, and whether editors have changed its object since.

It is stored in Wagtail's log: each time the loader writes an object it adds an entry, which editors see in the object's
history. The entry outlives the object, so that a deleted page isn't mistaken for a new one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.expressions import DatabaseDefault
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, PageLogEntry, Revision, RevisionMixin, Site

from .values import own_fields, own_rows

ACTION = "programme.load"


@dataclass(frozen=True)
class Loaded:
    """The last load of a record."""

    digest: str
    pk: int
    revision_id: int | None
    state: dict[str, Any]


# Of loads before the source was remembered.
FIRST_SOURCE = "programme/content"


def prefix_of(site: Site) -> str:
    """Return the beginning of a site's keys: that of its programme, or nothing for the default site."""
    return "" if site.is_default_site else f"{site.programme_site.key}:"


def remember(instance: models.Model, key: str, digest: str, revision: Revision | None, source: str) -> None:
    """Log that this record was just loaded into this object, and from which folder.

    Pages and snippets are compared by revision (an alias has none), objects without revisions by content.
    """
    state = {} if isinstance(instance, RevisionMixin) else state_of(instance)
    data = {"key": key, "digest": digest, "state": state, "source": source}
    log(instance, ACTION, revision=revision, content_changed=True, data=data)


def sources() -> set[str]:
    """Return the folders from which the default site's content was loaded."""
    found = set()
    for model in (PageLogEntry, ModelLogEntry):
        for data in model.objects.filter(action=ACTION).values_list("data", flat=True):
            if ":" not in data["key"]:
                found.add(data.get("source", FIRST_SOURCE))
    return found


def recall() -> dict[str, Loaded]:
    """Return the last load of every record ever loaded, by the record's key."""
    found = {}
    for model, pk_field in ((PageLogEntry, "page_id"), (ModelLogEntry, "object_id")):
        entries = model.objects.filter(action=ACTION).order_by("pk").values_list("data", pk_field, "revision_id")
        for data, pk, revision_id in entries:
            found[data["key"]] = Loaded(data["digest"], int(pk), revision_id, data["state"])
    return found


def state_of(instance: models.Model) -> dict[str, Any]:
    """Return the content of an object and its rows, in the form that the log stores."""

    def read(obj: models.Model) -> dict[str, Any]:
        held = {f.name: _value(obj, f) for f in own_fields(type(obj))}
        return held | {name: [read(row) for row in getattr(obj, name).all()] for name in own_rows(type(obj))}

    return json.loads(json.dumps(read(instance), cls=DjangoJSONEncoder))


def _value(obj: models.Model, field: models.Field) -> Any:
    """Return the value of a field; in an object that was never saved, that which the database would give it."""
    value = getattr(obj, field.attname)
    return field.db_default if isinstance(value, DatabaseDefault) else value


def is_edited(instance: models.Model, loaded: Loaded, *, was_draft: bool = False) -> bool:
    """Whether somebody has changed the object since it was loaded, if only by saving a draft or unpublishing it.

    `was_draft` says that it was loaded as a draft: that has been changed if it is public.
    """
    if isinstance(instance, RevisionMixin):
        return instance.live is was_draft or instance.latest_revision_id != loaded.revision_id
    return not _holds(loaded.state, state_of(instance))


def _holds(stored: Any, now: Any) -> bool:
    """Whether the stored content is unchanged. Fields added to the model since aren't compared."""
    match stored, now:
        case dict(), dict():
            return all(name in now and _holds(value, now[name]) for name, value in stored.items())
        case list(), list():
            return len(stored) == len(now) and all(map(_holds, stored, now))
        case _:
            return stored == now
