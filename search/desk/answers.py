"""Answers a question in the admin with all that the person may see, best first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from django.contrib.auth.models import User
from django.db.models import Model
from django.urls import reverse
from django.utils.safestring import SafeString
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page

from cms.base.admin_addresses import form_address
from cms.models import HubDocument, HubImage
from cms.visibility.rule import Visibility
from search.engine.excerpts import Wanted, excerpt, marked
from search.engine.matcher import Matcher
from search.engine.parser import tidy
from search.engine.questions import Order
from search.engine.relevance import highest
from search.engine.searches import WordSearch, scores_of, search_for
from search.models import DeskText

from . import changes, records, things
from .catalogue import DeskCatalogue, catalogue_for
from .records import RecordGroup

# The changed things that are indexed before an answer; the worker indexes the others.
MOST_BEFORE = 10


@dataclass(frozen=True)
class DeskHit:
    """A thing found, with the address of its form, or of its draft for those who may only look at it."""

    title: SafeString
    kind: str
    state: str
    excerpt: SafeString
    url: str


@dataclass(frozen=True)
class DeskKind:
    """A kind of thing among those found."""

    key: int
    label: str
    count: int


@dataclass(frozen=True)
class DeskAnswer:
    """The answer to a question. `searched` are the words searched for, which may be corrected."""

    typed: str
    searched: str
    total: int = 0
    hits: list[DeskHit] = field(default_factory=list)
    kinds: list[DeskKind] = field(default_factory=list)
    records: list[RecordGroup] = field(default_factory=list)
    relaxed: bool = False  # nothing has all of the words; these have most of them
    suggestion: str = ""
    is_partial: bool = False  # the index doesn't have everything yet

    @property
    def is_corrected(self) -> bool:
        return self.searched != self.typed


@dataclass(frozen=True)
class DeskQuestion:
    """Words as typed, a kind of thing by the key of its content type, and the part of the results to show."""

    words: str
    kind: int | None = None
    offset: int = 0
    size: int = 20
    exact: bool = False


def find(question: DeskQuestion, user: User, visibility: Visibility) -> DeskAnswer:
    """Return the answer for the user. The number of statements doesn't depend on how much is found."""
    typed = tidy(question.words)
    if not typed:
        return DeskAnswer(typed, typed)
    more = changes.catch_up(MOST_BEFORE)
    catalogue = catalogue_for(user, visibility)
    matcher = Matcher(catalogue)
    search, groups = _search(typed, matcher, user, exact=question.exact)
    found = _answer(question, typed, search, matcher, catalogue, groups, user)
    return replace(found, is_partial=more or not catalogue.size)


def _search(typed: str, matcher: Matcher, user: User, *, exact: bool) -> tuple[WordSearch, list[RecordGroup]]:
    """Search the index and the records for the words; if the records don't have them either, for similar ones."""
    search, groups = search_for(typed, matcher, exact=exact), records.groups(typed, user)
    if exact:
        return search, groups
    if groups:
        # The words are right, if records have them.
        return (search if search.searched == typed else search_for(typed, matcher, exact=True)), groups
    found = search.matches.found.any() and not search.matches.relaxed
    if search.searched != typed:
        groups = records.groups(search.searched, user)
    if not groups and not (found and search.searched == typed):
        spelt = records.spelt_as_in_names(typed, user)
        groups = records.groups(spelt, user) if spelt else []
        if groups and not found:
            search = replace(search_for(spelt, matcher, exact=True), searched=spelt)
    return search, groups


def _answer(
    question: DeskQuestion,
    typed: str,
    search: WordSearch,
    matcher: Matcher,
    catalogue: DeskCatalogue,
    groups: list[RecordGroup],
    user: User,
) -> DeskAnswer:
    nothing = np.zeros(catalogue.size)
    scores = scores_of(search, matcher, Order.RELEVANCE) if search.query.concepts else nothing
    found = scores > 0
    kinds = _kinds(catalogue.types[found])
    if question.kind is not None:
        found &= catalogue.types == question.kind
    numbers = highest(scores, found, question.offset + question.size)[question.offset :].tolist()
    total = int(np.count_nonzero(found))
    return DeskAnswer(
        typed,
        search.searched,
        total,
        _hits(numbers, catalogue, Wanted.of(search.query), user),
        kinds,
        groups if question.kind is None and not question.offset else [],
        relaxed=search.matches.relaxed and bool(total),
        suggestion=search.suggestion,
    )


def _kinds(types: np.ndarray) -> list[DeskKind]:
    models = things.content_types()
    found = zip(*np.unique(types, return_counts=True), strict=True)
    kinds = [DeskKind(int(key), _label(models[int(key)]), int(count)) for key, count in found]
    return sorted(kinds, key=lambda kind: (-kind.count, kind.label))


def _label(model: type[Any]) -> str:
    if issubclass(model, Page):
        return str(model.get_verbose_name())
    names = {HubDocument: "Document", HubImage: "Image"}
    return names.get(model) or str(model._meta.verbose_name).capitalize()


def _hits(numbers: list[int], catalogue: DeskCatalogue, wanted: Wanted, user: User) -> list[DeskHit]:
    """Return the hits: the texts are those of the index, the rest is read from the things, one statement for each kind."""
    texts = DeskText.objects.in_bulk(catalogue.keys[numbers].tolist()) if numbers else {}
    there = _read(zip(catalogue.types[numbers].tolist(), catalogue.things[numbers].tolist(), strict=True))
    hits = []
    for number in numbers:
        thing = there.get((int(catalogue.types[number]), int(catalogue.things[number])))
        text = texts.get(int(catalogue.keys[number]))
        if thing is not None and text is not None:
            title, cut = marked(text.title, wanted), excerpt([text.summary, text.body], wanted)
            kind = _label(things.content_types()[int(catalogue.types[number])])
            hits.append(DeskHit(title, kind, _state(thing), cut, _address(thing, user)))
    return hits


def _read(identities: Iterable[things.Identity]) -> dict[things.Identity, Model]:
    """Return the things: pages as plain rows of `Page`."""
    models = things.content_types()
    by_model: dict[type[Any], dict[int, int]] = {}
    for content_type, key in identities:
        model = Page if issubclass(models[content_type], Page) else models[content_type]
        by_model.setdefault(model, {})[key] = content_type
    return {
        (types[key], key): thing
        for model, types in by_model.items()
        for key, thing in model._default_manager.in_bulk(list(types)).items()
    }


def _state(thing: Any) -> str:
    """Return whether a page or term is published, in words; empty for others."""
    return str(getattr(thing, "status_string", "")).capitalize()


def _address(thing: Model, user: User) -> str:
    """Return the address of the thing's form or, for somebody who may only look at a page, of its draft."""
    if isinstance(thing, Page):
        may_edit = thing.permissions_for_user(user).can_edit()
        return reverse(f"wagtailadmin_pages:{'edit' if may_edit else 'view_draft'}", args=[thing.pk])
    # Without the user, whose rights would be read for each: the catalogue has only what they may change.
    return form_address(AdminURLFinder(), thing)
