"""Records in the admin's search: people's messages, contacts and the like, which are searched where they are.

They aren't in the index: personal data isn't kept where no erasure looks. The apps with such records add them here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import chain
from operator import and_, or_
from os.path import commonprefix
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Model, Q, QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from wagtail.permissions import policy_registry

from cms.base.registry import Registry
from cms.editing.shown_rows import rows_shown_now
from cms.sites.rows import SiteRow
from search.engine import words
from search.engine.dictionary import NearWords

# Further records are one click away, in their own list.
MOST_SHOWN = 3
MOST_WORDS, SHORTEST_STEM = 8, 4
# The records with the latest keys whose names are compared with a word that nothing has.
MOST_NAMES = 5_000
LETTERS_A_MISTAKE = 7


@dataclass(frozen=True)
class RecordSource:
    """Records of one model, whose views are named as those of its viewset: “contacts”, with “contacts:edit”."""

    model: type[Model]
    label: str
    views: str
    fields: Sequence[str]  # in which words are looked for
    names: Sequence[str] = ()  # the fields with names; words in them may be misspelt
    icon: str = "list-ul"
    title: Callable[[Any], str] = str
    excerpt: Callable[[Any], str] = field(default=lambda record: "")
    inspected: bool = False  # whether there is a view for users who may not change records
    # The address of a record, if not its form's.
    address: Callable[[Any], str] | None = None
    shown: Q = field(default_factory=Q)  # those that people may find
    # Leads to the column with the site of a record, if it isn't `site`; empty if it is of all.
    site_lookup: str | None = None
    # The condition for a record whose number was typed, or None.
    numbered: Callable[[str], Q | None] = lambda typed: None

    def may_see(self, user: User) -> bool:
        """Say whether the user may see these records."""
        return policy_registry.get_by_type(self.model).user_has_any_permission(user, ("change", "view"))

    @property
    def all(self) -> QuerySet[Any]:
        """The records of the site that may be found, the latest first."""
        found = self.model._default_manager.filter(self.shown).order_by("-pk")
        lookup = self.site_lookup
        if lookup is None:
            lookup = "site" if issubclass(self.model, SiteRow) else ""
        if not lookup or not (here := rows_shown_now(lookup)):
            return found
        return found.filter(pk__in=self.model._default_manager.filter(here).order_by().values("pk"))

    def find(self, typed: str) -> QuerySet[Any]:
        """Return the records with all the words, or with the number typed."""
        looked_for = _words_of(typed)
        each = (reduce(or_, (Q(**{f"{name}__icontains": word}) for name in self.fields)) for word in looked_for)
        condition = reduce(and_, each) if looked_for else Q(pk__in=[])
        number = self.numbered(typed)
        found = self.model._default_manager.filter(condition if number is None else condition | number)
        # A relation to many would bring a record several times.
        return self.all.filter(pk__in=found.order_by().values("pk"))


# The kinds of record, by the name of their views.
sources: Registry[RecordSource] = Registry("kind of record")


@dataclass(frozen=True)
class RecordHit:
    """A record found."""

    title: str
    excerpt: str
    url: str


@dataclass(frozen=True)
class RecordGroup:
    """The first records of one kind that were found, and the address of the list with all of them."""

    label: str
    icon: str
    hits: list[RecordHit]
    url: str
    more: bool


def groups(typed: str, user: User) -> list[RecordGroup]:
    """Return the records with all the words that the user may see. One statement for each kind."""
    found = []
    for source in _visible_to(user):
        records = list(source.find(typed)[: MOST_SHOWN + 1])
        if records:
            hits = [
                RecordHit(source.title(record), source.excerpt(record), _address(source, record, user))
                for record in records[:MOST_SHOWN]
            ]
            listed = f"{reverse(f'{source.views}:index')}?{urlencode({'q': typed})}"
            found.append(RecordGroup(source.label, source.icon, hits, listed, len(records) > MOST_SHOWN))
    return found


def spelt_as_in_names(typed: str, user: User) -> str:
    """Return the words with each that resembles a word of a name replaced by that; empty if none does.

    The names are those of records that the user may see. One statement for each kind.
    """
    rows = (source.all.values_list(*source.names)[:MOST_NAMES] for source in _visible_to(user) if source.names)
    known = {
        word
        for row in chain.from_iterable(rows)
        for name in row
        if name
        for word in words.folded(name)
        if len(word) > 2
    }
    near, changed = NearWords(known), False
    found = []
    for word in words.folded(typed):
        likely = {} if word in known else near.near(word, 1 if len(word) <= LETTERS_A_MISTAKE else 2, 1)
        changed |= bool(likely)
        found.append(next(iter(likely), word))
    return " ".join(found) if changed else ""


def _visible_to(user: User) -> Iterable[RecordSource]:
    return [source for source in sources.values() if source.may_see(user)]


def _address(source: RecordSource, record: Model, user: User) -> str:
    if source.address:
        return source.address(record)
    if policy_registry.get_by_type(source.model).user_has_permission(user, "change"):
        return reverse(f"{source.views}:edit", args=[record.pk])
    if source.inspected:
        return reverse(f"{source.views}:inspect", args=[record.pk])
    return f"{reverse(f'{source.views}:index')}?{urlencode({'q': source.title(record)})}"


def _words_of(typed: str) -> list[str]:
    """Return the beginnings of the words to look for, so that other forms of a word are found too; addresses are whole."""
    parts = typed.lower().split()
    addresses = [part for part in parts if "@" in part]
    found = words.folded(" ".join(part for part in parts if "@" not in part))
    telling = [word for word in found if word not in words.STOP_WORDS] or found
    stems = [(word, commonprefix([word, words.stem(word)])) for word in telling[:MOST_WORDS]]
    return addresses[:MOST_WORDS] + [stem if len(stem) >= SHORTEST_STEM else word for word, stem in stems]
