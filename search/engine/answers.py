"""What an answer of the search is made of."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.safestring import SafeString
from wagtail.models import Page

from cms.models import HubDocument
from cms.visibility.rule import SEEN_BY, Visibility
from programme.choices import STATUSES_OR_NONE
from search.help.offers import Help

from .asking import Question
from .kinds import Kind

# Reads pages by their keys: those that may be shown, by key.
Read = Callable[[list[int]], dict[int, Page]]


def public_pages(keys: list[int], visibility: Visibility) -> dict[int, Page]:
    """Return the public ones of the pages by key, as plain `Page` rows. One statement."""
    pages = visibility.filter(Page.objects.filter(pk__in=keys)).in_bulk()
    for page in pages.values():
        setattr(page, SEEN_BY, visibility)
    return pages


@dataclass(frozen=True)
class Hit:
    """One page that was found, whichever text of it matched."""

    page: Page
    kind: Kind
    title: SafeString  # escaped, with <mark> around what matched
    excerpt: SafeString  # from around the match; escaped and marked as well
    document: HubDocument | None = None  # the file in which it was found, when it was not found in the page's own text
    date: datetime.date | None = None  # what the year and the order by date go by
    facts: tuple[str, ...] = ()  # its stream or its date, in words
    status: str = ""  # of a commitment: a key of STATUSES_OR_NONE
    promoted: bool = False

    @property
    def status_label(self) -> str:
        """The status in words; empty for other pages than commitments."""
        return STATUSES_OR_NONE.get(self.status, "")


@dataclass(frozen=True)
class FacetValue:
    """One value of a facet and how many pages of the answer have it."""

    value: str
    label: str
    count: int
    chosen: bool = False


@dataclass(frozen=True)
class Facet:
    """One way to narrow the answer. Each value is counted with all other facets' filters applied, but not its own."""

    name: str  # type, stream, topic, year, status
    label: str
    values: list[FacetValue]


@dataclass(frozen=True)
class Answer:
    """What was found."""

    question: Question
    total: int = 0
    hits: list[Hit] = field(default_factory=list)
    facets: list[Facet] = field(default_factory=list)
    searched: str = ""  # the words that were really searched for
    corrected: bool = False  # whether they differ from what was typed
    suggestion: str = ""  # did you mean …?
    useful: bool = True  # False when there is nothing to look for
    relaxed: bool = False  # nothing has all of the words; these have most of them
    missing: tuple[str, ...] = ()  # words that no page has, and that were left out therefore
    promoted: list[Hit] = field(default_factory=list)  # on the first page only, and not again among the hits
    ignored: tuple[str, ...] = ()  # values of filters that nothing public has
    help: Help | None = None  # whom somebody in trouble can turn to

    @property
    def is_confidential(self) -> bool:
        """Whether somebody in trouble asked: then nothing of it is kept, counted or logged."""
        return self.help is not None and self.help.is_first


@dataclass(frozen=True)
class Suggestion:
    """What somebody may be typing: a page's title."""

    text: str
    page: Page
    kind: str  # label of its kind
    help: None = None  # that is a suggestion of its own
