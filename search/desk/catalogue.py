"""The entries of the desk's index that a person may see, as a catalogue for the search's engine.

What somebody may see is read when they search, never kept: a right that is withdrawn counts at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from django.contrib.auth.models import User
from django.db.models import Value
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import page_permission_policy, policy_registry

from cms.accounts.roles import LOOK
from cms.editing.shown_rows import pages_shown_now, sharable_rows_shown_now
from cms.models import HubDocument, HubImage
from cms.sites.rows import SharableRow
from cms.visibility.rule import Visibility
from search.engine import catalogue as public
from search.engine.blocks import all_marks, blocks, version_of
from search.engine.catalogue import NO_ROWS, Catalogue
from search.engine.tables import DESK
from search.engine.terms import Phrase, Vocabulary

from . import things

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
