"""The visibility rule. Every path to content goes through it: GraphQL, the public pages, search, the newsletter.

A page is public if it and every page above it are live, past their go-live time, not past their expiry and free of view
restrictions, and if it is in the requested site, in any language. An alias also has the restrictions of its original.
Times are compared on reading; only a draft scheduled to go live waits for a worker. An image or document is public if
neither its collection nor a collection above it is restricted; an image also needs alternative text. A snippet is
public if it is live and within its times, and shared by all sites or the site's own. A row that belongs to another
object (a duty to a profile, an attachment to a publication) is as public as the object named in its model's
`visibility_parent`; if it is useless without a further object (an attachment without its document), `visibility_also`
names that, which must be public too. Any other model has a rule of its own: `visible_condition` for querysets and
`is_visible` for one object.

A model without a rule is not public. `cms.graphql.checks` reports it.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Hashable, Iterable
from typing import Any

from django.db.models import Case, Exists, F, Model, OuterRef, Q, QuerySet, When
from django.db.models.functions import Left
from django.db.models.lookups import Exact, In
from django.utils.functional import cached_property
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.models import Collection, CollectionMember, DraftStateMixin, Page, PageViewRestriction

from cms.base.registry import Registry
from cms.sites.addresses import rows as rows_of_sites
from cms.sites.former_addresses import former_rows
from cms.sites.rows import SharableRow, shared_and

from .indexes import HasChildren
from .period import openings
from .site_view import FORMER_ADDRESSES, SITES, SiteView
from .statements import Parameter, Statement, moment, related, statement

STEP = Page.steplen
# After a page's path it is the path of none below it, but greater than all of them.
BEYOND = Page.alphabet[-1] * (STEP + 1)
# Databases limit the number of parts of a statement.
FEW_BRANCHES = 100
COLLECTIONS = "collections"
# With more hidden pages, lists are counted by the rule.
MOST_HIDDEN = 2_000

# The attribute of objects read by a filtered statement, with the visibility that filtered it.
SEEN_BY = "_seen_by"


def has_rule(model: type[Model]) -> bool:
    """Say whether the rule covers the model."""
    if issubclass(model, (Page, CollectionMember, DraftStateMixin, BaseSiteSetting)):
        return True
    if hasattr(model, "visible_condition"):
        return True
    parent = getattr(model, "visibility_parent", None)
    return parent is not None and has_rule(related(model, parent))


OUT_OF_TIME = Q(live=False) | Q(go_live_at__gt=Parameter("now")) | Q(expire_at__lte=Parameter("now"))


def _hidden_while(model: type[Model]) -> tuple[tuple[str, Any], ...]:
    """Return the field values with which an image or document isn't ready for readers, from its model's `hidden_while`."""
    return tuple(getattr(model, "hidden_while", {}).items())


def _by_length(paths: Iterable[str]) -> list[tuple[int, list[str]]]:
    """Return the paths by their length, in order."""
    by_length: dict[int, list[str]] = {}
    for path in sorted(paths):
        by_length.setdefault(len(path), []).append(path)
    return sorted(by_length.items())


def _hiding(condition: Q) -> QuerySet[Any]:
    """Return the pages that meet the condition: their paths, whether they are restricted, whether they are outside
    their times, and the path of an alias's original."""
    return (
        Page.objects.order_by()
        .filter(condition)
        .values_list(
            "path",
            Exists(PageViewRestriction.objects.filter(page=OuterRef("pk"))),
            Case(When(OUT_OF_TIME, then=True), default=False),
            "alias_of__path",
        )
    )


# The pages that may hide others. Each part uses an index, which a combined condition would not.
HIDING = {
    "restricted pages": lambda: _hiding(Q(pk__in=PageViewRestriction.objects.values("page"))),
    # Sites in several languages have thousands of aliases; they only matter if something is restricted. The comparison
    # is for SQLite, which doesn't use an index for IS NOT NULL.
    "aliases": lambda: _hiding(Q(Exists(PageViewRestriction.objects.order_by())) & Q(alias_of__gt=0)),
    "pages out of time": lambda: _hiding(Q(HasChildren("numchild")) & OUT_OF_TIME),
}


def _collections() -> QuerySet[Any]:
    """Return the collections: their keys, their paths, and each type of restriction."""
    return Collection.objects.values_list("pk", "path", "view_restrictions__restriction_type")


for name, build in (HIDING | {COLLECTIONS: _collections, SITES: rows_of_sites, FORMER_ADDRESSES: former_rows}).items():
    openings.add(name, build)


# Facts of a period that take so long to read that a server reads them before its first reader comes.
early_facts: Registry[Callable[[Visibility], object]] = Registry("early fact")


class Visibility(SiteView):
    """The public's view of one site at one moment. Reads the restrictions once, on first use."""

    # For a statement to compile: whether rows are scanned in order, so that a condition on related objects is better
    # tested per row than for all beforehand.
    walking = False
    # For a statement to compile: the model whose rows `filter` leaves as they are, whether public or not, when it is first
    # called. Conditions on related rows of the same model follow, and have the rule.
    unruled: type[Model] | None = None

    # Questions about one object

    def can_see(self, thing: Model) -> bool:
        """Say whether the public may see the object.

        At most the query that reads the hidden paths, if the object was read with its parent or by a statement that
        this visibility filtered.
        """
        if thing.__dict__.get(SEEN_BY) is self:
            return True
        if isinstance(thing, Page):
            return self.is_published(thing) and not self.is_restricted(thing)
        if isinstance(thing, CollectionMember):
            unfinished = any(getattr(thing, name) == value for name, value in _hidden_while(type(thing)))
            return thing.collection_id not in self._hidden_collections and not unfinished
        if isinstance(thing, BaseSiteSetting):
            return self.site is not None and thing.site_id == self.site.pk
        if isinstance(thing, DraftStateMixin):
            return self._in_time(thing) and (not isinstance(thing, SharableRow) or self.shares(thing))
        if hasattr(thing, "is_visible"):
            return thing.is_visible(self)
        parent = getattr(thing, "visibility_parent", None)
        if parent is None:
            return False
        owners = [getattr(thing, name) for name in (parent, *getattr(thing, "visibility_also", ()))]
        return all(owner is not None and self.can_see(owner) for owner in owners)

    def is_published(self, page: Page) -> bool:
        """Say whether the page and all above it are live and within their times, regardless of restrictions."""
        return (
            self._in_time(page)
            and page.path.startswith(self.shown_paths)
            and not self._under(page.path, self._hidden_paths[0])
        )

    def is_restricted(self, page: Page) -> bool:
        """Say whether the page or one above it has a view restriction."""
        return self._under(page.path, self._hidden_paths[1])

    # Questions about many

    @cached_property
    def values(self) -> dict[str, Any]:
        """The values of the rule's parameters in a compiled statement."""
        return {"now": moment(self.now)}

    def in_statements(self) -> Visibility:
        """Return the same view for a statement to compile, with the moment as the parameter `now`.

        It has the restrictions that `key` or `sees` has read, and can't read any others.
        """
        view = copy.copy(self)
        view.now = Parameter("now")  # type: ignore[assignment]  # the moment is filled in when the statement runs
        return view

    @cached_property
    def sees(self) -> tuple[Hashable, ...]:
        """Everything on which the rules depend besides the moment: two views with equal values see the same of every
        model."""
        return (
            self.site_key,
            self.shown_paths,
            self._hidden_paths,
            self._hidden_collections,
        )

    def key(self, model: type[Model]) -> tuple[Hashable, ...]:
        """Return everything on which the rule for one model depends besides the moment: it changes less often than
        `sees`."""
        self.asked.add(model)
        if issubclass(model, Page):
            return (self.shown_paths, self._hidden_paths)
        if issubclass(model, CollectionMember):
            return (self._hidden_collections,)
        if issubclass(model, BaseSiteSetting):
            return (self.site_key,)
        if issubclass(model, SharableRow):
            return (self.site_key, self.shown_paths)
        if issubclass(model, DraftStateMixin):
            return ()
        if hasattr(model, "visible_condition"):  # which may depend on anything in this view
            return (self.site_key, *self.key(Page), self._hidden_collections)
        names = (getattr(model, "visibility_parent", ""), *getattr(model, "visibility_also", ()))
        return tuple(self.key(related(model, name)) for name in names)

    def filter(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the queryset restricted to public objects. Raises TypeError for a model without a rule."""
        self.asked.add(queryset.model)
        if queryset.model is self.unruled:
            self.unruled = None
            return queryset
        return queryset.filter(self.condition(queryset.model))

    @cached_property
    def hides_few(self) -> bool:
        """Whether nearly all pages of the hub are public in this view, or were when the period began, so that it is faster to
        count the hidden ones. One statement in a period; none if other sites have pages."""
        paths = self._outer_paths
        if not 0 < len(paths) <= FEW_BRANCHES or any(not one.tree_path.startswith(paths) for one in self.sites):
            return False

        def read() -> bool:
            key = ("many hidden pages", self.key(Page))
            beyond: Statement = statement(
                key, lambda: self.in_statements().hidden_pages()[MOST_HIDDEN : MOST_HIDDEN + 1]
            )
            return not beyond.rows(self.values)

        return self.fact(("hides few", self.site_key), read)

    @property
    def _outer_paths(self) -> tuple[str, ...]:
        """Those of `shown_paths` that aren't below another."""
        outer: list[str] = []
        for path in self.shown_paths:
            if not path.startswith(tuple(outer)):
                outer.append(path)
        return tuple(outer)

    def hidden_pages(self) -> QuerySet[Any]:
        """Return the keys of all pages that `filter` leaves out, some of them several times.

        Each part uses an index, so that this takes the longer the more pages are hidden, not the more there are.
        """
        self.asked.add(Page)
        pages = Page.objects.order_by().values_list("pk", flat=True)
        parts = [pages.filter(live=False), pages.filter(go_live_at__gt=self.now), pages.filter(expire_at__lte=self.now)]
        end = ""
        for path in self._outer_paths:
            parts.append(pages.filter(path__gt=end, path__lt=path))
            end = path + BEYOND
        parts.append(pages.filter(path__gt=end))
        hidden = sorted(self._hidden_paths[0] | self._hidden_paths[1]) if self.shown_paths else []
        if len(hidden) <= FEW_BRANCHES:
            parts += [pages.filter(path__gte=path, path__lte=path + BEYOND) for path in hidden]
        else:
            parts += [pages.filter(In(Left("path", length), paths)) for length, paths in _by_length(hidden)]
        return parts[0].union(*parts[1:], all=True)

    def condition(self, model: type[Model], prefix: str = "") -> Q:
        """Return the rule for a model as a condition; `prefix` is a lookup path to it, such as `page__`."""
        if issubclass(model, Page):
            return self._page_condition(prefix)
        if issubclass(model, CollectionMember):
            condition = ~Q(**{f"{prefix}collection__in": self._hidden_collections}) if self._hidden_collections else Q()
            for name, value in _hidden_while(model):
                condition &= ~Q(**{f"{prefix}{name}": value})
            return condition
        if issubclass(model, BaseSiteSetting):
            return Q(**{f"{prefix}site": self.site})
        if issubclass(model, SharableRow):
            return self._time_condition(prefix) & shared_and(self.own_rows(f"{prefix}site"), f"{prefix}site")
        if issubclass(model, DraftStateMixin):
            return self._time_condition(prefix)
        if hasattr(model, "visible_condition"):
            return model.visible_condition(self, prefix)
        parent = getattr(model, "visibility_parent", None)
        if parent is None:
            raise TypeError(f"{model.__name__} has no visibility rule. Give it a `visibility_parent`.")
        condition = Q()
        for name in (parent, *getattr(model, "visibility_also", ())):
            condition &= self.condition(related(model, name), f"{prefix}{name}__")
        return condition

    # The parts of the rule

    def _in_time(self, thing: Any) -> bool:
        return (
            thing.live
            and (thing.go_live_at is None or thing.go_live_at <= self.now)
            and (thing.expire_at is None or thing.expire_at > self.now)
        )

    def _time_condition(self, prefix: str) -> Q:
        return (
            Q(**{f"{prefix}live": True})
            & (Q(**{f"{prefix}go_live_at": None}) | Q(**{f"{prefix}go_live_at__lte": self.now}))
            & (Q(**{f"{prefix}expire_at": None}) | Q(**{f"{prefix}expire_at__gt": self.now}))
        )

    def _page_condition(self, prefix: str) -> Q:
        if self.site is None:
            return Q(pk__in=[])
        # Not `startswith`: SQLite plans a statement again for each value of a LIKE.
        here = Q()
        for path in self.shown_paths:
            here |= Q(Exact(Left(F(f"{prefix}path"), len(path)), path))
        condition = self._time_condition(prefix) & here
        # One comparison per depth, not one per hidden branch: databases limit the number of conditions.
        for length, paths in _by_length(self._hidden_paths[0] | self._hidden_paths[1]):
            condition &= ~Q(In(Left(F(f"{prefix}path"), length), paths))
        return condition

    @cached_property
    def _hidden_paths(self) -> tuple[frozenset[str], frozenset[str]]:
        """Paths of branches that are not published, and of branches that are restricted."""
        return self.fact("hidden paths", self._read_hidden_paths)

    def _read_hidden_paths(self) -> tuple[frozenset[str], frozenset[str]]:
        unpublished, restricted, sources = set(), set(), {}
        for path, is_restricted, is_out_of_time, source in (row for name in HIDING for row in self._opening[name]):
            if is_restricted:
                restricted.add(path)
            if is_out_of_time:
                unpublished.add(path)
            if source:
                sources[path] = source
        restricted = self._closed(restricted)
        # Wagtail's rule: an alias has the restrictions of its original, which may be an alias too, but not those of the
        # original's branch.
        while hidden := {path for path, source in sources.items() if source in restricted} - restricted:
            restricted |= hidden
        return frozenset(unpublished), frozenset(restricted)

    def _closed(self, restricted: set[str]) -> set[str]:
        """Return those of the restricted branches that are closed to those who ask. To the public all are."""
        return restricted

    @cached_property
    def _hidden_collections(self) -> frozenset[int]:
        """Ids of collections that are restricted or are below a restricted one."""
        return self.fact("hidden collections", self._read_hidden_collections)

    def _read_hidden_collections(self) -> frozenset[int]:
        rows = self._opening[COLLECTIONS]
        restricted = {path for _, path, restriction in rows if restriction}
        return frozenset(pk for pk, path, _ in rows if self._under(path, restricted))

    @staticmethod
    def _under(path: str, branches: set[str] | frozenset[str]) -> bool:
        """Say whether the path is one of the branches or below one."""
        return bool(branches) and any(path[:end] in branches for end in range(STEP, len(path) + 1, STEP))
