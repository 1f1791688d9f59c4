"""What a viewer may see. Every path to content goes through here: GraphQL, the public pages, search, the newsletter.

The rule. A page is public when it and every page above it is live, past its go-live time, not past its expiry and free
of view restrictions, and when it stands in the site that was asked, in whatever language. An alias has the restrictions
of the page that it stands for as well. Times are compared when somebody reads; only a draft that is to appear later
waits for a worker. An image or document is public when neither its collection nor a collection above it is restricted;
an image also needs its alternative text. A snippet is public when it is live and within its times. A row that belongs to
something else (a duty to a profile, an attachment to a publication) is as public as what its model says
`visibility_parent`; where it is nothing without another object (an attachment without its document), that is in
`visibility_also` and must be public too. A model that none of this fits has a rule of its own, as `visible_condition` for
many and `is_visible` for one.

A model that no rule covers is not public. `cms.checks` says so before a reader notices.
"""

from __future__ import annotations

import copy
import datetime
from collections.abc import Callable, Hashable
from typing import Any

from django.conf import settings
from django.db.models import Case, Exists, F, Model, OuterRef, Q, QuerySet, When
from django.db.models.functions import Left
from django.db.models.lookups import Exact, In
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.models import Collection, CollectionMember, DraftStateMixin, Page, PageViewRestriction, Site

from .indexes import HasChildren
from .period import Period, openings, read_opening
from .statements import Parameter, moment, related

STEP = Page.steplen
COLLECTIONS = "collections"

# An object that was read by a filtered statement carries this, with the visibility that filtered it.
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
    """Return the values with which an image or document isn't ready for readers: its model says so in `hidden_while`."""
    return tuple(getattr(model, "hidden_while", {}).items())


def _hiding(condition: Q) -> QuerySet[Any]:
    """Return the pages that meet the condition: their paths, whether they are restricted, whether they are out of time,
    and the path of the page that an alias stands for."""
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


# The pages that may hide something, and what is below them. Each part has an index: a condition of all would have none.
HIDING = {
    "restricted pages": lambda: _hiding(Q(pk__in=PageViewRestriction.objects.values("page"))),
    # Sites in several languages have aliases by the thousand; they matter only where something is restricted. The comparison
    # is for SQLite, which doesn't look into an index for what isn't null.
    "aliases": lambda: _hiding(Q(Exists(PageViewRestriction.objects.order_by())) & Q(alias_of__gt=0)),
    "pages out of time": lambda: _hiding(Q(HasChildren("numchild")) & OUT_OF_TIME),
}


def _collections() -> QuerySet[Any]:
    """Return the collections: their keys, their paths, and what kind of restriction there is, once for each."""
    return Collection.objects.values_list("pk", "path", "view_restrictions__restriction_type")


for name, build in (HIDING | {COLLECTIONS: _collections}).items():
    openings.add(name, build)


def _translations(page: Page) -> QuerySet[Any]:
    """Return the page in other languages, public or not, with their languages."""
    return page.get_translations().select_related("locale").order_by("path")


class Visibility:
    """The public's view of one site at one moment. Reads the restrictions once, when first asked."""

    # In a statement to compile: whether the rows are walked through in order, so that a condition on what is related is
    # better asked of each row than of all beforehand.
    walking = False

    def __init__(self, site: Site | None, now: datetime.datetime | None = None, period: Period | None = None):
        self.site = site
        self.now = now or timezone.now()
        # Where what holds for longer than a request is kept; None to read everything anew, once for this view.
        self.period = period
        self._facts: dict[Hashable, Any] = {}
        # The models that were looked through: what an answer depends on beside the objects in it.
        self.asked: set[type[Model]] = set()

    def fact(self, key: Hashable, read: Callable[[], Any]) -> Any:
        """Return what the public may see for the whole period under the key, reading it if it isn't known yet.

        The key must name the site if what is read depends on it.
        """
        if self.period:
            return self.period.fact(key, read)
        if key not in self._facts:
            self._facts[key] = read()
        return self._facts[key]

    @cached_property
    def roots(self) -> tuple[Page, ...]:
        """The top pages of the site: its own, then its translations. One query a period; none for one language."""
        if self.site is None:
            return ()
        own = self.site.root_page
        if not settings.WAGTAIL_I18N_ENABLED:
            return (own,)
        return self.fact(("roots", self.site.pk), lambda: (own, *_translations(own)))

    @property
    def site_key(self) -> int | None:
        """The key of the site; None where there is none."""
        return self.site.pk if self.site else None

    # Questions about one object

    def can_see(self, thing: Model) -> bool:
        """Say whether the public may see the object.

        No query beyond the one that reads what is hidden, for an object that was read with its parent or by a statement
        that this visibility filtered.
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
            return self._in_time(thing)
        if hasattr(thing, "is_visible"):
            return thing.is_visible(self)
        parent = getattr(thing, "visibility_parent", None)
        if parent is None:
            return False
        owners = [getattr(thing, name) for name in (parent, *getattr(thing, "visibility_also", ()))]
        return all(owner is not None and self.can_see(owner) for owner in owners)

    def is_published(self, page: Page) -> bool:
        """Say whether the page and all above it are live and within their times, whoever may then read it."""
        return (
            self._in_time(page)
            and page.path.startswith(tuple(root.path for root in self.roots))
            and not self._under(page.path, self._hidden_paths[0])
        )

    def is_restricted(self, page: Page) -> bool:
        """Say whether the page or one above it has a view restriction."""
        return self._under(page.path, self._hidden_paths[1])

    # Questions about many

    @cached_property
    def values(self) -> dict[str, Any]:
        """The values of the parameters that the rules have in a compiled statement."""
        return {"now": moment(self.now)}

    def in_statements(self) -> Visibility:
        """Return the same view for a statement to compile: the moment is a parameter named `now`.

        It holds the restrictions that `key` or `sees` has read, and can read no others.
        """
        view = copy.copy(self)
        view.now = Parameter("now")  # type: ignore[assignment]  # the database puts the moment there
        return view

    @cached_property
    def sees(self) -> tuple[Hashable, ...]:
        """All that the rules depend on beside the moment: two views for which it is equal see the same of every model."""
        return (
            self.site_key,
            tuple(root.path for root in self.roots),
            self._hidden_paths,
            self._hidden_collections,
        )

    def key(self, model: type[Model]) -> tuple[Hashable, ...]:
        """Return what the rule for one model depends on beside the moment: fewer changes than in `sees` make another."""
        self.asked.add(model)
        if issubclass(model, Page):
            return (tuple(root.path for root in self.roots), self._hidden_paths)
        if issubclass(model, CollectionMember):
            return (self._hidden_collections,)
        if issubclass(model, BaseSiteSetting):
            return (self.site_key,)
        if issubclass(model, DraftStateMixin):
            return ()
        if hasattr(model, "visible_condition"):  # which may ask whatever this view knows
            return (self.site_key, *self.key(Page), self._hidden_collections)
        names = (getattr(model, "visibility_parent", ""), *getattr(model, "visibility_also", ()))
        return tuple(self.key(related(model, name)) for name in names)

    def filter(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the queryset with what the public may see. Raises TypeError for a model without a rule."""
        self.asked.add(queryset.model)
        return queryset.filter(self.condition(queryset.model))

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
        # Not `startswith`: SQLite plans a statement anew whenever the value of a LIKE is given.
        here = Q()
        for root in self.roots:
            here |= Q(Exact(Left(F(f"{prefix}path"), len(root.path)), root.path))
        condition = self._time_condition(prefix) & here
        # One comparison a depth, not one a hidden branch: a database takes only so many conditions.
        by_length: dict[int, list[str]] = {}
        for path in self._hidden_paths[0] | self._hidden_paths[1]:
            by_length.setdefault(len(path), []).append(path)
        for length, paths in sorted(by_length.items()):
            condition &= ~Q(In(Left(F(f"{prefix}path"), length), sorted(paths)))
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
        # Wagtail's rule: an alias has the restrictions of the page that it stands for, which may be an alias as well, but not
        # those of the branch that page is in.
        while hidden := {path for path, source in sources.items() if source in restricted} - restricted:
            restricted |= hidden
        return frozenset(unpublished), frozenset(restricted)

    @cached_property
    def _opening(self) -> dict[str, list[list[Any]]]:
        """What is read in one statement when a period begins."""
        return self.period.opening if self.period else read_opening(self.now)

    @cached_property
    def _hidden_collections(self) -> frozenset[int]:
        """Ids of collections that are restricted themselves or stand under a restricted one."""
        return self.fact("hidden collections", self._read_hidden_collections)

    def _read_hidden_collections(self) -> frozenset[int]:
        rows = self._opening[COLLECTIONS]
        restricted = {path for _, path, restriction in rows if restriction}
        return frozenset(pk for pk, path, _ in rows if self._under(path, restricted))

    @staticmethod
    def _under(path: str, branches: set[str] | frozenset[str]) -> bool:
        """Say whether the path is one of the branches or below one."""
        return bool(branches) and any(path[:end] in branches for end in range(STEP, len(path) + 1, STEP))
