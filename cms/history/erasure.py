"""Erasure (UK GDPR, article 17): no name of what is gone stays where the hub itself has written it, and what is left is said.

Rows that belong to a thing go with it. Logs, changes, messages and notifications stay, and had its title or path: they get an
opaque number in place of it. Only the columns in `TRACES` are changed, and only where they have a whole title or path, or the
name of an account: words that people typed, and names that something else has too, are reported to those who must answer for
what is left.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import CharField, Field, JSONField, Model, Q, TextField
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import ModelLogEntry, Page, PageLogEntry

from cms.base.admin_addresses import form_address
from cms.base.registry import Registry
from cms.base.user_fields import name_of

from . import spans
from .tables import SINCE, WITHHELD, HistoryOf, histories

# The columns in which the hub itself writes what other things are called, by the label of the model.
TRACES = {
    "cms.Change": ("path",),
    "cms.JobRun": ("failure",),
    "cms.Link": ("thing",),
    "cms.Notification": ("subject", "text", "url"),
    "cms.ProgramProposal": ("title", "values"),
    "cms.PutOffReminder": ("line",),
    "cms.Withholding": ("title",),
    "newsletter.ConsentEvent": ("page",),
    "newsletter.Send": ("reason",),
    "newsletter.Subscription": ("page",),
    "wagtailcore.ModelLogEntry": ("label", "data"),
    "wagtailcore.PageLogEntry": ("label", "data"),
    "webhooks.WebhookEvent": ("data",),
    "webhooks.WebhookMessage": ("body",),
}
# Why something keeps words, by the label of the model: most of it says what was said then.
KEPT = {
    "auth.User": "The account is open. If it is theirs, close it first, and erase again.",
    "newsletter.ArchivedIssue": "It went out to readers.",
    "newsletter.Edition": "It went out to readers.",
    "newsletter.LastMessage": "It went out to readers.",
    "measures.MeetingPack": "It was handed to a meeting. Revoke its links.",
    "measures.PeriodReport": "It is a report as it was made.",
}
# What follows the rows that are indexed.
INDEXES = ("search.EntryText", "search.DeskText", "wagtailsearch.IndexEntry", "wagtailsearch.SQLiteFTSIndexEntry")
TYPED = "Somebody typed it, or something else has the same name. Look at it and change it there."
FILES = "Nothing looks into their files, but for texts that the search has read. Open those that may have it."
PAST = "Past days of something else have it. Withhold those, too."
# What no look into the database finds.
ELSEWHERE = (
    ("Backups", "They have everything from before. Erase again after one is restored."),
    ("Logs of the server", "They have addresses that were asked for, until they are rotated."),
    ("Sessions", "What somebody previewed without saving it stays until they sign out."),
    (
        "The file of the database",
        "On SQLite its free space keeps deleted words until VACUUM; a server until it cleans up.",
    ),
    (
        "Copies that others have",
        "Mails, feeds, exports and messages that were fetched. Tell who keeps copies of the number.",
    ),
)
# The columns that have the name of a thing.
NAMING = ("title", "draft_title", "name")
# Where names are in sentences: those of things in quotation marks, those of people between words.
QUOTED, SPOKEN = r'(?<=[“"‘]){}(?=[”"’])', r"(?<![\w.@+-]){}(?![\w@-]|\.\w)"
# The shortest name that is looked for.
SHORTEST = 3
# Up to which moment states are closed.
CLOSED = spans.LAST - datetime.timedelta(days=1)

# Erase all that a kind of record has of the person with an e-mail address, and return what they were called there.
people: Registry[Callable[[str], set[str]]] = Registry("way to erase a person")
# Let an index forget what is gone, with the words that nothing has any more.
vocabularies: Registry[Callable[[], None]] = Registry("vocabulary")


@dataclass(frozen=True)
class Left:
    """What is left of a name in one kind of row: what that is, the keys of some rows, and why it stays."""

    kind: str
    keys: list[str]
    number: int
    why: str
    label: str = ""  # of the model, if there are keys

    def rows(self, user: Any = None) -> list[tuple[str, str]]:
        """Return the rows as they are called now, each with the address of its form in the admin. What has none, or may not be
        changed by the user, is called by its key."""
        finder = AdminURLFinder(user)
        there = apps.get_model(self.label)._base_manager.in_bulk(self.keys) if self.label else {}
        named = {str(key): (str(row), form_address(finder, row)) for key, row in there.items()}
        return [found if (found := named.get(key)) and found[1] else (key, "") for key in self.keys]


class ErasedNames:
    """What things were called, and what is written in place of that. `place` is a pattern of where a name is in a sentence."""

    def __init__(self, names: Iterable[str], instead: str, place: str = QUOTED):
        long_enough = {name for name in names if len(name) >= SHORTEST}
        self.paths = {name for name in long_enough if name.startswith("/")}
        self.titles = long_enough - self.paths
        self.instead, self.place = instead, place

    @property
    def all(self) -> list[str]:
        return sorted(self.titles | self.paths)

    def own(self) -> ErasedNames:
        """Return those that nothing else in the hub has now."""
        taken = Page.objects.filter(Q(title__in=self.titles) | Q(draft_title__in=self.titles))
        shared = {title for pair in taken.values_list("title", "draft_title") for title in pair}
        paths = {one for one in self.paths if not Page.objects.filter(url_path__endswith=f"{one}/").exists()}
        return ErasedNames((self.titles - shared) | paths, self.instead, self.place)

    def replaced(self, value: Any) -> Any:
        """Return a text, or the texts in lists and mappings, without them: as a whole text, in their place in a sentence, or
        as a path."""
        if isinstance(value, dict):
            return {key: self.replaced(one) for key, one in value.items()}
        if isinstance(value, list):
            return [self.replaced(one) for one in value]
        if not isinstance(value, str):
            return value
        if value in self.titles:
            return self.instead
        for title in self.titles:
            for one in _written(title):
                value = re.sub(self.place.format(re.escape(one)), self.instead, value)
        for path in self.paths:
            value = re.sub(rf"{re.escape(path)}(?![\w-])", f"/{self.instead}", value)
        return value


def _written(name: str) -> set[str]:
    """Return a name as a text and as it may be written in JSON."""
    return {name, json.dumps(name)[1:-1]}


def names_of(rows: dict[str, spans.Keys], model: type[Model], keys: spans.Keys, until: datetime.datetime) -> set[str]:
    """Return what things of a model were ever called up to a moment: titles, and paths, which begin with a slash.

    `rows` are all that belonged to them.
    """
    one = histories()[model._meta.db_table]
    found = {name for column in NAMING if column in one.columns for name in _written_in(one, column, keys, until)}
    if issubclass(model, Page):
        found |= {_path(path) for path in _written_in(one, "url_path", keys, until)}
        changes = histories()[apps.get_model("cms.Change")._meta.db_table]
        if told := rows.get(changes.table):
            found |= {path.rstrip("/") for path in _written_in(changes, "path", told, until)}
    return found


def _written_in(one: HistoryOf, column: str, keys: spans.Keys, until: datetime.datetime) -> set[str]:
    select = f'SELECT DISTINCT "{column}", {SINCE} FROM "{one.name}"'  # noqa: S608  names of our tables
    return {text for text, since in spans.among(select, one.key, keys) if since < until}


def _path(url_path: str) -> str:
    """Return the path on its site: without that of the site's top page."""
    return "/" + "/".join(url_path.strip("/").split("/")[1:])


def scrub(model: type[Model], keys: spans.Keys, names: ErasedNames, until: datetime.datetime) -> None:
    """Take names out of what the hub wrote up to a moment: all of the logs and changes of the things themselves, and their
    names out of all others."""
    _forget_logs(model, keys, names.instead, until)
    if issubclass(model, Page):
        change = apps.get_model("cms.Change")
        gone = change.objects.filter(page_id__in=keys, at__lte=until)
        touched = set(gone.values_list("pk", flat=True))
        gone.update(path=f"/{names.instead}/", note="")
        _forget_states(change, touched)
    forget_names(names)


def forget_names(names: ErasedNames) -> None:
    """Take names out of `TRACES`, unless something else is called so now."""
    own = names.own()
    for label, columns in TRACES.items():
        kind, changed = apps.get_model(label), set()
        keys = _keys_with(own, kind._meta.db_table, kind._meta.pk, [kind._meta.get_field(name) for name in columns])
        for row in kind._base_manager.filter(pk__in=keys).only("pk", *columns):
            values = {column: own.replaced(getattr(row, column)) for column in columns}
            if any(values[column] != getattr(row, column) for column in columns):
                kind._base_manager.filter(pk=row.pk).update(
                    **{name: _cut(kind, name, one) for name, one in values.items()}
                )
                changed.add(row.pk)
        _forget_states(kind, changed)


def _forget_logs(model: type[Model], keys: spans.Keys, instead: str, until: datetime.datetime) -> None:
    logs = [
        ModelLogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(model), object_id__in=map(str, keys)
        )
    ]
    if issubclass(model, Page):
        logs.append(PageLogEntry.objects.filter(page_id__in=keys))
    for entries in logs:
        entries.filter(timestamp__lte=until).update(label=instead, data={})


def _cut(model: type[Model], name: str, value: Any) -> Any:
    longest = getattr(model._meta.get_field(name), "max_length", None)
    return value[:longest] if longest and isinstance(value, str) else value


def _forget_states(model: type[Model], keys: spans.Keys) -> None:
    """Delete what past days have of rows, but for how they are now."""
    if keys and model._meta.db_table in histories():
        if connection.vendor == "postgresql":
            spans.run("SET CONSTRAINTS ALL IMMEDIATE", [])  # the triggers keep the former state with it
        spans.delete({model._meta.db_table: keys}, None, CLOSED, with_parents=True)


def _keys_with(names: ErasedNames, table: str, key: Any, fields: Iterable[Any], condition: str = "true") -> list[Any]:
    """Return the keys of a table's rows that have one of the names, in any case, in one of the fields with texts."""
    wanted = sorted({written for name in names.all for written in _written(name)})
    # One pattern for all names: PostgreSQL needs seconds for each. SQLite's LIKE ignores case, and is fast.
    matches = " OR ".join(["CAST({} AS text) LIKE %s ESCAPE '\\'"] * len(wanted))
    values = [f"%{connection.ops.prep_for_like_query(one)}%" for one in wanted]
    if connection.vendor == "postgresql":
        matches, values = "CAST({} AS text) ~* %s", ["|".join(map(re.escape, wanted))]
    texts = [matches.replace("{}", f'"{field.column}"') for field in fields if _is_text(field)]
    if not (texts and wanted):
        return []
    select = f'SELECT DISTINCT "{key.column}" FROM "{table}" WHERE {condition} AND ({" OR ".join(texts)})'  # noqa: S608
    return sorted(row[0] for row in spans.selected(select, values * len(texts)))


def clean_indexes() -> None:
    """Let indexes forget the words of rows that are gone. SQLite keeps them until its segments are merged."""
    for forget_gone in vocabularies.values():
        forget_gone()
    if connection.vendor == "sqlite":
        tables = spans.selected("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%%fts5%%'", [])
        for (table,) in tables:
            spans.run(f'INSERT INTO "{table}"("{table}") VALUES (\'optimize\')', [])  # noqa: S608  its own name


def left(names: ErasedNames) -> list[Left]:
    """Return what still has one of the names, in every column of texts of every table and on past days, and what no look
    into the database finds."""
    found, tables = [], []
    for model in apps.get_models(include_auto_created=True):
        if model._meta.label not in INDEXES:
            tables.append((model, model._meta.db_table, "true", KEPT.get(model._meta.label, TYPED)))
    tables += [(one.model, one.name, f"NOT {WITHHELD}", PAST) for one in histories().values()]
    for model, table, condition, why in tables:
        if keys := _keys_with(names, table, model._meta.pk, model._meta.local_concrete_fields, condition):
            kind = str(model._meta.verbose_name)
            found.append(Left(kind, [str(key) for key in keys[:20]], len(keys), why, model._meta.label))
    for kind in (get_document_model(), get_image_model()):
        found.append(Left(str(kind._meta.verbose_name_plural), [], kind.objects.count(), FILES))
    return found + [Left(kind, [], 0, why) for kind, why in ELSEWHERE]


def _is_text(field: Field[Any, Any]) -> bool:
    return isinstance(field, CharField | TextField | JSONField)


def forget(person: Model) -> None:
    """Take the names of a person's record that is being erased out of the logs."""
    _forget_logs(type(person), {person.pk}, f"erased-{person.pk}", datetime.datetime.now(datetime.UTC))


def forget_person(names: Iterable[str], number: int) -> None:
    """Take the names of somebody whose record with that number is erased out of what the hub wrote, unless an account is called
    so."""
    accounts = {name_of(one) for one in get_user_model().objects.all()}
    forget_names(ErasedNames(set(names) - accounts, f"erased-{number}", SPOKEN))


def erase_person(address: str) -> list[Left]:
    """Erase all records of the person with an e-mail address, and return what is left of it."""
    names = {address}.union(*(erase(address) for erase in people.values()))
    clean_indexes()
    return left(ErasedNames(names, ""))
