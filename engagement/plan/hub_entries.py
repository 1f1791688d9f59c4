"""What the hub has that is dated, for the plan: pages, social posts and engagements. Later apps add their kinds.

A source's number of statements must not depend on the number of rows.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import DateField, DateTimeField, F, Model, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.text import capfirst
from wagtail.models import Page

from cms.base.partial_dates import PartialDate
from cms.base.registry import Registry
from cms.editing.permissions import DeskContext
from cms.models import BasePage
from cms.pages import kinds
from cms.pages.kinds import PageKind
from engagement.choices import EngagementKind, PlanChannel, PostState
from engagement.models import Engagement, PlanItem, SocialPost
from programme.diary import COMMON, in_the_tree, known_columns, known_to, moments, published

NOBODY: frozenset[int] = frozenset()


@dataclass(frozen=True)
class PlanSpan:
    """The days that are read. What has come of an item planned for them is read, too, on whichever day it is."""

    first: datetime.date
    last: datetime.date
    items: QuerySet[PlanItem]

    def linked(self, name: str) -> QuerySet:
        """Return the keys of what came of the items: `name` is “page”, “post” or “engagement”."""
        return self.items.filter(**{f"{name}__isnull": False}).order_by().values(name)


@dataclass(frozen=True)
class Existing:
    """Something of the hub. `link` is the field by which an item leads to it. Without a day it is on that of its item."""

    link: str
    pk: int
    kind: str
    channel: PlanChannel
    day: datetime.date | None
    title: str
    url: str
    state: str
    is_done: bool
    # Whether its day can be changed from the plan.
    is_movable: bool = False
    audiences: frozenset[int] = NOBODY
    messages: frozenset[int] = NOBODY
    streams: frozenset[int] = NOBODY

    @property
    def key(self) -> tuple[str, int]:
        return self.link, self.pk


Source = Callable[[DeskContext, PlanSpan], Iterable[Existing]]

sources: Registry[Source] = Registry("kind of thing in the plan")


def read(asked: DeskContext, span: PlanSpan) -> Iterator[Existing]:
    """Yield what the hub has, kind by kind, as far as the user may know of it."""
    for source in sources.values():
        yield from source(asked, span)


def pages_of(model: type[BasePage]) -> Source:
    """Return the source of the pages of a type, by the date of their kind. Four statements at most."""
    kind = model.page_kind

    def source(asked: DeskContext, span: PlanSpan) -> Iterable[Existing]:
        has_moment = isinstance(model._meta.get_field(kind.date), DateTimeField)
        begin, end = moments(span.first, span.last)
        days = (begin, end) if has_moment else (span.first, span.last + datetime.timedelta(days=1))
        within = model.objects.filter(**{f"{kind.date}__gte": days[0], f"{kind.date}__lt": days[1]})
        # What came of an item may be in another language, or of another programme.
        return _existing(asked, in_the_tree(asked, within) | model.objects.filter(pk__in=span.linked("page")))

    return source


def other_pages(asked: DeskContext, span: PlanSpan) -> Iterator[Existing]:
    """Pages of the other types that came of items. One statement, and four at most for each type."""
    chosen: dict[int, list[int]] = {}
    for type_, pk in Page.objects.filter(pk__in=span.linked("page")).values_list("content_type", "pk"):
        chosen.setdefault(type_, []).append(pk)
    for type_, keys in chosen.items():
        model = ContentType.objects.get_for_id(type_).model_class()
        kind = getattr(model, "page_kind", None)
        # A type may be gone from the program, and its pages still be there.
        if model and not (kind and kind.name in sources):
            yield from _existing(asked, model._default_manager.filter(pk__in=keys))


def _existing(asked: DeskContext, pages: QuerySet) -> Iterator[Existing]:
    """Yield the pages of one type that the user may know of. Those of a kind without a date are on the day of their item."""
    model: Any = pages.model
    kind: PageKind | None = getattr(model, "page_kind", None)
    date = known_columns(model, kind.date) if kind and kind.date else (Value(None, DateField()), Value(""))
    found = list(known_to(asked, pages.values_list(*COMMON, *date)))
    keys = [row[0] for row in found]
    carries = "key_messages" if kinds.has_field(model, "key_messages") else ""
    audiences, streams, messages = (
        related(model, name, keys) for name in (kind.audiences if kind else "", kind.streams if kind else "", carries)
    )
    for pk, path, owner, title, live, date, precision in found:
        known = PartialDate(date, precision) if date else None
        url = asked.editing.address(pk, path, owner)
        yield Existing(
            link="page",
            pk=pk,
            kind=str(kind.label) if kind else capfirst(model._meta.verbose_name),
            channel=PlanChannel.EVENT if kind and kind.name == "event" else PlanChannel.WEBSITE,
            day=known.first_day if known else None,
            title=title,
            url=url,
            state=published(live),
            is_done=live,
            # Without a day of its own it stays where it is, and its item is moved.
            is_movable=not live and (bool(url and not known.is_vague) if known else True),
            audiences=audiences.get(pk, NOBODY),
            messages=messages.get(pk, NOBODY),
            streams=streams.get(pk, NOBODY),
        )


def posts(asked: DeskContext, span: PlanSpan) -> Iterable[Existing]:
    """Social posts by the day on which they went out or will, for users who see posts. Three statements."""
    if not asked.user.has_perm("engagement.view_socialpost"):
        return
    may = asked.user.has_perm("engagement.change_socialpost")
    rows = SocialPost.objects.filter(asked.rows()).annotate(on=Coalesce(F("posted_on"), F("planned_for")))
    found = list(rows.filter(Q(on__range=(span.first, span.last)) | Q(pk__in=span.linked("post"))))
    keys = [post.pk for post in found]
    messages, streams = related(SocialPost, "key_messages", keys), related(SocialPost, "work_streams", keys)
    for post in found:
        is_posted = post.state == PostState.POSTED
        yield Existing(
            *("post", post.pk, "Social post", PlanChannel.SOCIAL, post.day, post.shortened),
            *(reverse("social-posts:edit", args=[post.pk]) if may else "", PostState(post.state).label, is_posted),
            is_movable=may and not is_posted,
            messages=messages.get(post.pk, NOBODY),
            streams=streams.get(post.pk, NOBODY),
        )


def engagements(asked: DeskContext, span: PlanSpan) -> Iterable[Existing]:
    """Engagements, planned and logged, for users who see the log. Four statements."""
    if not asked.user.has_perm("engagement.view_engagement"):
        return
    may = asked.user.has_perm("engagement.change_engagement")
    within = Q(date__range=(span.first, span.last)) | Q(pk__in=span.linked("engagement"))
    found = list(Engagement.objects.filter(asked.rows()).filter(within))
    keys = [one.pk for one in found]
    names = ("audiences", "key_messages", "work_streams")
    audiences, messages, streams = (related(Engagement, name, keys) for name in names)
    for one in found:
        channel = PlanChannel.EVENT if one.kind == EngagementKind.EVENT else PlanChannel.MEETING
        yield Existing(
            *("engagement", one.pk, "Engagement", channel, one.date, one.title),
            *(reverse("engagements:edit", args=[one.pk]) if may else "", one.state, not one.is_planned),
            is_movable=may and one.is_planned,
            audiences=audiences.get(one.pk, NOBODY),
            messages=messages.get(one.pk, NOBODY),
            streams=streams.get(one.pk, NOBODY),
        )


def related(model: type[Model], name: str, keys: list[int]) -> dict[int, frozenset[int]]:
    """Return by key of each object the keys in its field, which has one or many. One statement; none without objects or a
    field."""
    if not name or not keys:
        return {}
    field = model._meta.get_field(name)
    if not field.many_to_many:
        one = model._default_manager.filter(pk__in=keys, **{f"{name}__isnull": False})
        return {pk: frozenset([key]) for pk, key in one.values_list("pk", name)}
    own, other = field.m2m_column_name(), field.m2m_reverse_name()  # type: ignore[union-attr]
    through = getattr(model, name).through
    found: dict[int, set[int]] = {}
    for pk, key in through.objects.filter(**{f"{own}__in": keys}).values_list(own, other):
        found.setdefault(pk, set()).add(key)
    return {pk: frozenset(keys) for pk, keys in found.items()}


def register() -> None:
    """Register the sources of this app: every kind of page that has a date and audiences, pages of all other kinds that came
    of items, posts, and engagements."""
    for model in kinds.models_with("date", "audiences"):
        sources.add(model.page_kind.name, pages_of(model))
    sources.add("other-pages", other_pages)
    sources.add("post", posts)
    sources.add("engagement", engagements)
