"""Turns a `where` into a condition for the database.

Every name in a `where` has been checked against the input types, which are derived from the API's fields; no text of a
client is ever used as a lookup. Values become parameters, so that the statement is compiled once for all of them.

Null and empty conditions are ignored, so that a frontend can omit a variable; so is an empty text where a part of a text
is looked for, which an empty search field sends. An empty list of values or alternatives matches nothing: a frontend
whose choice came out empty must not get everything.

A relation only considers public rows, the same ones that the API's field would list. So no condition, negated or not,
reveals whether something hidden exists.
"""

from __future__ import annotations

import datetime
import enum
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, Field, Model, OuterRef, Q, QuerySet
from django.utils import timezone
from graphene.utils.str_converters import to_camel_case
from wagtail.models import Page, Site

from cms.base.dates import today
from cms.visibility.rule import Visibility
from cms.visibility.statements import Parameter, fitting, several
from cms.vocabularies.vocabulary import ChoiceVocabulary

from .errors import ApiError, ErrorCode
from .ids import number_of
from .keys import known_key
from .origins import Column, Computed, Origin, ToMany, ToOne, origins_of, rows_where

LOOKUPS = {
    "eq": "exact",
    "contains": "icontains",
    "starts_with": "istartswith",
    "less_than": "lt",
    "greater_than": "gt",
    "before": "lt",
    "from": "gte",
    "after": "gt",
}
PAGE_COLUMNS = ("title", "slug", "show_in_menus", "first_published_at", "last_published_at")
# Looking for a part of a text; every text has the empty one.
PARTS = ("contains", "starts_with")
# No filterable column has a longer text, and databases refuse long patterns with worse messages.
LONGEST_TEXT = 500

# Returns the condition for a visibility.
Build = Callable[[Visibility], Q]


class WhereValues:
    """The values of one `where`, by the names of their parameters."""

    def __init__(self) -> None:
        self.named: dict[str, Any] = {}

    def add(self, field: Field[Any, Any], value: Any) -> Parameter:
        """Return the parameter for a value to compare with the field. Raises ApiError if the value can't match."""
        return Parameter(self._keep(_fitting(field, value)))

    def add_several(self, field: Field[Any, Any], values: Iterable[Any]) -> str:
        """Return the name of a list of values for the lookup `among`. Raises ApiError as `add` does."""
        return self._keep(several(_fitting(field, value) for value in values))

    def _keep(self, value: Any) -> str:
        name = f"where{len(self.named)}"
        self.named[name] = value
        return name


def on_value(subject: str, field: Any, said: dict[str, Any], values: WhereValues) -> Q | None:
    """Return the condition on a column, or None if there is none. `subject` is a lookup made here, `field` its column's
    field."""
    conditions = []
    for operator, value in said.items():
        if value is None or _looks_for_nothing(operator, value):
            continue
        if operator == "is_null":
            conditions.append(Q(**{f"{subject}__isnull": value}))
        elif operator == "in":
            conditions.append(Q(**{f"{subject}__among": values.add_several(field, value)}))
        elif operator == "not":
            conditions.append(~Q(**{subject: values.add(field, value)}) | Q(**{f"{subject}__isnull": True}))
        else:
            conditions.append(Q(**{f"{subject}__{LOOKUPS[operator]}": values.add(field, value)}))
    return reduce(and_, conditions) if conditions else None


def _looks_for_nothing(operator: str, value: Any) -> bool:
    return operator in PARTS and value == ""


@dataclass(frozen=True)
class Condition:
    """A parsed `where`: a condition to compile, the values of its parameters, and its other inputs."""

    build: Build
    values: dict[str, Any]
    shape: Hashable
    models: tuple[type[Model], ...]

    def key(self, visibility: Visibility) -> Hashable:
        """Return every input of the condition besides the moment and its values."""
        return self.shape, today(), tuple(visibility.key(model) for model in self.models)


def condition_of(model: type[Model], where: dict[str, Any] | None, site: Site | None) -> Condition | None:
    """Return the condition of a `where` on rows of the model; None if it is empty.

    Raises ApiError (INVALID_VALUE) for an invalid value.
    """
    if not where:
        return None
    where = _plain(where)
    reader = _WhereReader(site)
    build = reader.of(model, where)
    if build is None:
        return None
    return Condition(build, reader.values.named, _shape(where), tuple(dict.fromkeys(reader.models)))


def _plain(said: Any) -> Any:
    """Return a `where` as plain dictionaries: in those of graphene, a field called `items` hides the method."""
    if isinstance(said, dict):
        return {name: _plain(said[name]) for name in said}
    return [_plain(one) for one in said] if isinstance(said, list) else said


def _shape(said: Any) -> Hashable:
    """Return a `where` without its values: two with the same shape have the same statement."""
    if isinstance(said, dict):
        return tuple((name, _shape(value)) for name, value in said.items())
    if isinstance(said, list) and any(isinstance(item, dict) for item in said):
        return tuple(_shape(item) for item in said)
    # True and false may be part of the statement (`isNull`, `hasTopics`), and an empty text leaves a part out.
    return said if said is None or isinstance(said, bool) or said == "" else type(said).__name__


class _WhereReader:
    """Reads one `where`, and collects its values and the models it uses."""

    def __init__(self, site: Site | None):
        self.site = site
        self.values = WhereValues()
        self.models: list[type[Model]] = []

    def of(self, model: type[Model], where: dict[str, Any]) -> Build | None:
        """Return the condition for rows of the model, or None if there is none."""
        parts = [self.part(model, name, said) for name, said in where.items() if said is not None]
        return _joined(and_, parts)

    def part(self, model: type[Model], name: str, said: Any) -> Build | None:
        if name == "OR" and not said:
            return _fixed(Q(pk__in=[]))
        if name in ("AND", "OR"):
            return _joined(and_ if name == "AND" else or_, [self.of(model, inner) for inner in said])
        if name == "NOT":
            return _negated(self.of(model, said))
        if name == "id":
            return _fixed(on_value("pk", model._meta.pk, _keys(said, model), self.values))
        if issubclass(model, Page) and name == "database_id":
            return _fixed(on_value("pk", Page._meta.pk, said, self.values))
        if issubclass(model, Page) and name in PAGE_COLUMNS:
            return _fixed(on_value(name, model._meta.get_field(name), said, self.values))
        if issubclass(model, Page) and name == "path":
            return _fixed(self.on_path(said))
        if model is Page and name == "type":
            return _fixed(on_value("content_type", model._meta.get_field("content_type"), _types(said), self.values))
        origins = origins_of(model)
        if name in origins:
            return self.on(model, name, origins[name][0], said)
        relation: Any = origins[name.removeprefix("has_")][0]
        any_of = self.related(relation, None)
        return any_of if said else _negated(any_of)

    def on(self, model: type[Model], name: str, origin: Origin, said: Any) -> Build | None:
        if isinstance(origin, Column):
            if origin.keyed:
                check_keys(to_camel_case(name), said, origin.kind)
            return _fixed(on_value(origin.source, model._meta.get_field(origin.source), said, self.values))
        if isinstance(origin, Computed):
            return _fixed(origin.condition(said, self.values))
        inner = self.of(apps.get_model(origin.target), said)
        return None if inner is None else self.related(origin, inner)

    def related(self, origin: ToOne | ToMany, inner: Build | None) -> Build:
        """Return the condition that a visible row of the relation matches.

        A subquery, not a join: a row with several matches is returned once, and `NOT` means that none matches.
        """
        model = apps.get_model(origin.target)
        self.models.append(model)

        def build(visibility: Visibility) -> Q:
            queryset = _visible(model, visibility)
            if inner is not None:
                queryset = queryset.filter(inner(visibility))
            if isinstance(origin, ToOne):
                return Q(**{f"{origin.source}__in": queryset.values("pk")})
            if visibility.walking:
                return Q(Exists(queryset.filter(rows_where(origin.where), **{origin.via: OuterRef("pk")})))
            # Without NULL keys: in SQL, nothing is outside a set that contains NULL.
            queryset = queryset.filter(rows_where(origin.where), **{f"{origin.via}__isnull": False})
            return Q(pk__in=queryset.values(origin.via))

        return build

    def on_path(self, said: dict[str, Any]) -> Q | None:
        root = self.site.root_page.url_path if self.site else "/"
        whole = {}
        for operator, path in said.items():
            if path is None or _looks_for_nothing(operator, path):
                continue
            if not path.startswith("/"):
                raise ApiError(ErrorCode.INVALID_VALUE, "A path on the site begins with a slash.")
            whole[operator] = root + (path.strip("/") + "/" if operator == "eq" and path.strip("/") else path[1:])
        return on_value("url_path", Page._meta.get_field("url_path"), whole, self.values)


def _visible(model: type[Model], visibility: Visibility) -> QuerySet[Any]:
    return visibility.filter(model._default_manager.order_by())


def _fixed(condition: Q | None) -> Build | None:
    return None if condition is None else lambda visibility: condition


def _negated(build: Build | None) -> Build | None:
    return None if build is None else lambda visibility: ~build(visibility)


def _joined(join: Callable[[Q, Q], Q], builds: Iterable[Build | None]) -> Build | None:
    saying = [build for build in builds if build is not None]
    if len(saying) < 2:
        return saying[0] if saying else None
    return lambda visibility: reduce(join, [build(visibility) for build in saying])


def _each(said: dict[str, Any], change: Callable[[Any], Any]) -> dict[str, Any]:
    """Return the conditions with every value converted."""
    return {
        operator: value if value is None else [change(one) for one in value] if operator == "in" else change(value)
        for operator, value in said.items()
    }


def _keys(said: dict[str, Any], model: type[Model]) -> dict[str, Any]:
    return _each(said, lambda value: number_of(value, model))


def check_keys(name: str, said: dict[str, Any], vocabulary: ChoiceVocabulary) -> None:
    """Raise ApiError (INVALID_VALUE) if a `KeyFilter` has a key that isn't in the vocabulary."""
    _each(said, lambda key: known_key(name, key, vocabulary.values))


def _types(said: dict[str, Any]) -> dict[str, Any]:
    return _each(said, lambda chosen: ContentType.objects.get_for_model(apps.get_model(chosen.value)).pk)


def _fitting(field: Field[Any, Any], value: Any) -> Any:
    if isinstance(value, enum.Enum):
        value = value.value
    if isinstance(value, datetime.datetime):
        value = _moment(value)
    check_text(value)
    return fitting(field, value)


def check_text(value: Any) -> None:
    """Raise ApiError (INVALID_VALUE) if a value of a `where` is a text that is too long or holds a null byte."""
    if isinstance(value, str):
        if len(value) > LONGEST_TEXT:
            raise ApiError(ErrorCode.INVALID_VALUE, f"A text in `where` has {LONGEST_TEXT} characters at most.")
        if "\0" in value:
            raise ApiError(ErrorCode.INVALID_VALUE, "A text in `where` holds a null byte.")


def _moment(value: datetime.datetime) -> datetime.datetime:
    try:
        return (timezone.make_aware(value) if timezone.is_naive(value) else value).astimezone(datetime.UTC)
    except OverflowError:
        raise ApiError(ErrorCode.INVALID_VALUE, "This moment is out of range.") from None
