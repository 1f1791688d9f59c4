"""Turns a record into values for its model's fields. References stay names; see `references`."""

from __future__ import annotations

import datetime
import hashlib
import json
import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from modelcluster.fields import ParentalKey
from wagtail.fields import RichTextField, StreamField
from wagtail.models import DraftStateMixin, Page, RevisionMixin

from cms.base.choices import DatePrecision
from cms.base.date_fields import PartialDayField
from cms.base.partial_date_fields import PartialDateField, PartialDateTimeField, PrecisionField
from cms.base.partial_dates import PartialDate
from cms.signposts.fields import SeveralKeysField

from .files import Record
from .markdown import MarkdownReader
from .problems import ProblemList
from .references import LinkedRichText, PageReference, SnippetReference

PartialField = PartialDateField | PartialDateTimeField
HAS_YEAR = re.compile("[0-9]{4}")
PAGE_FIELDS = ("title", "slug", "seo_title", "search_description", "show_in_menus")
TEXT_FIELD_KEY = "markdown"
# When the source of a page's text was published, and when the text was last checked against it. Not fields of the page: the
# later of the two is its “Last updated” (`cms.pages.last_update`).
DATE_KEYS = ("published", "checked")
# Namespace of block ids, which are made from positions in the files and so are the same after every load.
BLOCK_IDS = uuid.UUID("5b1b1d2c-6b0f-4f0e-9b60-3a1f7c5d8e21")
WRITTEN_TYPES = {
    models.BooleanField: (bool, "true or false"),
    models.IntegerField: (int, "a whole number"),
    models.DateTimeField: (datetime.datetime, "a day and time, such as 2017-06-22T10:00:00+01:00"),
    models.DateField: (datetime.date, "a day, such as 2017-06-22"),
    SeveralKeysField: (list, "a list of words between [ and ]"),
    models.CharField: (str, "text between quotes"),
    models.TextField: (str, "text between quotes"),
}


@dataclass
class Values:
    """The values of an object as its file gives them: fields, many-to-many fields and rows, each by name.

    Fields not named have their default. It isn't stored here: a default such as "today" differs every day, and the
    record would seem to have changed.
    """

    fields: dict[str, Any] = field(default_factory=dict)
    relations: dict[str, list[Any]] = field(default_factory=dict)
    rows: dict[str, list[Values]] = field(default_factory=dict)
    block_lines: dict[str, list[int]] = field(default_factory=dict)  # by field: the line on which each block begins
    updated: PartialDate | None = None  # of a page

    def digest(self) -> str:
        """Return a fingerprint: equal values have the same one, however they are written in the file."""
        text = json.dumps(self, default=_as_json, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def _as_json(value: Any) -> Any:
    match value:
        case Values():
            dated = [value.updated.iso] if value.updated else []
            return [value.fields, value.relations, value.rows, *dated]
        case PageReference():
            return value.path
        case SnippetReference():
            return [value.model._meta.label, value.slug]
        case LinkedRichText():
            return value.html
        case _:
            return DjangoJSONEncoder().default(value)


def own_fields(model: type[models.Model]) -> list[models.Field]:
    """Return the fields of a model that hold content, without keys, drafts and the place in the tree."""
    drafts = {f.name for mixin in (DraftStateMixin, RevisionMixin) for f in mixin._meta.local_fields}
    return [
        f
        for f in model._meta.concrete_fields
        if f.editable
        and not f.primary_key
        and not isinstance(f, ParentalKey)
        and f.name not in ("sort_order", "site")
        and (f.name in PAGE_FIELDS if f.model is Page else f.name not in drafts)
    ]


def own_relations(model: type[models.Model]) -> list[models.ManyToManyField]:
    """Return the many-to-many fields of a model that hold content."""
    return [f for f in model._meta.many_to_many if f.editable and f.model is not Page]


def own_rows(model: type[models.Model]) -> dict[str, type[models.Model]]:
    """Return the models of the rows edited as part of a model, by the name of the relation."""
    return {
        str(relation.get_accessor_name()): relation.related_model
        for relation in model._meta.related_objects
        if isinstance(relation.field, ParentalKey) and relation.field.model._meta.app_label != "wagtailcore"
    }


def named_rows(model: type[models.Model]) -> dict[str, type[models.Model]]:
    """Return the models of those rows to which pages can refer, because they have a slug, by the name of the relation."""
    return {name: row for name, row in own_rows(model).items() if any(f.name == "slug" for f in row._meta.fields)}


class Reader:
    """Reads records into values, with the checks that need no database."""

    def __init__(self, records: Iterable[Record], problems: ProblemList):
        self.problems = problems
        self.pages = {record.path: record.model for record in records if record.is_page}
        self.snippets = {(record.model, record.slug) for record in records if record.slug and not record.is_page}
        for record in records:
            if not record.slug:
                for name, model in named_rows(record.model).items():
                    rows = record.values.get(name)
                    self.snippets |= {
                        (model, row["slug"]) for row in rows or () if isinstance(row, dict) and row.get("slug")
                    }

    def values(self, record: Record) -> Values:
        """Return the values that a record's object should have. Mistakes become problems with their lines."""
        return _RecordReader(self, record).read()


class _RecordReader:
    """The reading of one record."""

    def __init__(self, reader: Reader, record: Record):
        self.reader = reader
        self.record = record
        self.markdown = MarkdownReader(report=self.report, check_page=self.check_page)

    def report(self, line: int, message: str) -> None:
        self.reader.problems.add(self.record.file, line, message)

    def check_page(self, path: Any, model: type[Page], line: int) -> None:
        """Report an address without a page in the files, or with a page of another type."""
        found = self.reader.pages.get(path)
        if found is None:
            self.report(line, f"There is no page {path} in the content files.")
        elif not issubclass(found, model):
            self.report(line, f"{path} is a {found.__name__}; a {model.__name__} is asked for.")

    def check_place(self) -> None:
        """Report a page of a type that isn't allowed under its parent."""
        above = self.reader.pages.get(self.record.parent_path, Page)
        model: Any = self.record.model
        if above not in model.allowed_parent_page_models():
            message = f"A {self.record.model.__name__} isn't allowed under a {above.__name__}."
            self.report(self.record.line("type"), message)

    def read(self) -> Values:
        record = self.record
        if record.is_page:
            self.check_place()
        written = dict(record.values)
        if record.slug:
            written["slug"] = record.slug
        text_field = written.pop(TEXT_FIELD_KEY, None)
        if not isinstance(text_field, str | None):
            self.report(record.line(TEXT_FIELD_KEY), f"“{TEXT_FIELD_KEY}” must name a field, between quotes.")
            text_field = None
        text_field = text_field or self.only_text_field()
        dates = [(name, written.pop(name)) for name in DATE_KEYS if record.is_page and name in written]
        values = self.read_object(record.model, written, ())
        read = [self.read_date(name, item) for name, item in dates]
        values.updated = max(filter(None, read), key=lambda date: date.first_day, default=None)
        if record.text.strip():
            if text_field is None:
                self.report(record.text_line, f"Name with “{TEXT_FIELD_KEY}” the field that the text below belongs to.")
            elif not isinstance(self.field(record.model, text_field), RichTextField | StreamField):
                self.report(record.line(TEXT_FIELD_KEY), f"“{text_field}” is not a field for running text.")
            else:
                self.read_text(values, self.field(record.model, text_field), record.text, record.text_line)
        return values

    def read_date(self, name: str, item: Any) -> PartialDate | None:
        """Return a date that may give only the month or the year."""
        try:
            if type(item) is datetime.date:
                return PartialDate(item)
            if type(item) in (str, int) and HAS_YEAR.search(str(item)):
                return PartialDayField().clean(str(item))
        except ValidationError:
            pass
        self.report(
            self.record.line(name), f"“{name}” must be a day, a month or a year: 2017-06-22, “2017-06” or 2017."
        )
        return None

    def only_text_field(self) -> str | None:
        """Return the field that the text below the front matter belongs to, if the model has only one candidate."""
        names = [f.name for f in own_fields(self.record.model) if isinstance(f, RichTextField | StreamField)]
        return names[0] if len(names) == 1 else None

    @staticmethod
    def field(model: type[models.Model], name: str) -> Any:
        try:
            return model._meta.get_field(name)
        except FieldDoesNotExist:
            return None

    def read_object(self, model: type[models.Model], written: dict[str, Any], at: tuple[str | int, ...]) -> Values:
        """Return the values of an object or a row; `at` is the path of its keys in the record."""
        fields = {f.name: f for f in own_fields(model)}
        relations = {f.name: f for f in own_relations(model)}
        rows = own_rows(model)
        values = Values()
        for name, item in written.items():
            line = self.record.line(*at, name)
            if isinstance(fields.get(name), PrecisionField):
                date = name.removesuffix("_precision")
                self.report(line, f'The precision of “{date}” follows from the date itself: {date} = "2017-05".')
            elif name in fields:
                self.read_field(values, fields[name], item, line)
            elif name in relations:
                values.relations[name] = self.read_list(relations[name], item, line)
            elif name in rows and isinstance(item, list) and all(isinstance(row, dict) for row in item):
                values.rows[name] = [
                    self.read_object(rows[name], row, (*at, name, index)) for index, row in enumerate(item)
                ]
            elif name in rows:
                self.report(line, f"“{name}” is a list of rows: write each under [[{name}]].")
            else:
                self.report(line, f"{model.__name__} has no field “{name}” that a file can set.")
        return values

    def read_list(self, target: models.ManyToManyField, item: Any, line: int) -> list[Any]:
        if not isinstance(item, list):
            self.report(line, f"“{target.name}” is a list: write it between [ and ].")
            return []
        return [self.read_reference(target, each, line, required=False) for each in item]

    def read_field(self, values: Values, target: models.Field, item: Any, line: int) -> None:
        """Add the value of one field for the item written."""
        if isinstance(target, models.ForeignKey):
            values.fields[target.name] = self.read_reference(target, item, line, required=not target.null)
            return
        if isinstance(target, PartialField):
            self.read_partial_date(values, target, item, line)
            return
        expected, words = next((way for kind, way in WRITTEN_TYPES.items() if isinstance(target, kind)), (str, "text"))
        # To Python a datetime is a date and true is a number; to an author they aren't.
        if not isinstance(item, expected) or (type(item) in (bool, datetime.datetime) and type(item) is not expected):
            self.report(line, f"“{target.name}” must be {words}.")
        elif isinstance(target, RichTextField | StreamField):
            self.read_text(values, target, str(item), line)
        else:
            try:
                values.fields[target.name] = target.clean(item.strip() if isinstance(item, str) else item, None)
            except ValidationError as error:
                for message in error.messages:
                    self.report(line, f"{target.name}: {message}")

    def read_partial_date(self, values: Values, target: PartialField, item: Any, line: int) -> None:
        """Add a date and its precision: 2017-05-20, "2017-05" or "May 2017", 2017 or "2017"."""
        has_time = isinstance(target, PartialDateTimeField)
        try:
            if type(item) in (str, int) and HAS_YEAR.search(str(item)):  # “Tuesday” means another day every week
                known = target.formfield().clean(str(item))
            elif type(item) is datetime.date:
                known = PartialDate(item)
            elif type(item) is datetime.datetime and has_time:
                known = PartialDate(timezone.make_aware(item) if timezone.is_naive(item) else item, DatePrecision.TIME)
            else:
                words = "a day with a time, a day, a month" if has_time else "a day, a month"
                self.report(line, f"“{target.name}” must be {words} or a year: 2017-06-22, “2017-06” or 2017.")
                return
        except ValidationError as error:
            for message in error.messages:
                self.report(line, f"{target.name}: {message}")
            return
        values.fields |= {target.name: target.stored(known), target.precision_name: known.precision.value}

    def read_text(self, values: Values, target: Any, text: str, line: int) -> None:
        """Add Markdown as the field stores it."""
        if isinstance(target, RichTextField):
            values.fields[target.name] = self.markdown.rich_text(text, line)
            return
        pieces = self.markdown.pieces(text, line, target.stream_block)
        place = f"{self.record.key}/{target.name}"
        values.fields[target.name] = [
            {"type": piece.block, "value": piece.value, "id": str(uuid.uuid5(BLOCK_IDS, f"{place}/{n}"))}
            for n, piece in enumerate(pieces)
        ]
        values.block_lines[target.name] = [piece.line for piece in pieces]

    def read_reference(self, target: models.Field, item: Any, line: int, *, required: bool) -> Any:
        """Return the reference for a foreign key or one of a list: an address for a page, otherwise a slug."""
        model: Any = target.related_model
        if not isinstance(item, str):
            self.report(line, f"“{target.name}” must name a record, between quotes.")
            return None
        if issubclass(model, Page):
            self.check_page(item, model, line)
            return PageReference(item, required=required)
        if (model, item) not in self.reader.snippets:
            self.report(line, f"There is no {model._meta.verbose_name} “{item}” in the content files.")
        return SnippetReference(model, item, required=required)
