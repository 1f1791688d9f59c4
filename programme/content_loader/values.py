"""Turns a record into values for its model's fields. References stay names; see `references`."""

from __future__ import annotations

import datetime
import hashlib
import json
import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
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
from cms.models import HubImage
from cms.pages.models.translated_texts import TranslatedTextsField
from cms.signposts.fields import SeveralKeysField

from . import media
from .files import Record
from .markdown import MarkdownReader
from .problems import ProblemList
from .references import LinkedRichText, PageReference, Reference, SnippetReference

PartialField = PartialDateField | PartialDateTimeField
HAS_YEAR = re.compile("[0-9]{4}")
PAGE_FIELDS = ("title", "slug", "seo_title", "search_description", "show_in_menus", "expire_at")
TEXT_FIELD_KEY = "markdown"
# When the source of a page's text was published, and when the text was last checked against it. Not fields of the page: the
# later of the two is its “Last updated” (`cms.pages.last_update`).
DATE_KEYS = ("published", "checked")
# Of a page: the address of the original of an alias, and that of a translation.
ALIAS_KEY, TRANSLATES_KEY = "alias_of", "translates"
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
    TranslatedTextsField: (dict, "a table of languages between { and }"),
    models.JSONField: (list, "a list between [ and ]"),
    models.TimeField: (datetime.time, "a time, such as 10:30:00"),
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
    alias_of: str = ""  # the address of the original, if the page is an alias
    translates: str = ""  # the address of the page that a page in another language translates
    is_draft: bool = False  # of a page that somebody must finish before it is public
    file: Path | None = None  # of a picture or a file; its hash is a field

    def digest(self) -> str:
        """Return a fingerprint: equal values have the same one, however they are written in the file."""
        text = json.dumps(self, default=_as_json, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def _as_json(value: Any) -> Any:
    match value:
        case Values():
            dated = [value.updated.iso] if value.updated else []
            draft = ["draft"] if value.is_draft else []
            others = [value.alias_of, value.translates] if value.alias_of or value.translates else []
            return [value.fields, value.relations, value.rows, *dated, *draft, *others]
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
    if names := media.CONTENT.get(model):
        return [field for field in model._meta.concrete_fields if field.name in names]
    drafts = {f.name for mixin in (DraftStateMixin, RevisionMixin) for f in mixin._meta.local_fields} - {"expire_at"}
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
    if model in media.CONTENT:
        return []
    return [f for f in model._meta.many_to_many if f.editable and f.model is not Page]


def own_rows(model: type[models.Model]) -> dict[str, type[models.Model]]:
    """Return the models of the rows edited as part of a model, by the name of the relation."""
    return {
        str(relation.get_accessor_name()): relation.related_model
        for relation in model._meta.related_objects
        if isinstance(relation.field, ParentalKey) and relation.field.model._meta.app_label != "wagtailcore"
    }


def named_rows(model: type[models.Model]) -> dict[str, type[models.Model]]:
    """Return the models of those rows to which other records can refer by name, by the name of the relation."""
    return {name: row for name, row in own_rows(model).items() if naming_field(row)}


def naming_field(model: type[models.Model]) -> str:
    """Return the field by which a row of a setting is named: its slug, or the handle of a social channel; or nothing."""
    names = {field.name for field in model._meta.fields}
    return next((name for name in ("slug", "handle") if name in names), "")


class Reader:
    """Reads records into values, with the checks that need no database."""

    def __init__(self, records: Iterable[Record], problems: ProblemList, front: Page | None = None):
        """`front` is the page at the top if the files have none."""
        self.problems = problems
        self.pages: dict[str, Any] = {"/": front.specific_class} if front else {}
        self.pages |= {record.path: record.model for record in records if record.is_page}
        self.snippets = {(record.model, record.slug) for record in records if record.slug and not record.is_page}
        self.used: set[tuple[type[models.Model], str]] = set()
        for record in records:
            if not record.slug:
                for name, model in named_rows(record.model).items():
                    rows = record.values.get(name)
                    found = [row.get(naming_field(model)) for row in rows or () if isinstance(row, dict)]
                    self.snippets |= {(model, each) for each in found if each}

    def values(self, record: Record) -> Values:
        """Return the values that a record's object should have. Mistakes become problems with their lines."""
        reader = _RecordReader(self, record)
        return reader.read_medium() if record.is_medium else reader.read()

    def check_use(self, records: Iterable[Record]) -> None:
        """Report pictures and files that nothing uses, once all values are read."""
        for record in records:
            if record.is_medium and (record.model, record.slug) not in self.used:
                self.problems.add(record.file, record.line(), f"Nothing in the content files uses “{record.slug}”.")


class _RecordReader:
    """The reading of one record."""

    def __init__(self, reader: Reader, record: Record):
        self.reader = reader
        self.record = record
        self.markdown = MarkdownReader(report=self.report, check_page=self.check_page, refer=self.refer)

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
        if record.slug and any(f.name == "slug" for f in record.model._meta.fields):
            written["slug"] = record.slug
        text_field = written.pop(TEXT_FIELD_KEY, None)
        if not isinstance(text_field, str | None):
            self.report(record.line(TEXT_FIELD_KEY), f"“{TEXT_FIELD_KEY}” must name a field, between quotes.")
            text_field = None
        text_field = text_field or self.only_text_field()
        alias_of, translates = (self.read_other_page(written, name) for name in (ALIAS_KEY, TRANSLATES_KEY))
        is_draft = written.pop("draft", False) if record.is_page else False
        if not isinstance(is_draft, bool):
            self.report(record.line("draft"), "“draft” must be true or false.")
        dates = [(name, written.pop(name)) for name in DATE_KEYS if record.is_page and name in written]
        values = self.read_object(record.model, written, ())
        values.is_draft = is_draft is True
        values.alias_of, values.translates = alias_of, translates
        if alias_of and (set(record.values) - {ALIAS_KEY} or record.text.strip()):
            self.report(
                record.line(ALIAS_KEY), f"A page with “{ALIAS_KEY}” has the content of that page, and none here."
            )
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

    def read_other_page(self, written: dict[str, Any], name: str) -> str:
        """Take the address of a page of the same type from the keys of a page; empty if none is given."""
        if not self.record.is_page or name not in written:
            return ""
        path, line = written.pop(name), self.record.line(name)
        if not isinstance(path, str):
            self.report(line, f"“{name}” must be the address of a page, between quotes.")
            return ""
        self.check_page(path, self.record.model, line)
        if name == TRANSLATES_KEY and not self.record.language:
            self.report(
                line, "A page that translates another is in the folder of its language, such as “translations/gd”."
            )
        return path

    def read_medium(self) -> Values:
        """Return the values of a picture or file, and its file."""
        record = self.record
        written = {name: item for name, item in record.values.items() if name not in ("file", "focal_point")}
        if record.model is HubImage and not str(written.get("description", "")).strip():
            self.report(record.line(), "A picture needs a “description” for people who can't see it.")
        values = self.read_object(record.model, {"title": record.slug} | written, ())
        if record.model is HubImage:
            values.fields |= media.focal_point(record, self.reader.problems)
        values.file = media.file_of(record, self.reader.problems)
        if values.file:
            values.fields["file_hash"] = media.hash_of(values.file)
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
            elif name in fields and name not in (*media.FOCAL_POINT, "file_hash"):
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
        return self.refer(model, item, line, required)

    def refer(self, model: type[models.Model], name: str, line: int, required: bool) -> Reference:
        """Return the reference to a record of the files; report one that isn't there."""
        if issubclass(model, Page):
            self.check_page(name, model, line)
            return PageReference(name, required=required)
        if (model, name) not in self.reader.snippets:
            self.report(line, f"There is no {model._meta.verbose_name} “{name}” in the content files.")
        self.reader.used.add((model, name))
        return SnippetReference(model, name, required=required)
