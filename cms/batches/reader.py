"""What one request has already read of the public content.

Objects that were read together are *peers*. When one of them is asked for a relation, it is read for all of them in one
query, so the number of statements never depends on how many rows there are. Nothing here outlives the request.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from wagtail.models import Page

from cms.history.counts import kept_count
from cms.history.past import in_the_present, is_past
from cms.visibility.period import Period
from cms.visibility.rule import SEEN_BY, Visibility
from cms.visibility.statements import CountAll, Statement, rows_of_all, several, statement, together

from .peers import PEERS, Peers
from .shapes import ReadPlan, Shape

# Returns the rows to read, for the visibility of a statement to compile.
BuildQuery = Callable[[Visibility], QuerySet[Any]]


class StatementPart(NamedTuple):
    """One of several statements to be run together; what each is, `BatchReader.read` explains."""

    key: Hashable
    build: BuildQuery
    values: dict[str, Any]


class BatchReader:
    """Reads what the public may see, in batches. A GraphQL request has its own kind, `cms.graphql.context.Context`.

    `seen` collects what was read, as (class, key): the tags of the answer.
    """

    def __init__(self, visibility: Visibility, plan: ReadPlan | None = None):
        self.visibility = visibility
        self.site = visibility.site
        self.plan = plan or ReadPlan()
        self.seen: set[tuple[type[Model], Any]] = set()
        self._shared: dict[Hashable, Any] = {}
        self._found: dict[type[Model], dict[Any, Model | None]] = defaultdict(dict)
        self._expected: dict[type[Model], set[Any]] = defaultdict(set)
        # Pages to which texts link, with the columns shared by all pages.
        self._linked: dict[Any, Page | None] = {}
        self._expected_links: set[Any] = set()

    @classmethod
    def for_visibility(cls, visibility: Visibility) -> BatchReader:
        """Return the reader that belongs to a request's visibility; the same one however often it is asked for."""
        kept = vars(visibility)
        if "_reader" not in kept:
            kept["_reader"] = cls(visibility)
        return kept["_reader"]

    def shared(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """Return the request's value for the key, which is made on the first call."""
        if key not in self._shared:
            self._shared[key] = make()
        return self._shared[key]

    def expect(self, model: type[Model], keys: Iterable[Any]) -> None:
        """Announce keys that are likely to be needed; the next `get` reads them all at once."""
        model = self._kind(model)
        self._expected[model].update(key for key in keys if key not in self._found[model])

    def expect_links(self, keys: Iterable[Any]) -> None:
        """Announce keys of pages likely to be needed by `linked`."""
        self._expected_links.update(key for key in keys if key not in self._linked)

    def expect_linked(self) -> None:
        """Announce all pages announced by `expect_links` for `get` as well."""
        self.expect(Page, {*self._linked, *self._expected_links})

    def get(self, model: type[Model], key: Any) -> Model | None:
        """Return the visible object with the key, or None. For `Page` it is the specific page."""
        model = self._kind(model)
        found = self._found[model]
        if key not in found:
            self.expect(model, [key])
            wanted, self._expected[model] = self._expected[model], set()
            found.update(dict.fromkeys(wanted))
            group = self._specific(wanted) if model is Page else self._all_of(model, wanted)
            for thing in group:
                found[thing.pk] = thing
        return found[key]

    def linked(self, key: Any) -> Page | None:
        """Return the visible page with the key, with only the columns shared by all pages, or None."""
        if key in self._found[Page]:
            return self._found[Page][key]
        if key not in self._linked:
            # Objects chosen in the same texts are read by the same statement.
            wanted, self._expected[Page] = self._expected[Page], set()
            self._expected_links.add(key)
            self._found[Page].update(dict.fromkeys(wanted))
            for page in self._specific(wanted):
                self._found[Page][page.pk] = page
        return self._found[Page][key] if key in self._found[Page] else self._linked[key]

    def _kind(self, model: type[Model]) -> type[Model]:
        """Return the model as which objects are read: `Page` for all pages if the document only needs shared columns."""
        return Page if issubclass(model, Page) and self.plan.shape(model).is_common else model

    def read(
        self,
        model: type[Model],
        key: Hashable,
        build: BuildQuery,
        values: dict[str, Any],
        extra: tuple[str, ...] = (),
        group: Peers | None = None,
    ) -> list[tuple[Model, list[Any]]]:
        """Run a statement and return its objects, peers of each other, each with the values of `extra` columns.

        `build` takes the visibility to filter by and returns the queryset. `key` must cover every other input of
        `build` except the `values` of its parameters: two inputs under one key would share SQL. An object in several
        rows is made once. With `group` the objects join it.
        """
        shape = self.plan.shape(model)
        rows = self._compiled(model, key, build, shape.names + extra).rows({**values, **self.visibility.values})
        return self._objects(shape, rows, Peers() if group is None else group)

    def read_each(
        self, model: type[Model], parts: Iterable[StatementPart], extra: tuple[str, ...]
    ) -> list[tuple[Model, list[Any]]]:
        """Run several statements for objects of a model as one, and return their results in turn."""
        shape = self.plan.shape(model)
        names = shape.names + extra
        rows = rows_of_all(
            [
                (self._compiled(model, part.key, part.build, names), {**part.values, **self.visibility.values})
                for part in parts
            ]
        )
        return self._objects(shape, rows, Peers())

    def _compiled(self, model: type[Model], key: Hashable, build: BuildQuery, names: tuple[str, ...] = ()) -> Statement:
        visibility = self.visibility

        def queryset() -> QuerySet[Any]:
            built = build(visibility.in_statements())
            return built.values_list(*names) if names else built

        return statement((key, names, visibility.key(model)), queryset)

    def _objects(self, shape: Shape, rows: list[list[Any]], group: Peers) -> list[tuple[Model, list[Any]]]:
        marks = {PEERS: group, SEEN_BY: self.visibility}
        made: dict[Any, Model] = {}
        found = []
        for row in rows:
            thing = made.get(row[0])
            if thing is None:
                thing = made[row[0]] = shape.make(row, marks)
                group.append(thing)
            found.append((thing, row[shape.width :]))
        self.seen.update((shape.model, key) for key in made)
        return found

    def values(self, model: type[Model], key: Hashable, build: BuildQuery, values: dict[str, Any]) -> list[list[Any]]:
        """Run a statement that returns no objects, such as a count, and return its rows. Otherwise as `read`."""
        return self._compiled(model, key, build).rows({**values, **self.visibility.values})

    def count(
        self,
        model: type[Model],
        key: Hashable,
        build: BuildQuery,
        values: Mapping[str, Any] = MappingProxyType({}),
        *,
        is_all: bool = False,
    ) -> int:
        """Return the number of rows, which is kept for the period, because counting slows down as lists grow.

        `is_all` says that `build` returns all visible rows of the model.
        """

        def counted(rows: QuerySet[Any]) -> QuerySet[Any]:
            return rows.order_by().values_list(CountAll())

        def read() -> int:
            kept = kept_count(model) if is_all and is_past() else None
            return sum(self.numbers(model, ("count", key), build, counted, dict(values), kept=kept).values())

        bound = repr(values) if values else ""
        return self.visibility.fact(("count", model, key, bound, self.visibility.key(model)), read)

    def numbers(
        self,
        model: type[Model],
        key: Hashable,
        build: BuildQuery,
        counted: Callable[[QuerySet[Any]], QuerySet[Any]],
        values: dict[str, Any],
        *,
        links: tuple[BuildQuery, str] | None = None,
        kept: QuerySet[Any] | None = None,
    ) -> dict[tuple[Any, ...], int]:
        """Return the numbers of the visible rows of `build` by groups. One statement.

        `counted` makes of rows a `values_list` whose last column is their number, and whose others name the group.
        `links` builds rows of another table, as many as those of `build` if these were all public, and is the lookup from
        them to pages. `kept` selects the number of all rows, if that is known.

        Most pages are public. To count these, each would have to be looked at. So all rows are counted, which a database
        does in an index, and then those of hidden pages: both at once, since a new draft, which is hidden, ends no period.
        """
        if not (issubclass(model, Page) and self._hides_few()):
            rows = self.values(model, ("numbers", model, key), lambda visibility: counted(build(visibility)), values)
            return {tuple(group): number for *group, number in rows}

        build_all, pages = links or (build, "pk")

        def all_rows(visibility: Visibility) -> QuerySet[Any]:
            visibility.unruled = model
            return build_all(visibility)

        def of_all(visibility: Visibility) -> QuerySet[Any]:
            return counted(all_rows(visibility)) if kept is None else kept

        def of_hidden(visibility: Visibility) -> QuerySet[Any]:
            return counted(all_rows(visibility).filter(**{f"{pages}__in": visibility.hidden_pages()}))

        bound = {**values, **self.visibility.values}
        parts = (("numbers of all", kept is None, of_all), ("numbers of hidden", True, of_hidden))
        everything, hidden = together(
            [(self._compiled(model, (*name, model, key), part), bound) for *name, part in parts]
        )
        found = {tuple(group): number for *group, number in everything}
        for *group, number in hidden:
            found[tuple(group)] -= number
        return found

    def _hides_few(self) -> bool:
        with self.for_estimates() as reader:
            return reader.visibility.hides_few

    @contextmanager
    def for_estimates(self) -> Iterator[BatchReader]:
        """Yield a reader whose counts are near enough to choose how a list is read: this one, or while a past moment is
        read one of today, whose counts are mostly known. Of the past each state would have to be looked at."""
        if not is_past():
            yield self
            return
        with in_the_present() as present:
            today = self._today(present) if present else None
            if today:
                yield today
        if not today:
            yield self

    def _today(self, present: Period) -> BatchReader | None:
        """Return a reader of the same site as it is today; None if there is no such site any more.

        What is kept for the present period must not be of the site of a past day: its front page may have been another.
        """
        for one in Visibility(None, period=present).sites:
            if one.site_key == self.visibility.site_key:
                site = present.fact(("site of estimates", one.site_key), one.read_site)
                return BatchReader(Visibility(site, period=present)) if site else None
        return None

    def edges(
        self,
        model: type[Model],
        key: Hashable,
        build: BuildQuery,
        values: dict[str, Any],
        extra: tuple[str, ...],
    ) -> Sequence[tuple[Model | None, list[Any]]]:
        """Return the objects of a list as `read` does, with pages of all types as specific pages.

        A page deleted between two statements is returned as None.
        """
        if model is not Page:
            return self.read(model, key, build, values, extra)
        return self.read_pages(key, build, values, extra)

    def edges_of_each(
        self, model: type[Model], parts: list[StatementPart], extra: tuple[str, ...]
    ) -> Sequence[tuple[Model | None, list[Any]]]:
        """Return the objects of several lists in turn, as `edges` does."""
        if model is not Page:
            return self.read_each(model, parts, extra)
        return self._read_pages(parts, extra)

    def read_pages(
        self,
        key: Hashable,
        build: BuildQuery,
        values: dict[str, Any],
        extra: tuple[str, ...] = (),
    ) -> list[tuple[Page | None, list[Any]]]:
        """Run a statement for pages of any type and return specific pages. Otherwise as `edges`.

        One statement for the shared columns, and one for each type with further columns selected.
        """
        return self._read_pages([StatementPart(key, build, values)], extra)

    def _read_pages(
        self, parts: list[StatementPart], extra: tuple[str, ...], links: frozenset[Any] = frozenset()
    ) -> list[tuple[Page | None, list[Any]]]:
        """Return pages of several lists; those in `links` with the shared columns only."""
        shape = self.plan.common_shape
        names = shape.names + extra
        rows = rows_of_all(
            [
                (
                    self._compiled(Page, ("pages", part.key), part.build, names),
                    {**part.values, **self.visibility.values},
                )
                for part in parts
            ]
        )
        group = Peers()
        marks = {PEERS: group, SEEN_BY: self.visibility}
        kind_at = shape.names.index("content_type_id")
        pages: dict[int, Page | None] = {}
        incomplete: dict[type[Page], list[int]] = defaultdict(list)
        for row in rows:
            if row[0] not in pages:
                model = ContentType.objects.get_for_id(row[kind_at]).model_class() or Page
                if row[0] in links or self.plan.shape(model).is_common:
                    pages[row[0]] = shape.make(row, marks, model)
                else:
                    pages[row[0]] = None
                    incomplete[model].append(row[0])
        group.extend(page for page in pages.values() if page is not None)
        self.seen.update((Page, key) for key in pages)
        for model, keys in incomplete.items():
            pages.update((page.pk, page) for page in self._all_of(model, keys, group))
        return [(pages[row[0]], row[shape.width :]) for row in rows]

    def _all_of(self, model: type[Model], keys: Iterable[Any], group: Peers | None = None) -> list[Model]:
        def build(visibility: Visibility) -> QuerySet[Any]:
            return visibility.filter(model._default_manager.filter(pk__among="keys").order_by())

        read = self.read(model, ("get", model), build, {"keys": several(keys)}, group=group)
        return [thing for thing, _ in read]

    def _specific(self, keys: set[Any]) -> list[Page]:
        """Return the pages with the keys, reading linked pages with them."""

        def build(visibility: Visibility) -> QuerySet[Any]:
            return visibility.filter(Page.objects.filter(pk__among="keys").order_by())

        links, self._expected_links = frozenset(self._expected_links - keys), set()
        self._linked.update(dict.fromkeys(links))
        found = self._read_pages([StatementPart("get", build, {"keys": several(keys | links)})], (), links)
        pages = [page for page, _ in found if page is not None]
        self._linked.update((page.pk, page) for page in pages if page.pk in links)
        return [page for page in pages if page.pk not in links]
