"""The gate: may this person, or the program that acts for them, use this thing here, now?

It is asked by every form when a reference is written (`cms.pages.gated_forms`), which previews and programs go through as
well; when a page is copied or moved to another programme; and again of held files, when something that shows them becomes
public (`cms.media.held`).

A page may be referred to if it is one of a programme in which the person works, or public. A picture or document must be in
a collection from which they may choose. A row of a programme, such as a contact, stays in its programme; a sharable one,
such as a topic, may also be one that all share. A person must work in the programme. A row that belongs to another object is
as usable as that. Anything else only has to exist.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, CharField, Exists, ExpressionWrapper, F, Model, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Cast
from modelcluster.models import get_all_child_m2m_relations
from wagtail.models import (
    CollectionMember,
    GroupCollectionPermission,
    Page,
    ReferenceIndex,
    Site,
)
from wagtail.permissions import page_permission_policy, policy_registry

from cms.sites.rows import SharableRow, SiteRow

from .belongings import Own
from .rule import Visibility
from .statements import related

_ALL = Q()
# What is used in the programme to which it belongs, and nowhere else.
ROWS = (SiteRow, SharableRow, User)
# The keys of the sites to which the program that acts is kept; None for a person, and for one that is kept to none.
_kept_to: ContextVar[frozenset[int] | None] = ContextVar("sites of a program", default=None)


@contextmanager
def kept_to(sites: frozenset[int]) -> Iterator[None]:
    """Let the program that acts within the block use things of these sites alone; of all its person's, if there are none."""
    before = _kept_to.set(sites or None)
    try:
        yield
    finally:
        _kept_to.reset(before)


class Reference(NamedTuple):
    """A thing that something refers to, by its base model and its key as a text."""

    model: type[Model]
    key: str

    @property
    def refusal(self) -> str:
        """The sentence for somebody who may not use it: the same whether it exists or not."""
        name = str(self.model._meta.verbose_name).removeprefix("hub ")
        return f"There is no {name} with the number {self.key} that you may use here. Choose another."


@dataclass(frozen=True)
class Gate:
    """The things that a person may use on a site; without a person what belongs there.

    `view` is a view of the site.
    """

    user: Any
    view: Visibility

    @classmethod
    def at(cls, site: Site | None, user: Any = None) -> Gate:
        """Return the gate of a site, outside of a view of it."""
        return cls(user, Visibility(site))

    def admits(self, thing: Model) -> bool:
        """Say whether the thing may be used. One statement."""
        return not self.refused([reference_to(thing)])

    def refused(
        self, asked: Iterable[Reference], there: Iterable[Reference] = (), *, releases: bool = True
    ) -> set[Reference]:
        """Return those of the references that may not be used. One statement; none without a reference.

        Those that are `there` already may stay. But if what is written `releases` the files in it, a held
        one is for those who may choose it.
        """
        old = set(there)
        new = set(asked) - old
        held = {one for one in old if releases and "is_held" in getattr(one.model, "hidden_while", {})}
        by_model: dict[type[Model], set[str]] = defaultdict(set)
        for one in new | held:
            by_model[one.model].add(one.key)
        if not by_model:
            return set()
        parts = [
            self._judged(model, keys) for model, keys in sorted(by_model.items(), key=lambda one: one[0]._meta.label)
        ]
        usable, stuck = set(), set()
        names = {model._meta.label: model for model in by_model}
        for label, key, is_usable, is_held in parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0]:
            one = Reference(names[label], key)
            if is_usable:
                usable.add(one)
            elif is_held:
                stuck.add(one)
        return (new - usable) | (held & stuck)

    def _judged(self, model: type[Model], keys: set[str]) -> QuerySet[Any]:
        """Return those of a model's rows that exist: label, key, whether they may be used, and whether they are held."""
        numbers = {key for key in keys if key.isdecimal() and len(key) < 19}  # what fits into a column
        is_held = F("is_held") if "is_held" in getattr(model, "hidden_while", {}) else Value(False)
        condition = self.condition(model)
        may_use = Case(When(condition, then=Value(True)), default=Value(False)) if condition else Value(True)
        return (
            model._base_manager.filter(pk__in=numbers)
            .order_by()
            .values_list(Value(model._meta.label), Cast("pk", CharField()), may_use, is_held)
        )

    def condition(self, model: type[Model]) -> Q:
        """Return the condition for the rows of a model that may be used."""
        if issubclass(model, Page):
            return self._pages()
        if issubclass(model, CollectionMember):
            return self._files(model)
        if issubclass(model, ROWS):
            return Own.of(self.view).condition(model) or _ALL if self._several else _ALL
        if parent := getattr(model, "visibility_parent", None):
            owner = related(model, parent)
            condition = self.condition(owner)
            return Q(**{f"{parent}__in": owner._base_manager.filter(condition)}) if condition else _ALL
        return _ALL

    @property
    def _several(self) -> bool:
        return len(self.view.sites) > 1

    @property
    def own(self) -> Own:
        """What belongs to the programmes whose things may be used: those in which the person works, less those to which a
        program isn't kept. Without a person that of the site."""
        if self.user is None:
            found = Own.of(self.view).sites
        else:
            found = tuple(one for one in self.view.sites if works_in(self.user, one.tree_path))
        keys = _kept_to.get()
        return Own(self.view, tuple(one for one in found if keys is None or one.site_key in keys))

    def _pages(self) -> Q:
        if not self._several or len((own := self.own).sites) == len(self.view.sites):
            return _ALL
        return self.view.everywhere().condition(Page) | own.pages()

    def _files(self, model: type[Model]) -> Q:
        """Return the condition for files: in a collection from which the person may choose, and not in that of a programme
        to which a program isn't kept, or without a person that of another programme."""
        condition = _ALL
        if self.user is not None and not (self.user.is_active and self.user.is_superuser):
            policy: Any = policy_registry.get_by_type(model)
            granted = GroupCollectionPermission.objects.filter(
                group__user=self.user if self.user.is_active else None,
                permission__codename=get_permission_codename("choose", policy.auth_model._meta),
            )
            at = ExpressionWrapper(OuterRef("collection__path"), CharField())
            condition &= Q(Exists(granted.alias(at=at).filter(at__startswith=F("collection__path"))))
        if self._several and (self.user is None or _kept_to.get() is not None):
            condition &= self.own.media()
        return condition


def works_in(user: Any, top: str) -> bool:
    """Say whether the user has a right to any page of the branch that begins there, or of one above it. At most one
    statement for all branches."""
    if user.is_active and user.is_superuser:
        return True
    granted = {row.page.path for row in page_permission_policy.get_cached_permissions_for_user(user)}
    return any(top.startswith(path) or path.startswith(top) for path in granted)


def reference_to(thing: Model) -> Reference:
    """Return the reference to a thing."""
    return Reference(_base(type(thing)), str(thing.pk))


def references_in(thing: Model) -> set[Reference]:
    """Return all that a thing refers to, in the state in which it is in memory: in its fields, texts, blocks and rows."""
    named = (
        (ContentType.objects.get_for_id(kind).model_class(), key)
        for kind, key, *_ in ReferenceIndex._extract_references_from_object(thing)
    )
    found = {Reference(_base(model), key) for model, key in named if model}
    for field in get_all_child_m2m_relations(type(thing)):
        found |= {reference_to(one) for one in getattr(thing, field.name).all()}
    return found


def references_of(field: Any, value: Any) -> Iterator[tuple[Reference, str]]:
    """Yield what the value of a field refers to, and the path to it within the value: empty but for texts and blocks.

    `field` is the field of a model, or None.
    """
    if value is None:
        return
    if hasattr(field, "extract_references"):
        for model, key, _, path in field.extract_references(value):
            yield Reference(_base(model), str(key)), path
        return
    for one in value if isinstance(value, QuerySet | list | tuple) else [value]:
        if isinstance(one, Model):
            yield reference_to(one), ""
        elif isinstance(one, int) and isinstance(model := getattr(field, "related_model", None), type):
            yield Reference(_base(model), str(one)), ""  # a key with which a form began


def _base(model: type[Model]) -> type[Model]:
    """Return the model that has the key: for all types of pages `Page`."""
    parents = model._meta.get_parent_list()
    return parents[-1] if parents else model
