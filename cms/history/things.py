"""Things of the past, found by words in their titles and addresses, although they may be gone."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import CharField, Model
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.snippets.models import get_snippet_models

from . import spans
from .tables import SINCE, HistoryOf, histories

# States that are looked through, newest first: many more than things are shown.
MOST_STATES = 500


@dataclass(frozen=True)
class PastThing:
    """Something that was kept, with the title that it had last. None as the end means that it is still there."""

    model: type[Model]
    key: Any
    title: str
    since: datetime.datetime
    until: datetime.datetime | None

    @property
    def kind(self) -> str:
        """What it is, in words."""
        return str(self.model._meta.verbose_name)

    @property
    def label(self) -> str:
        """The model's name in addresses."""
        return self.model._meta.label_lower


def kinds() -> dict[str, HistoryOf]:
    """Return of what single things are withheld: pages, terms, pictures, documents, by the label of the model.

    What else has a history is part of these, or says how the hub works.
    """
    models = (Page, get_image_model(), get_document_model(), *get_snippet_models())
    there = {one.model: one for one in histories().values() if not one.is_of_today}
    return {model._meta.label_lower: there[model] for model in models if model in there}


def named(words: str, most: int = 30) -> list[PastThing]:
    """Return what had the words in its title or address in a state that was live: pages, pictures, documents, terms.

    Of each kind there are at most `most`, newest first.
    """
    pattern = f"%{connection.ops.prep_for_like_query(words.strip())}%"
    return [found for one in kinds().values() for found in _named(one, pattern, most)]


def thing(label: str, key: str) -> PastThing | None:
    """Return a thing by its model's label and its key; None if nothing is kept of it."""
    one = kinds().get(label)
    if one is None or not key.isdecimal():
        return None
    number = int(key)
    rows = spans.selected(
        f'SELECT "{one.key}", {_title(one)} FROM "{one.name}" WHERE "{one.key}" = %s ORDER BY {SINCE} DESC',  # noqa: S608
        [number],
    )
    return next(_things(one, rows), None)


def _named(one: HistoryOf, pattern: str, most: int) -> Iterator[PastThing]:
    columns = [_title(one), *(['"url_path"'] if one.model is Page else [])]
    where = " OR ".join(f"UPPER({column}) LIKE UPPER(%s) ESCAPE '\\'" for column in columns)
    live = ' AND "live"' if "live" in one.columns else ""
    rows = spans.selected(
        f'SELECT "{one.key}", {columns[0]} FROM "{one.name}" WHERE ({where}){live}'  # noqa: S608  names of our tables
        f" ORDER BY {SINCE} DESC LIMIT {MOST_STATES}",
        [pattern] * len(columns),
    )
    for number, found in enumerate(_things(one, rows), 1):
        yield found
        if number == most:
            return


def _things(one: HistoryOf, rows: list[tuple[Any, ...]]) -> Iterator[PastThing]:
    titles: dict[Any, str] = {}
    for key, title in rows:
        titles.setdefault(key, title)
    times: dict[Any, tuple[spans.Moment, spans.Moment]] = {}
    for key, since, until, _ in spans.states(one.table, set(titles)):
        first, last = times.get(key, (since, until))
        times[key] = min(since, first), max(until, last)
    for key, title in titles.items():
        since, until = times[key]
        yield PastThing(one.model, key, title, since, None if until == spans.LAST else until)


def _title(one: HistoryOf) -> str:
    texts = [str(field.column) for field in one.fields if isinstance(field, CharField)]
    return f'"{next((name for name in ("title", "name") if name in texts), texts[0])}"'
