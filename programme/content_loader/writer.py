"""Puts values into an object, checks it and publishes it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.fields import StreamField
from wagtail.models import Page, Revision, RevisionMixin

from cms.base.choices import Significance
from cms.base.partial_dates import PartialDate
from cms.models import BasePage, HubDocument
from cms.pages import last_update

from . import media
from .files import Record
from .problems import ProblemList, messages_by_field
from .references import Rows, TargetGoneError
from .values import Values, own_fields, own_relations, own_rows


def create(instance: models.Model, values: Values, rows: Rows, parent: Page | None) -> None:
    """Save a new object with its own fields, so that others can refer to it. `fill` adds the rest.

    Raises ValidationError.
    """
    _fill_fields(instance, values, rows)
    if values.file:
        media.give_file(instance, values.file)
    if parent is None:
        instance.full_clean()
        instance.save()
    else:
        parent.add_child(instance=instance)


def fill(instance: models.Model, values: Values, rows: Rows) -> None:
    """Give an object all its values, without saving it."""
    if values.file and not media.is_stored_as(instance, values.fields["file_hash"]):
        media.give_file(instance, values.file)
    _fill_fields(instance, values, rows)
    for relation in own_relations(type(instance)):
        _fill_relation(instance, relation, values, rows)
    for name, model in own_rows(type(instance)).items():
        _fill_rows(instance, name, model, values, rows)


def publish(instance: models.Model, updated: PartialDate | None = None, *, is_draft: bool = False) -> Revision | None:
    """Save and publish a filled object; for a page, `updated` is the date given in its file. A draft is only saved.

    Returns the revision, if it has revisions. Raises ValidationError.
    """
    if isinstance(instance, BasePage):
        # The initial content is no news to readers, so it isn't proposed for the newsletter.
        instance.change_significance = Significance.MINOR
    if isinstance(instance, RevisionMixin):
        revision = instance.save_revision()
        if is_draft:
            return revision
        # The loader writes an entry of its own in the history.
        revision.publish(log_action=False)
        if isinstance(instance, BasePage):
            last_update.record_loaded(instance, updated)
        return revision
    instance.full_clean()
    instance.save()
    return None


def check(instance: models.Model, record: Record, values: Values, problems: ProblemList) -> bool:
    """Return whether the rows and blocks of a filled object are valid; if not, add problems with their lines."""
    found = [
        *_row_problems(instance, record, values),
        *_block_problems(instance, values),
    ]
    for line, message in found:
        problems.add(record.file, line, message)
    return not found


def report(error: ValidationError, record: Record, values: Values, problems: ProblemList) -> None:
    """Add the errors of a ValidationError to the problems, at the lines of the record's fields."""
    for name, message in messages_by_field(error):
        line = (values.block_lines.get(name) or [record.line(name)])[0]
        problems.add(record.file, line, f"{name}: {message}" if name else message)


def _fill_fields(instance: models.Model, values: Values, rows: Rows) -> None:
    for field in own_fields(type(instance)):
        if type(instance) is HubDocument and field.name in media.FACTS and field.name not in values.fields:
            continue
        value = rows.resolve(values.fields[field.name]) if field.name in values.fields else field.get_default()
        if isinstance(field, StreamField):
            value = field.stream_block.to_python(value or [])
        setattr(instance, field.attname, value)


def _fill_relation(instance: models.Model, relation: models.ManyToManyField, values: Values, rows: Rows) -> None:
    keys = rows.resolve(values.relations.get(relation.name, []))
    found = relation.related_model._default_manager.in_bulk(keys) if keys else {}
    getattr(instance, relation.name).set([found[key] for key in keys])


def _fill_rows(instance: models.Model, name: str, model: type[models.Model], values: Values, rows: Rows) -> None:
    """Update the rows of one relation. Rows are matched by position, so that they keep their keys."""
    manager = getattr(instance, name)
    there = list(manager.all())
    wanted: list[Any] = []
    for row_values in values.rows.get(name, []):
        row: Any = there[len(wanted)] if len(wanted) < len(there) else model()
        try:
            _fill_fields(row, row_values, rows)
        except TargetGoneError:  # an editor deleted the row's target
            continue
        for relation in own_relations(model):
            _fill_relation(row, relation, row_values, rows)
        row.sort_order = len(wanted)
        wanted.append(row)
    manager.set(wanted)


def _row_problems(instance: models.Model, record: Record, values: Values) -> Iterator[tuple[int, str]]:
    for name, model in own_rows(type(instance)).items():
        parental_keys = [f.name for f in model._meta.fields if isinstance(f, ParentalKey)]
        for index, row in enumerate(getattr(instance, name).all()):
            try:
                row.full_clean(exclude=parental_keys)
            except ValidationError as error:
                for field, message in messages_by_field(error):
                    yield record.line(name, index, field), f"{field}: {message}" if field else message


def _block_problems(instance: models.Model, values: Values) -> Iterator[tuple[int, str]]:
    for field in own_fields(type(instance)):
        lines = values.block_lines.get(field.name)
        if not lines:
            continue
        try:
            field.stream_block.clean(getattr(instance, field.name))
        except ValidationError as error:
            for index, block_error in getattr(error, "block_errors", {}).items():
                # If a block was left out because its page was deleted, the others move up, so the line may be off by a
                # block.
                line = lines[index] if isinstance(index, int) and index < len(lines) else lines[0]
                yield from ((line, message) for message in _messages(block_error))
            for message in _messages(getattr(error, "non_block_errors", [])):
                yield lines[0], message


def _messages(error: Any) -> Iterator[str]:
    """Yield the messages of a block's error, with the names of their fields."""
    inside = getattr(error, "block_errors", None)
    if inside:
        for name, inner in inside.items() if isinstance(inside, dict) else enumerate(inside):
            yield from (f"{name}: {message}" for message in _messages(inner))
    elif isinstance(error, ValidationError):
        yield from error.messages
    elif error:
        yield from (message for inner in error for message in _messages(inner))
