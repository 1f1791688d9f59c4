"""The parts of an answer."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.safestring import SafeString
from wagtail.models import Page

from cms.models import HubDocument
from cms.visibility.rule import SEEN_BY, Visibility
from programme.choices import statuses_or_none
from search.help.offers import Help

from .kinds import Kind
from .questions import Question

# Reads pages by key: returns those that may be shown, by key.
Read = Callable[[list[int]], dict[int, Page]]


def public_pages(keys: list[int], visibility: Visibility) -> dict[int, Page]:
    """Return the public pages by key, as plain `Page` rows. One statement."""
    pages = visibility.filter(Page.objects.filter(pk__in=keys)).in_bulk()
    for page in pages.values():
        setattr(page, SEEN_BY, visibility)
    return pages


@dataclass(frozen=True)
class Hit:
    """One page found, whichever of its texts matched."""

    page: Page
    kind: Kind
    title: SafeString  # escaped, with <mark> around matches
    excerpt: SafeString  # from around the match; escaped and marked too
    document: HubDocument | None = None  # the file in which it was found, if not in the page's own text
    date: datetime.date | None = None  # the date for the facet of years and the order by date
    facts: tuple[str, ...] = ()  # its stream or its date, in words
    status: str = ""  # of a commitment: a key of `statuses_or_none`
    promoted: bool = False

    @property
    def status_label(self) -> str:
        """The status in words; empty except for commitments."""
        return statuses_or_none().get(self.status, "")


@dataclass(frozen=True)
class FacetValue:
    """One value of a facet, with the number of pages that have it."""

    value: str
    label: str
    count: int
    chosen: bool = False


@dataclass(frozen=True)
class Facet:
    """A facet of the answer. Each value is counted with the filters of all other facets applied, but not its own."""

    name: str  # type, stream, topic, audience, year, status
    label: str
    values: list[FacetValue]


@dataclass(frozen=True)
class Answer:
    """The answer to a question."""

    question: Question
    total: int = 0
    hits: list[Hit] = field(default_factory=list)
    facets: list[Facet] = field(default_factory=list)
    searched: str = ""  # the words actually searched for
    corrected: bool = False  # whether they differ from the words typed
    suggestion: str = ""  # did you mean …?
    useful: bool = True  # False if there are no search terms
    relaxed: bool = False  # no page has all of the words; these have most of them
    missing: tuple[str, ...] = ()  # words that no page has, which were left out
    promoted: list[Hit] = field(default_factory=list)  # only on the first page, and not repeated among the hits
    ignored: tuple[str, ...] = ()  # filter values that no public page has
    help: Help | None = None  # help for somebody in trouble

    @property
    def is_confidential(self) -> bool:
        """Whether the question is from somebody in trouble, so that nothing of it is kept, counted or logged."""
        return self.help is not None and self.help.is_first


@dataclass(frozen=True)
class Suggestion:
    """A suggested page title."""

    text: str
    page: Page
    kind: str  # label of its kind
    help: None = None  # that is itself a suggestion
