"""Sources of measures: what was typed in for posts, events, meetings and engagements. Of each kind the latest figure counts."""

from __future__ import annotations

import datetime
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from wagtail.models import Site

from cms.sites.rows import rows_of
from cms.visibility.rule import Visibility
from engagement.choices import PostState
from measures.choices import FigureKind
from measures.models import ItemFigure
from measures.models.items import ITEMS, FigureItem, day_of, field_of, name_of
from measures.objectives.records import CountedRow, QueriedRecords, Records, add_source, during
from programme.models import EventPage, MeetingPage

Day = datetime.date
REACH, RESPONSES, CLICKS, CAME, REGISTERED = "reach", "responses", "clicks", "came", "registered"
NAMES = (REACH, RESPONSES, CLICKS, CAME, REGISTERED)


def latest_figures(*kinds: FigureKind) -> QuerySet[ItemFigure]:
    """Return the figures of these kinds for which there is none of a later day."""
    same_item = reduce(or_, (Q(**{name: OuterRef(name)}) for name in ITEMS))
    later = ItemFigure.objects.filter(same_item, kind=OuterRef("kind"), day__gt=OuterRef("day"))
    return ItemFigure.objects.filter(~Exists(later), kind__in=kinds).select_related(*ITEMS)


def address_of(item: FigureItem) -> str:
    """Return the address of the figures of an item."""
    return reverse("item-figures:item", args=[field_of(item), item.pk])


def _row(figure: ItemFigure) -> CountedRow:
    title = f"{name_of(figure.item)}: {figure.label.lower()}"
    return CountedRow(day_of(figure.item), title, address_of(figure.item), figure.number)


def _of_posts(site: Site, first: Day, last: Day, *kinds: FigureKind) -> Records:
    found = latest_figures(*kinds).filter(
        rows_of(site, "post__site"), post__state=PostState.POSTED, post__posted_on__range=(first, last)
    )
    return QueriedRecords(found.order_by("-post__posted_on", "pk"), _row, amount="number")


def reach(site: Site, first: Day, last: Day) -> Records:
    """How many people the posts of these days reached."""
    return _of_posts(site, first, last, FigureKind.REACH)


def responses(site: Site, first: Day, last: Day) -> Records:
    """Reactions to the posts of these days, comments on them, and how often they were shared."""
    return _of_posts(site, first, last, FigureKind.REACTIONS, FigureKind.COMMENTS, FigureKind.SHARES)


def clicks(site: Site, first: Day, last: Day) -> Records:
    """How often the links of the posts of these days were followed."""
    return _of_posts(site, first, last, FigureKind.CLICKS)


def _at_pages(site: Site, first: Day, last: Day, *, with_meetings: bool) -> Q:
    """Return the condition for figures of public events that began in these days, and of public meetings."""
    view = Visibility(site)
    here = view.condition(EventPage, "event__") & during("event__start", first, last)
    if with_meetings:
        here |= view.condition(MeetingPage, "meeting__") & Q(meeting__date__range=(first, last))
    return here


def _at_engagements(site: Site, first: Day, last: Day) -> Q:
    # One about an event or meeting has its figures there.
    days = Q(engagement__date__range=(first, last))
    return rows_of(site, "engagement__site") & days & Q(engagement__is_planned=False, engagement__page=None)


def came(site: Site, first: Day, last: Day) -> Records:
    """How many people came to the events and took part in the engagements of these days. Meetings have their lists."""
    here = _at_pages(site, first, last, with_meetings=False) | _at_engagements(site, first, last)
    found = latest_figures(FigureKind.ATTENDED).filter(here)
    return QueriedRecords(found.order_by("-day", "pk"), _row, amount="number")


def registered(site: Site, first: Day, last: Day) -> Records:
    """How many people registered for the events, meetings and engagements of these days."""
    here = _at_pages(site, first, last, with_meetings=True) | _at_engagements(site, first, last)
    found = latest_figures(FigureKind.REGISTERED).filter(here)
    return QueriedRecords(found.order_by("-day", "pk"), _row, amount="number")


def register() -> None:
    """Register the sources."""
    posts, log, people = "engagement.view_socialpost", "engagement.view_engagement", ("person", "people")
    add_source(REACH, "Posts, typed in: people reached", people, reach, posts)
    add_source(
        RESPONSES, "Posts, typed in: reactions, comments and shares", ("response", "responses"), responses, posts
    )
    add_source(CLICKS, "Posts, typed in: clicks on their links", ("click", "clicks"), clicks, posts)
    add_source(CAME, "Events and engagements, typed in: people who came", people, came, log, counts_people=True)
    add_source(
        REGISTERED,
        "Events, meetings and engagements, typed in: people who registered",
        people,
        registered,
        log,
        counts_people=True,
    )
