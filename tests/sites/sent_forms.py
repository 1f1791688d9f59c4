"""Sends the forms that somebody is shown, with the keys of another programme's things in place of their own.

Which fields lead to a thing of a model is read from the forms themselves: from what they choose among, from rows
with a number, and from rich texts, which link. Each form is sent within a savepoint, and what it changed is compared with
what was there.
"""

import json
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from bs4 import BeautifulSoup, Tag
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.cache import cache, caches
from django.db import connection, transaction
from django.db.models import Model
from django.forms import BaseForm, ModelChoiceField
from django.urls import set_script_prefix
from wagtail.blocks import StreamBlock
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex
from wagtail.search.models import IndexEntry

from cms.history.models import PageCount
from cms.sites.rows import SharableRow
from cms.visibility import period
from cms.visibility.content_version import ContentVersion
from search.models import DeskChange

from .crawler import Crawl, Things

Rows = dict[type[Model], dict[Any, tuple]]
# What follows from other rows, among it all that triggers write, and from what was shown.
DERIVED = {
    one._meta.db_table
    for one in (
        *(Session, DeskChange, IndexEntry, ReferenceIndex, get_image_model().get_rendition_model()),
        *(ContentVersion, PageCount),
    )
} | {f"{IndexEntry._meta.db_table}_fts"}
# The table to which a statement writes. A word that isn't the name of one does no harm: no rows are looked for there.
WRITTEN = re.compile(r'\b(?:INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.I)


def rows(tables: Collection[str] | None = None) -> Rows:
    """Return all rows of the database, or those of some tables, but for those that follow from others."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        table = model._meta.db_table
        is_asked = table not in DERIVED and (tables is None or table in tables)
        if is_asked and model._meta.managed and not model._meta.proxy:
            names = [one.attname for one in model._meta.local_concrete_fields]
            found[model] = {row[0]: row[1:] for row in model._base_manager.order_by().values_list("pk", *names)}
    return found


def forbidden(things: Things) -> dict[type[Model], set[Any]]:
    """Return the keys of things that nobody of another programme may change or use: all but what every programme shares."""
    found = {model: set(keys) for model, keys in things.keys.items()}
    for model in found:
        if issubclass(model, SharableRow):
            found[model] -= set(model._base_manager.filter(site=None).values_list("pk", flat=True))
    return found


def faults_of(before: Rows, after: Rows, theirs: dict[type[Model], set[Any]], words: tuple[str, ...]) -> Iterator[str]:
    """Yield what is wrong with a change: it touched others' things, leads to one, or names one. Models that weren't read again
    have not changed."""
    for model, now in after.items():
        for pk in before[model].keys() | now.keys():
            old, new = before[model].get(pk), now.get(pk)
            if old != new:
                yield from _faults_of_row(model, pk, (old, new), theirs, words)


def _faults_of_row(
    model: type[Model],
    pk: Any,
    states: tuple[tuple | None, tuple | None],
    theirs: dict[type[Model], set[Any]],
    words: tuple[str, ...],
) -> Iterator[str]:
    old, new = states
    if pk in theirs.get(model, ()):
        yield f"{model.__name__} {pk} was {'deleted' if new is None else 'changed'}"
    elif new is not None:
        columns = zip(model._meta.local_concrete_fields, new, old or (None,) * len(new), strict=True)
        for column, value, was in columns:
            if value == was:
                continue
            if column.is_relation and value in theirs.get(column.related_model, ()):
                yield f"{model.__name__}.{column.name} leads to {column.related_model.__name__} {value}"
            if word := next((one for one in words if one in str(value) and one not in str(was)), ""):
                yield f"{model.__name__}.{column.name} names {word}"


@dataclass
class Undone:
    """What was done, and taken back: the answer, and what is wrong with it."""

    answer: Any = None
    faults: list[str] = field(default_factory=list)


def undone(act: Callable[[], Any], before: Rows, theirs: dict[type[Model], set[Any]], words: tuple[str, ...]) -> Undone:
    """Do something and take it back. The tables to which it writes are known by its statements, and only they are read again."""
    done = Undone()
    written: set[str] = set()

    def seen(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        written.update(WRITTEN.findall(sql))
        return execute(sql, params, many, context)

    with transaction.atomic():
        with connection.execute_wrapper(seen):
            done.answer = act()
        written.discard(Session._meta.db_table)
        if written:
            done.faults = sorted(set(faults_of(before, rows(written), theirs, words)))
        transaction.set_rollback(True)
    if written:
        cache.clear()
        caches["limits"].clear()
        period.doubt_period()
    set_script_prefix("/")
    return done


@dataclass(frozen=True)
class ShownForm:
    """A form on a page: where it is sent, what is in it, and its fields that lead to things, each with the models."""

    action: str
    values: dict[str, list[str]]
    buttons: tuple[tuple[str, str], ...]
    leads_to: dict[str, tuple[type[Model], ...]]
    is_sent: bool

    @property
    def shape(self) -> tuple:
        """What is the same of forms of one kind about different things."""
        return tuple(sorted(self.leads_to)), tuple(sorted(self.values)), self.is_sent

    def with_theirs(self, things: Things) -> Iterator[tuple[str, dict[str, list[str]]]]:
        """Yield the values to send, with another's key in one of the fields, and in all; and the field's name."""
        replaced = {
            name: _key_in(self.values.get(name, []), things.of(models)) for name, models in self.leads_to.items()
        }
        replaced = {name: value for name, value in replaced.items() if value}
        for name, value in replaced.items():
            yield name, self.values | {name: value}
        if len(replaced) > 1:
            yield "all", self.values | replaced


def _key_in(now: list[str], keys: list[int]) -> list[str]:
    """Return the value of a field with the last of the keys, in the form that the value has now; nothing without a key."""
    if not keys:
        return []
    if now and '"entityMap"' in now[0]:
        return [json.dumps(_links_to(keys[-1]))]
    return [str(keys[-1])]


def _links_to(key: int) -> dict[str, Any]:
    """Return a rich text, as the editor sends it, with a link to the page, the file and the picture with a key."""
    entities = {
        "0": {"type": "LINK", "mutability": "MUTABLE", "data": {"id": key}},
        "1": {"type": "DOCUMENT", "mutability": "MUTABLE", "data": {"id": key}},
    }
    ranges = [{"key": place, "offset": place, "length": 1} for place in range(2)]
    block = {"key": "a", "text": "ab", "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": ranges}
    return {"entityMap": entities, "blocks": [block]}


def forms_in(answer: Any, path: str) -> Iterator[ShownForm]:
    """Yield the forms of a page that lead to a thing, or send something without a choice."""
    if "html" not in answer.get("Content-Type", "") or answer.streaming or b"<form" not in answer.content:
        return
    choices, streams = _choices(answer), _streams(answer)
    for form in BeautifulSoup(answer.content, "html.parser").find_all("form"):
        values, buttons = _values(form)
        if form.find(attrs={"data-block": True}):
            values |= streams
        leads_to = {name: choices[name] for name in values if name in choices}
        leads_to |= {name: (Page, get_image_model()) for name, sent in values.items() if '"entityMap"' in sent[0]}
        is_sent = form.get("method", "").lower() == "post"
        if leads_to or is_sent:
            yield ShownForm(form.get("action") or path, values, buttons, leads_to, is_sent)


def _values(form: Tag) -> tuple[dict[str, list[str]], tuple[tuple[str, str], ...]]:
    values: dict[str, list[str]] = {}
    buttons = [("", "")]
    for control in form.find_all(["input", "select", "textarea", "button"]):
        name, kind = control.get("name"), control.get("type", "")
        if not name or control.has_attr("disabled"):
            continue
        if control.name == "button" or kind in ("submit", "button"):
            buttons.append((name, control.get("value", "")))
        elif control.name == "select":
            chosen = [one.get("value", "") for one in control.find_all("option", selected=True)]
            values.setdefault(name, []).extend(chosen or [""])
        elif kind in ("checkbox", "radio") and not control.has_attr("checked"):
            values.setdefault(name, [""])
        elif kind != "file":
            values.setdefault(name, []).append(control.get("value", "") if control.name == "input" else control.text)
    return values, tuple(dict.fromkeys(buttons))


def _choices(answer: Any) -> dict[str, tuple[type[Model], ...]]:
    """Return the fields of a page's forms that choose among things, with the model of these."""
    found = {}
    for form in _forms(answer):
        for name, one in form.fields.items():
            if isinstance(one, ModelChoiceField):
                found[form.add_prefix(name)] = (one.queryset.model,)
    return found


def _streams(answer: Any) -> dict[str, list[str]]:
    """Return what a browser's script adds for fields with blocks: here none."""
    return {
        f"{form.add_prefix(name)}-count": ["0"]
        for form in _forms(answer)
        for name, one in form.fields.items()
        if isinstance(getattr(one, "block", None), StreamBlock)
    }


def _forms(answer: Any) -> Iterator[BaseForm]:
    given = [value for context in answer.context or () for one in context.dicts for value in one.values()]
    forms = list({id(one): one for one in given if isinstance(one, BaseForm)}.values())
    forms += [one.form for one in given if isinstance(getattr(one, "form", None), BaseForm)]
    while forms:
        form = forms.pop()
        yield form
        for rows_of in getattr(form, "formsets", {}).values():
            forms += [*rows_of.forms, rows_of.empty_form]


@dataclass
class Sending:
    """Somebody sends all forms that they are shown. Each kind of form once for each field."""

    crawl: Crawl
    theirs: Things
    before: Rows = field(default_factory=rows)
    found: dict[str, list[str]] = field(default_factory=dict)
    known: set[tuple] = field(default_factory=set)
    sent: int = 0

    def __post_init__(self):
        self.forbidden = forbidden(self.theirs)

    def of(self, name: str, path: str, *, whole: bool = True) -> None:
        """Open a path of one's own, and send the forms on it; without `whole` each once, with another's key in all fields."""
        first = undone(lambda: self.crawl.open(name, path), self.before, {}, ())
        for form in forms_in(first.answer, self.crawl.prefix + path):
            action = form.action.partition("?")[0] if form.is_sent else path
            shape = (name, form.shape)
            if shape in self.known:
                continue
            self.known.add(shape)
            cases = list(form.with_theirs(self.theirs))
            for part, values in cases if whole else cases[-1:]:
                for button, value in form.buttons if part == "all" and whole else form.buttons[:1]:
                    given = values | ({button: [value]} if button else {})
                    self._send(f"{name}: {part} {button}", action, given, path, is_sent=form.is_sent)

    def _send(self, name: str, action: str, values: dict[str, list[str]], path: str, *, is_sent: bool) -> None:
        self.sent += 1
        prefix = self.crawl.prefix
        action = action.removeprefix(prefix) if prefix and action.startswith(prefix + "/") else action

        def act() -> Any:
            if not is_sent:
                return self.crawl.open(name, path, asks=values)
            answer = self.crawl.open(name, action, values)
            if answer.status_code == 302:
                led = answer["Location"].removeprefix(prefix) if prefix else answer["Location"]
                self.crawl.open(name, led)
                self.crawl.open(name, path)
            return answer

        done = undone(act, self.before, self.forbidden, self.crawl.words)
        if done.answer.status_code >= 500:
            done.faults.append(f"answered {done.answer.status_code}")
        if done.faults:
            self.found[name] = [action, *done.faults[:5]]
