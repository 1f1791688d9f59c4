"""Answers a question in the admin with all that the person may see, best first.

What somebody may see is read when they search, never kept: a right that is withdrawn counts at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from django.contrib.auth.models import User
from django.db.models import Model, Value
from django.urls import reverse
from django.utils.safestring import SafeString
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import page_permission_policy, policy_registry

from cms.accounts.roles import LOOK
from cms.base.admin_addresses import form_address
from cms.editing.shown_rows import pages_shown_now, sharable_rows_shown_now
from cms.models import HubDocument, HubImage
from cms.sites.rows import SharableRow
from cms.visibility.rule import Visibility
from search.engine import catalogue as public
from search.engine.blocks import all_marks, blocks, version_of
from search.engine.catalogue import NO_ROWS, Catalogue
from search.engine.excerpts import Wanted, excerpt, marked
from search.engine.matcher import Matcher
from search.engine.parser import tidy
from search.engine.questions import Order
from search.engine.relevance import highest
from search.engine.searches import WordSearch, scores_of, search_for
from search.engine.tables import DESK
from search.engine.terms import Phrase, Vocabulary
from search.models import DeskText

from . import changes, records, things
from .records import RecordGroup

# Who may do one of these to a page sees its draft (`cms.accounts.roles.may_look_at`).
TO_PAGES = ("change", "publish", LOOK)
# A picture or a file with the same words is seldom what somebody is looking for.
WORTH = {HubDocument: 0.9, HubImage: 0.8}


@dataclass
class DeskCatalogue(Catalogue):
    """The entries that a person may see. Each is a page of its own to the engine."""

    things: np.ndarray = field(default_factory=lambda: public.NOWHERE)  # by number: the thing's key
    types: np.ndarray = field(default_factory=lambda: public.NOWHERE)  # by number: the key of its content type


def catalogue_for(user: User, visibility: Visibility) -> DeskCatalogue:
    """Return the catalogue of what the user may see. Two statements, two more if anything was indexed since, at most one for
    each kind of thing that the user may see, and two with several programmes."""
    contents = blocks(DESK)
    rows = np.concatenate([NO_ROWS, *(block.rows for block in contents)])
    rows = rows[_may_see(user, rows) & _of_the_site(rows)]
    entries, keys, types, _ = rows.T
    size = len(entries)
    first = int(entries[0]) if size else 0
    page_of = np.full(int(entries[-1]) - first + 1 if size else 0, -1, np.int64)
    page_of[entries - first] = np.arange(size)
    worth = np.ones(size, np.float32)
    for content_type, model in things.content_types().items():
        worth[types == content_type] *= WORTH.get(model, 1.0)
    vocabulary = _vocabulary(visibility, entries, keys, types)
    catalogue = DeskCatalogue(
        *(first, page_of, entries, entries, np.zeros(size, np.int64), worth, {}, vocabulary),
        tables=DESK,
        version=version_of(contents),
        things=keys,
        types=types,
    )
    for mark, carrying in all_marks(contents).items():
        numbers = catalogue.numbers(carrying)
        catalogue.marks[mark] = numbers[numbers >= 0]
    return catalogue


def _may_see(user: User, rows: np.ndarray) -> np.ndarray:
    """Say for each row whether the user may see the thing."""
    may = np.zeros(len(rows), bool)
    models = things.content_types()
    for content_type in np.unique(rows[:, 2]).tolist():
        if content_type in models and not issubclass(models[content_type], Page):
            of_type = rows[:, 2] == content_type
            may[of_type] = _allowed(
                policy_registry.get_by_type(models[content_type]), ("change",), user, rows[of_type, 1]
            )
    pages = [content_type for content_type, model in models.items() if issubclass(model, Page)]
    are_pages = np.isin(rows[:, 2], pages)
    may[are_pages] = _allowed(page_permission_policy, TO_PAGES, user, rows[are_pages, 1])
    return may


def _of_the_site(rows: np.ndarray) -> np.ndarray:
    """Say for each row whether it is shown at the address where the search is used: pages and terms of other programmes
    aren't."""
    here = np.ones(len(rows), bool)
    if condition := pages_shown_now():
        pages = [content_type for content_type, model in things.content_types().items() if issubclass(model, Page)]
        are_pages = np.isin(rows[:, 2], pages)
        shown = np.fromiter(Page.objects.filter(condition).order_by().values_list("pk", flat=True), np.int64)
        here[are_pages] = np.isin(rows[are_pages, 1], shown)
    if condition := sharable_rows_shown_now():
        kinds = {kind: model for kind, model in things.content_types().items() if issubclass(model, SharableRow)}
        terms = [
            model._default_manager.filter(condition).order_by().values_list(Value(kind), "pk")
            for kind, model in kinds.items()
        ]
        keys: dict[int, list[int]] = {kind: [] for kind in kinds}
        for kind, key in terms[0].union(*terms[1:], all=True):
            keys[kind].append(key)
        for kind, shown_terms in keys.items():
            of_kind = rows[:, 2] == kind
            here[of_kind] = np.isin(rows[of_kind, 1], shown_terms)
    return here


def _allowed(policy, actions: tuple[str, ...], user: User, keys: np.ndarray) -> np.ndarray:
    """Say for each key whether the user may do one of the actions to the thing."""
    if not user.is_active or not policy.user_has_any_permission(user, actions):
        return np.zeros(len(keys), bool)
    if user.is_superuser or (isinstance(policy, PagePermissionPolicy) and _everywhere(policy, actions, user)):
        return np.ones(len(keys), bool)
    allowed = policy.instances_user_has_any_permission_for(user, actions).order_by().values_list("pk", flat=True)
    return np.isin(keys, np.fromiter(allowed, np.int64))


def _everywhere(policy: PagePermissionPolicy, actions: tuple[str, ...], user: User) -> bool:
    """Say whether the user has one of the permissions on all pages, so that they needn't be read."""
    names = {f"{action}_page" for action in actions}
    granted = policy.get_cached_permissions_for_user(user)
    return any(row.page.is_root() and row.permission.codename in names for row in granted)


def _vocabulary(visibility: Visibility, entries: np.ndarray, keys: np.ndarray, types: np.ndarray) -> Vocabulary:
    """Return the site's vocabulary, with the entries of named pages in place of the pages."""
    if visibility.site is None:
        return Vocabulary()
    vocabulary = public.of(visibility).vocabulary
    pages = [content_type for content_type, model in things.content_types().items() if issubclass(model, Page)]
    named = np.unique(np.fromiter((key for some in vocabulary.called.values() for key in some), np.int64))
    found = np.isin(types, pages) & np.isin(keys, named)
    entry_of = dict(zip(keys[found].tolist(), entries[found].tolist(), strict=True))
    called: dict[Phrase, set[int]] = {
        name: {entry_of[key] for key in some if key in entry_of} for name, some in vocabulary.called.items()
    }
    return replace(vocabulary, called=called)


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
