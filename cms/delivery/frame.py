"""Data for the frame of every public page: names, the pages in header and footer, and lists that apps add.

It is read with one statement per period, compiled once for each set of hidden pages: the first reader after a change
waits for it on any page, and a dozen querysets would take as long as the page itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.db.models.query import get_related_populators

from cms.base.registry import Registry
from cms.visibility.rule import Visibility
from cms.visibility.statements import Statement, statement, together

List = Callable[[Visibility], QuerySet[Any]]

# Lists read with the frame. They may depend on the clock only through `visibility.now`.
parts: Registry[List] = Registry("part of the frame")


class Objects(Statement):
    """A compiled queryset of a model, whose rows become objects with their annotations."""

    def describe(self, compiler: Any, queryset: QuerySet[Any]) -> None:
        select, of = compiler.select, compiler.klass_info
        self.model = of["model"]
        places = of["select_fields"]
        self.place = slice(places[0], places[-1] + 1)
        self.names = [column.target.attname for column, *_ in select[self.place]]
        self.related = get_related_populators(of, select, self.alias)  # type: ignore[call-arg]  # Django 6 takes one more
        self.annotated = list((compiler.annotation_col_map or {}).items())

    def made(self, rows: Iterable[Sequence[Any]]) -> list[Any]:
        """Return the objects of rows."""
        found = []
        for row in rows:
            thing = self.model.from_db(self.alias, self.names, row[self.place])
            for populator in self.related:
                populator.populate(row, thing)
            for name, place in self.annotated:
                setattr(thing, name, row[place])
            found.append(thing)
        return found


def part(visibility: Visibility, name: str) -> list[Any]:
    """Return the objects of a registered list; empty if there is no site. Read-only."""
    if visibility.site is None:
        return []
    return visibility.fact(("frame", visibility.site.pk), lambda: read(visibility, parts))[name]


def read(visibility: Visibility, lists: Mapping[str, List]) -> dict[str, list[Any]]:
    """Return the objects of each list, read with one statement."""
    view = visibility.in_statements()
    compiled = [statement(("frame", build, visibility.sees), partial(build, view), Objects) for build in lists.values()]
    rows = together([(one, visibility.values) for one in compiled])
    return {name: one.made(found) for name, one, found in zip(lists, compiled, rows, strict=True)}
