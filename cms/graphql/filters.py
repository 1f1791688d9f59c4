"""From a `where` to a condition for the database.

Every name in a `where` was checked against the input types, which were derived from what the API shows; nothing that a
client writes is ever a lookup. What is null or empty says nothing, so that a frontend can leave a variable out.

A relation only ever counts the rows that the public may see, and those the same field of the API would list. So no
condition, negated or not, tells whether something hidden exists: for this API it doesn't.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from functools import reduce
from operator import and_, or_
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Model, Q, QuerySet
from django.utils import timezone
from wagtail.models import Page

from .context import Context
from .errors import ApiError, ErrorCode
from .reading import Column, Computed, Reads, ToMany, ToOne, reads_of

LOOKUPS = {
    "eq": "exact",
    "in": "in",
    "contains": "icontains",
    "starts_with": "istartswith",
    "less_than": "lt",
    "greater_than": "gt",
    "before": "lt",
    "from": "gte",
    "after": "gt",
    "is_null": "isnull",
}
PAGE_COLUMNS = ("title", "slug", "show_in_menus", "first_published_at", "last_published_at")
# A longer text stands in no column that can be asked for, and a database refuses long patterns in worse words.
LONGEST_TEXT = 500


def narrow(queryset: QuerySet, where: dict[str, Any] | None, context: Context) -> QuerySet:
    """Return the rows that fit. Raises ApiError (INVALID_VALUE) for a value that makes no sense."""
    condition = _Conditions(context).of(queryset.model, where) if where else None
    return queryset if condition is None else queryset.filter(condition)


def on_value(subject: str, said: dict[str, Any]) -> Q | None:
    """Return the condition on a column, or None when nothing is said. `subject` is a lookup made here."""
    conditions = []
    for operator, value in said.items():
        if value is None:
            continue
        value = _values(subject, value) if operator == "in" else _clean(subject, value)
        if operator == "not":
            conditions.append(~Q(**{subject: value}) | Q(**{f"{subject}__isnull": True}))
        else:
            conditions.append(Q(**{f"{subject}__{LOOKUPS[operator]}": value}))
    return _all(conditions)


class _Conditions:
    """Makes conditions for one request."""

    def __init__(self, context: Context):
        self.context = context

    def of(self, model: type[Model], where: dict[str, Any]) -> Q | None:
        """Return the condition for rows of the model, or None when nothing is said."""
        conditions = (self.part(model, name, said) for name, said in where.items() if said is not None)
        return _all(condition for condition in conditions if condition is not None)

    def part(self, model: type[Model], name: str, said: Any) -> Q | None:
        if name in ("AND", "OR"):
            parts = [part for part in (self.of(model, inner) for inner in said) if part is not None]
            return reduce(and_ if name == "AND" else or_, parts) if parts else None
        if name == "NOT":
            condition = self.of(model, said)
            return None if condition is None else ~condition
        if name == "id":
            return on_value("pk", said)
        if issubclass(model, Page) and name in PAGE_COLUMNS:
            return on_value(name, said)
        if issubclass(model, Page) and name == "path":
            return self.on_path(said)
        if model is Page and name == "type":
            return _on_type(said)
        reads = reads_of(model)
        if name in reads:
            return self.on(model, reads[name][0], said)
        condition = self.related(reads[name.removeprefix("has_")][0], None)
        return condition if said else ~condition

    def on(self, model: type[Model], reads: Reads, said: Any) -> Q | None:
        if isinstance(reads, Column):
            return on_value(reads.source, said)
        if isinstance(reads, Computed):
            return reads.condition(said)
        inner = self.of(apps.get_model(reads.target), said)
        return None if inner is None else self.related(reads, inner)

    def related(self, reads: ToOne | ToMany, inner: Q | None) -> Q:
        """Return the condition that a visible row of the relation fits.

        A subquery, not a join: a row that several related ones fit comes once, and `NOT` means that none fits.
        """
        queryset = _visible(apps.get_model(reads.target), self.context)
        if inner is not None:
            queryset = queryset.filter(inner)
        if isinstance(reads, ToOne):
            return Q(**{f"{reads.source}__in": queryset.values("pk")})
        # Without empty keys: nothing is outside a set with an empty key in it, as databases see it.
        queryset = queryset.filter(reads.condition()).annotate(_parent=F(reads.via)).filter(_parent__isnull=False)
        return Q(pk__in=queryset.values("_parent"))

    def on_path(self, said: dict[str, Any]) -> Q | None:
        conditions = []
        for operator, path in said.items():
            if path is None:
                continue
            if not path.startswith("/"):
                raise ApiError(ErrorCode.INVALID_VALUE, "A path on the site begins with a slash.")
            root = self.context.site.root_page.url_path if self.context.site else "/"
            whole = root + _clean("path", path)[1:]
            if operator == "eq":
                conditions.append(Q(url_path=whole.rstrip("/") + "/"))
            else:
                conditions.append(Q(url_path__istartswith=whole))
        return _all(conditions)


def _visible(model: type[Model], context: Context) -> QuerySet:
    return context.visibility.filter(model._default_manager.all())


def _on_type(said: dict[str, Any]) -> Q | None:
    """Return the condition on what sort of page a page is."""
    keys = {
        operator: [_type_key(v) for v in value] if operator == "in" else _type_key(value)
        for operator, value in said.items()
        if value is not None
    }
    return on_value("content_type_id", keys)


def _type_key(chosen: Any) -> int:
    return ContentType.objects.get_for_model(apps.get_model(chosen.value)).pk


def _all(conditions: Iterable[Q]) -> Q | None:
    conditions = list(conditions)
    return reduce(and_, conditions) if conditions else None


def _values(subject: str, values: list[Any]) -> list[Any]:
    return [_clean(subject, value) for value in values]


def _clean(subject: str, value: Any) -> Any:
    """Return a value as the database takes it. Raises ApiError for one that no column can hold."""
    if isinstance(value, datetime.datetime):
        return _moment(value)
    if subject == "pk":
        if not (isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 19):
            raise ApiError(ErrorCode.INVALID_VALUE, "An `id` is a number, as the API gives it.")
        return int(value)
    if isinstance(value, str):
        if len(value) > LONGEST_TEXT:
            raise ApiError(ErrorCode.INVALID_VALUE, f"A text in `where` has {LONGEST_TEXT} characters at most.")
        if "\0" in value:
            raise ApiError(ErrorCode.INVALID_VALUE, "A text in `where` holds a null byte.")
    return value


def _moment(value: datetime.datetime) -> datetime.datetime:
    try:
        return (timezone.make_aware(value) if timezone.is_naive(value) else value).astimezone(datetime.UTC)
    except OverflowError:
        raise ApiError(ErrorCode.INVALID_VALUE, "This moment is outside the calendar.") from None
