"""Kinds of page: a page type declares its kind once, beside the model, and the rest of the hub derives its features
from it.

Root fields of the API, the search with its facet, feeds, calendars, the lists and the menu of the admin,
reminders and the newsletter get the kinds from here. This module doesn't know them.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.text import slugify

from cms.base import words
from cms.base.choices import DatePrecision
from cms.base.local_texts import worded_label
from cms.base.partial_dates import PartialDate
from cms.base.registry import Registry

if TYPE_CHECKING:
    from cms.pages.models import BasePage, IndexPage


@dataclass(frozen=True)
class Reminder:
    """Something that a page should have some days after a date, such as the outcome of an event.

    `field` is the field that is empty until then, `after` the field with the date, `missing` the editors' name for the
    missing part (“an outcome”), and `why` a sentence that gives the reason.
    """

    field: str
    after: str
    missing: str
    why: str = "They are over, and readers can't see the outcome."
    days: int = 0


@dataclass(frozen=True)
class PageKind:
    """One kind of page. Field names are those of the model; a feature that is empty or False is absent."""

    # The name in addresses and the API, such as “key-message”; the labels for people, singular and plural.
    name: str
    label: str
    plural: str
    # The plural in addresses and the API, if it can't be derived from `plural`.
    plural_name: str = ""
    icon: str = "doc-full"
    # Position among the kinds in the search, the feeds and the menu.
    order: int = 100
    feed_order: int = 100
    menu_order: int = 100

    # The field with the date by which lists and feeds are sorted, and the field with the end, if any.
    date: str = ""
    end: str = ""
    # Whether that date is the day of publication, as of news, so that it follows a schedule (`date_is_typed` of the model).
    dated_by_publication: bool = False
    # The field that introduces the page.
    summary: str = "summary"
    # Brief facts for choosing among pages of the kind, from the page's own fields. The default is its date.
    facts: Callable[[Any], list[str]] | None = None
    # The full title of the page outside its section, if not just its title; and the foreign keys that it uses, which
    # must lead to pages above, because those are public whenever the page is.
    full_title: Callable[[Any], str] | None = None
    related: tuple[str, ...] = ()
    # The fields with its work streams and its audiences.
    streams: str = ""
    audiences: str = ""

    # Whether the API has root fields for it, and the description of the list; by default its plural and order.
    api: bool = True
    description: str = ""
    facet: bool = True
    # Whether there is a feed, and the text of an entry; by default facts and summary.
    feed: bool = False
    feed_text: Callable[[Any], str] | None = None
    calendar: bool = False
    diary: bool = False
    # Whether the admin has a list, and the choice fields that are its columns and filters.
    listing: bool = True
    columns: tuple[str, ...] = ()
    # Whether issues of the newsletter include it, and its position in a section.
    newsletter: bool = True
    newsletter_order: int = 100
    remind: Reminder | None = None

    def __post_init__(self) -> None:
        # Addresses and the API keep the product's word; people read the programme's.
        object.__setattr__(self, "plural_name", self.plural_name or slugify(self.plural))
        object.__setattr__(self, "label", worded_label(self.label))
        object.__setattr__(self, "plural", worded_label(self.plural))

    @property
    def address(self) -> str:
        """The plural in addresses."""
        return self.plural_name

    @property
    def field_names(self) -> Iterator[str]:
        """The fields named by the kind, which the model must have."""
        named = [self.date, self.end, self.streams, self.audiences, *self.related, *self.columns]
        named += [self.remind.field, self.remind.after] if self.remind else []
        return filter(None, named)


# By name, in the order of the search. Filled while models load.
page_types: Registry[type[BasePage]] = Registry("kind of page")


def models(**has: Any) -> list[type[BasePage]]:
    """Return the page types whose kind has the attributes: `models(feed=True)`."""
    return [
        model
        for model in page_types.values()
        if all(getattr(model.page_kind, name) == value for name, value in has.items())
    ]


def models_with(*names: str) -> list[type[BasePage]]:
    """Return the page types whose kind has a value for all of the attributes: `models_with("date", "streams")`."""
    return [model for model in page_types.values() if all(getattr(model.page_kind, name) for name in names)]


def is_once_a_site(model: Any) -> bool:
    """Say whether a site has at most one page of the type: a list, the front page, or one with `max_count = 1`."""
    return model.max_count == 1 or getattr(model, "is_once_a_site", False)


def has_field(model: type, name: str) -> bool:
    """Say whether a model has a field with this name."""
    try:
        return not model._meta.get_field(name).auto_created  # type: ignore[attr-defined]  # of a model
    except FieldDoesNotExist:
        return False


def index_of(model: type[BasePage]) -> type[IndexPage] | None:
    """Return the list type above pages of the type, as parent or grandparent; None if there is none."""
    above = model.allowed_parent_page_models()
    further = [top for parent in above if hasattr(parent, "page_kind") for top in parent.allowed_parent_page_models()]
    return next((parent for parent in (*above, *further) if getattr(parent, "is_list", False)), None)


def is_directly_listed(model: type[BasePage]) -> bool:
    """Say whether the list is the parent of pages of the type, so that their slugs are unique."""
    return index_of(model) in model.allowed_parent_page_models()


def with_related(pages: QuerySet) -> QuerySet:
    """Return pages of one type with the relations needed for their full titles."""
    related = pages.model.page_kind.related
    return pages.select_related(*related) if related else pages


def with_audience_mark(pages: QuerySet) -> QuerySet:
    """Return pages of one type, each with whether it has audiences in `has_audiences`: a page without any needn't be asked
    for them. Types that can't have several aren't marked."""
    kind = getattr(pages.model, "page_kind", None)
    if kind is None or not kind.audiences:
        return pages
    field: Any = pages.model._meta.get_field(kind.audiences)
    if not field.many_to_many:
        return pages
    chosen = field.remote_field.through._default_manager.filter(**{field.m2m_field_name(): OuterRef("pk")})
    return pages.annotate(has_audiences=Exists(chosen))


# Values for one page


def known_date(page: Any, name: str) -> PartialDate | None:
    """Return the page's date in the field, as precisely as it is known; None if there is none."""
    date = getattr(page, name) if name else None
    if date is None:
        return None
    exact = DatePrecision.TIME if isinstance(date, datetime.datetime) else DatePrecision.DAY
    return PartialDate(date, getattr(page, f"{name}_precision", exact))


def when(page: Any) -> str:
    """Return the page's date in words, for readers; empty if its kind has no date."""
    start, end = (known_date(page, name) for name in (page.page_kind.date, page.page_kind.end))
    return words.span(start, end) if start and end else str(start or "")


def facts(page: Any) -> list[str]:
    """Return brief facts for choosing the page among others. Empty for pages without a kind."""
    kind = getattr(page, "page_kind", None)
    if kind is None:
        return []
    return [text for text in (kind.facts(page) if kind.facts else [when(page)]) if text]


def summary(page: Any) -> str:
    """Return the sentence that introduces the page; may be empty."""
    return getattr(page, summary_field(type(page)), "") or ""


def summary_field(model: type) -> str:
    """Return the name of the field that introduces pages of the type; for lists, `introduction`. The model may not have
    it."""
    kind = getattr(model, "page_kind", None)
    return kind.summary if kind else "introduction" if getattr(model, "is_list", False) else "summary"


def full_title(page: Any) -> str:
    """Return the full title of the page outside its section."""
    named = page.page_kind.full_title
    return named(page) if named else page.title


def sort_of(page: Any) -> str:
    """Return the sort of page: the label of its field `kind`, or else that of its kind."""
    return page.get_kind_display() if has_field(type(page), "kind") else str(page.page_kind.label)
