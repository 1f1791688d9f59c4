"""What one request knows, and what it has already read.

Objects that were read together are *peers*. When one of them is asked for a relation, it is read for all of them in one
query, so the number of statements depends on the document alone and never on how many rows there are. Nothing here
outlives the request.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from wagtail.models import Page

from cms.visibility.rule import SEEN_BY, Visibility
from cms.visibility.statements import CountAll, Statement, rows_of_all, several, statement

from .plans import Plan, Shape

if TYPE_CHECKING:
    from .preview import Previews

PEERS = "_graphql_peers"


class Peers(list):
    """Objects that were read together. Two groups are the same only if they are one: so a group can be a key, and a key
    keeps it alive as long as what was read under it."""

    def __init__(self, things: Iterable[Any] = ()):
        super().__init__(things)
        self._by_class: dict[type, list[Any]] = {}
        self._shared: dict[Hashable, Any] = {}

    __hash__ = object.__hash__  # type: ignore[assignment]  # unlike other lists, these are keys

    def __eq__(self, other):
        return self is other

    def of(self, kind: type) -> list[Any]:
        """Return the objects of just this class. Asked only once all are there."""
        found = self._by_class.get(kind)
        if found is None:
            found = self._by_class[kind] = [thing for thing in self if type(thing) is kind]
        return found

    def shared(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """Return what was made for the group under the key, making it on the first call."""
        if key not in self._shared:
            self._shared[key] = make()
        return self._shared[key]


def adopt(things: Iterable[Any]) -> Peers:
    """Make the objects peers of each other and return them."""
    group = Peers(things)
    for thing in group:
        setattr(thing, PEERS, group)
    return group


def group_of(thing: Any) -> Peers:
    """Return all objects that were read together with this one, of whatever class, itself among them."""
    group = thing.__dict__.get(PEERS)
    return adopt([thing]) if group is None else group


def peers(thing: Any) -> list[Any]:
    """Return the objects of the same class that were read together with this one, itself among them."""
    return group_of(thing).of(type(thing))


class Part(NamedTuple):
    """One of several statements to be run together; what each is, `Context.read` explains."""

    key: Hashable
    build: Callable[[Visibility], QuerySet]
    values: dict[str, Any]


class Context:
    """Handed to every resolver as `info.context`.

    `seen` collects what was read or the guard let through, as (class, key): the tags of the answer.
    `perspective` is "preview" as soon as a document has brought a preview token, whether or not it opened anything: such
    an answer is the editor's alone and is never kept. `previews` knows who sees what in the drafts that were opened.
    `request` is there for a mutation that limits how often one network asks; nothing that a query answers may depend on
    it, and within the hub there is none.
    """

    perspective: Literal["public", "preview"] = "public"
    previews: Previews | None = None
    request: HttpRequest | None = None

    def __init__(self, visibility: Visibility, plan: Plan | None = None):
        self.visibility = visibility
        self.site = visibility.site
        self.plan = plan or Plan()
        # Whether nobody but the one who asked may have the answer, because of what was asked.
        self.is_confidential = False
        self.seen: set[tuple[type[Model], Any]] = set()
        self._shared: dict[Hashable, Any] = {}
        self._found: dict[type[Model], dict[Any, Model | None]] = defaultdict(dict)
        self._expected: dict[type[Model], set[Any]] = defaultdict(set)
        # Pages that texts link to, with what all pages have.
        self._linked: dict[Any, Page | None] = {}
        self._expected_links: set[Any] = set()

    @classmethod
    def for_visibility(cls, visibility: Visibility) -> Context:
        """Return the context that belongs to a request's visibility; the same one however often it is asked for."""
        kept = vars(visibility)
        if "_context" not in kept:
            kept["_context"] = cls(visibility)
        return kept["_context"]

    @cached_property
    def base_url(self) -> str:
        """Scheme, host and port of the site, without a slash at the end."""
        if self.site is None or self.site.is_default_site:
            return settings.BASE_URL
        return self.site.root_url

    def path_of(self, page: Page) -> str:
        """Return the page's path on the site, such as `/news/first/`; of a translation `/gd/…`."""
        root = self.root_of(page)
        prefix = "" if root is self.visibility.roots[0] else f"/{root.locale.language_code}"
        return prefix + page.url_path[len(root.url_path) - 1 :]

    def root_of(self, page: Page) -> Page:
        """Return the top page of the page's language; the site's own for a page of another site."""
        roots = self.visibility.roots
        return next((root for root in roots if page.path.startswith(root.path)), roots[0])

    def url_of(self, page: Page) -> str:
        """Return the page's full address."""
        return self.base_url + self.path_of(page)

    def shared(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """Return what was made under the key in this request, making it on the first call."""
        if key not in self._shared:
            self._shared[key] = make()
        return self._shared[key]

    def expect(self, model: type[Model], keys: Iterable[Any]) -> None:
        """Announce keys that are likely to be asked for; the next `get` reads them all at once."""
        model = self._kind(model)
        self._expected[model].update(key for key in keys if key not in self._found[model])

    def expect_links(self, keys: Iterable[Any]) -> None:
        """Announce keys of pages that `linked` is likely to be asked for."""
        self._expected_links.update(key for key in keys if key not in self._linked)

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
        """Return the visible page with the key, with what all pages have and no more, or None."""
        if key in self._found[Page]:
            return self._found[Page][key]
        if key not in self._linked:
            # What was chosen in the same texts comes by the same statement.
            wanted, self._expected[Page] = self._expected[Page], set()
            self._expected_links.add(key)
            self._found[Page].update(dict.fromkeys(wanted))
            for page in self._specific(wanted):
                self._found[Page][page.pk] = page
        return self._found[Page][key] if key in self._found[Page] else self._linked[key]

    def _kind(self, model: type[Model]) -> type[Model]:
        """Return what objects of the model are read as: pages of which the document wants what all pages have, together."""
        return Page if issubclass(model, Page) and self.plan.shape(model).is_common else model

    def read(
        self,
        model: type[Model],
        key: Hashable,
        build: Callable[[Visibility], QuerySet],
        values: dict[str, Any],
        extra: tuple[str, ...] = (),
        group: Peers | None = None,
    ) -> list[tuple[Model, list[Any]]]:
        """Run a statement and return its objects, peers of each other, each with the values of `extra` columns.

        `build` gets the visibility to filter by and returns the queryset; it is called only once for a key, which must
        name what the queryset depends on beside what the public may see and the `values` of its parameters. An object
        that several rows bring is made once. With `group` the objects join it.
        """
        shape = self.plan.shape(model)
        rows = self._compiled(model, key, build, shape.names + extra).rows({**values, **self.visibility.values})
        return self._objects(shape, rows, Peers() if group is None else group)

    def read_each(
        self, model: type[Model], parts: Iterable[Part], extra: tuple[str, ...]
    ) -> list[tuple[Model, list[Any]]]:
        """Run several statements for objects of a model as one, and return what they bring, one after the other."""
        shape = self.plan.shape(model)
        names = shape.names + extra
        rows = rows_of_all(
            [
                (self._compiled(model, part.key, part.build, names), {**part.values, **self.visibility.values})
                for part in parts
            ]
        )
        return self._objects(shape, rows, Peers())

    def _compiled(
        self, model: type[Model], key: Hashable, build: Callable[[Visibility], QuerySet], names: tuple[str, ...] = ()
    ) -> Statement:
        visibility = self.visibility

        def queryset() -> QuerySet:
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

    def values(
        self, model: type[Model], key: Hashable, build: Callable[[Visibility], QuerySet], values: dict[str, Any]
    ) -> list[list[Any]]:
        """Run a statement that returns no objects, such as a count, and return its rows. Otherwise as `read`."""
        return self._compiled(model, key, build).rows({**values, **self.visibility.values})

    def count(
        self,
        model: type[Model],
        key: Hashable,
        build: Callable[[Visibility], QuerySet],
        values: Mapping[str, Any] = MappingProxyType({}),
    ) -> int:
        """Return how many rows there are. Counting takes the longer the more there is, so it is kept for the period."""

        def counted(visibility: Visibility) -> QuerySet:
            return build(visibility).order_by().values_list(CountAll())

        def read() -> int:
            rows = self.values(model, ("count", model, key), counted, dict(values))
            return rows[0][0] if rows else 0

        told = repr(values) if values else ""
        return self.visibility.fact(("count", model, key, told, self.visibility.key(model)), read)

    def edges(
        self,
        model: type[Model],
        key: Hashable,
        build: Callable[[Visibility], QuerySet],
        values: dict[str, Any],
        extra: tuple[str, ...],
    ) -> Sequence[tuple[Model | None, list[Any]]]:
        """Return the objects of a list as `read` does, pages of all types together as what they are.

        A page that went away between two statements comes as None.
        """
        if model is not Page:
            return self.read(model, key, build, values, extra)
        return self.read_pages(key, build, values, extra)

    def edges_of_each(
        self, model: type[Model], parts: list[Part], extra: tuple[str, ...]
    ) -> Sequence[tuple[Model | None, list[Any]]]:
        """Return the objects of several lists, one after the other, as `edges` does."""
        if model is not Page:
            return self.read_each(model, parts, extra)
        return self._read_pages(parts, extra)

    def read_pages(
        self,
        key: Hashable,
        build: Callable[[Visibility], QuerySet],
        values: dict[str, Any],
        extra: tuple[str, ...] = (),
    ) -> list[tuple[Page | None, list[Any]]]:
        """Run a statement for pages of any type and return them as what they are. Otherwise as `edges`.

        One statement for what pages of all types have, and one for each type of which the document selects more.
        """
        return self._read_pages([Part(key, build, values)], extra)

    def _read_pages(
        self, parts: list[Part], extra: tuple[str, ...], links: frozenset[Any] = frozenset()
    ) -> list[tuple[Page | None, list[Any]]]:
        """Return pages of several lists; those among `links`, with what all pages have."""
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
        def build(visibility: Visibility) -> QuerySet:
            return visibility.filter(model._default_manager.filter(pk__among="keys").order_by())

        read = self.read(model, ("get", model), build, {"keys": several(keys)}, group=group)
        return [thing for thing, _ in read]

    def _specific(self, keys: set[Any]) -> list[Page]:
        """Return the pages with the keys, and read those that are linked to with them."""

        def build(visibility: Visibility) -> QuerySet:
            return visibility.filter(Page.objects.filter(pk__among="keys").order_by())

        links, self._expected_links = frozenset(self._expected_links - keys), set()
        self._linked.update(dict.fromkeys(links))
        found = self._read_pages([Part("get", build, {"keys": several(keys | links)})], (), links)
        pages = [page for page, _ in found if page is not None]
        self._linked.update((page.pk, page) for page in pages if page.pk in links)
        return [page for page in pages if page.pk not in links]
