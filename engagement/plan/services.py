"""What is done with items of the plan: moved, and drafted."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import DateTimeField
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Page
from wagtail.signals import init_new_page

from cms.base.registry import Registry
from cms.editing.permissions import DeskContext
from cms.models import BasePage
from cms.pages import kinds
from cms.pages.addresses import free_slug
from engagement.choices import EngagementKind, PlanChannel, PlanKind, PlanState, PostState
from engagement.models import Engagement, PlanItem, SocialPost
from engagement.plan.overdue import FINISHED
from engagement.social import releases
from programme.diary import in_the_tree, moments
from programme.drafts import NotMovableError, move_to


class NotDraftedError(ValueError):
    """Nothing can be drafted for the item. The message gives the reason in a sentence."""


@transaction.atomic
def move(item: PlanItem, day: datetime.date, user: User) -> None:
    """Move an item to a day, and the draft, post or planned engagement that came of it with it.

    Raises PermissionDenied, or NotMovableError if it is done or dropped, or if what came of it can't be moved.
    """
    if not user.has_perm("engagement.change_planitem"):
        raise PermissionDenied
    if item.state == PlanState.DROPPED or (item.state == PlanState.DONE and not item.is_linked):
        raise NotMovableError(f"“{item.title}” is {PlanState(item.state).label.lower()}. Change the day in its form.")
    if item.page:
        _move_page(item.page.specific, day, user)
    elif item.post:
        _move_post(item.post, day, user)
    elif item.engagement:
        _move_engagement(item.engagement, day, user)
    item.date = day
    item.save(update_fields=["date"])


def _move_page(page: Any, day: datetime.date, user: User) -> None:
    if _day_of_page(page):
        move_to(page, day, user)
    elif page.live:
        raise NotMovableError(f"“{page.title}” is published. Change the day of the item in its form.")
    # A draft without a day of its own stays as it is.


def _move_post(post: SocialPost, day: datetime.date, user: User) -> None:
    if not user.has_perm("engagement.change_socialpost"):
        raise PermissionDenied
    if post.state == PostState.POSTED:
        raise NotMovableError("The post went out. Change the day in its form.")
    post.planned_for = day
    if post.released_at:
        post.post_at = post.planned_moment
        if releases.stands(post) and post.post_at and post.post_at <= timezone.now():
            raise NotMovableError("The hub posts it, and this moment is past. Choose a later day.")
    post.save(update_fields=["planned_for", "post_at"])


def _move_engagement(engagement: Engagement, day: datetime.date, user: User) -> None:
    if not user.has_perm("engagement.change_engagement"):
        raise PermissionDenied
    if not engagement.is_planned:
        raise NotMovableError("The engagement is logged. Change the day in its form.")
    engagement.date = day
    engagement.save(update_fields=["date"])


def day_of_draft(item: PlanItem) -> datetime.date | None:
    """Return the day of what came of an item; None if nothing has, or if it has no day."""
    if item.page:
        return _day_of_page(item.page.specific)
    if item.post:
        return item.post.day
    return item.engagement.date if item.engagement else None


def _day_of_page(page: Any) -> datetime.date | None:
    kind = getattr(page, "page_kind", None)
    known = kinds.known_date(page, kind.date) if kind else None
    return known.first_day if known else None


def may_be_drafted(item: PlanItem) -> bool:
    """Say whether a draft can be made of the item, by somebody who may."""
    is_drafted = item.kind in DRAFTED or item.kind in further_drafts
    return is_drafted and not item.is_linked and item.state not in FINISHED


@transaction.atomic
def draft(item: PlanItem, asked: DeskContext) -> str:
    """Make the draft of an item, lead the item to it, and return the address of its form.

    Raises PermissionDenied, or NotDraftedError if there is one already, or nothing can be made.
    """
    if not asked.user.has_perm("engagement.change_planitem"):
        raise PermissionDenied
    # The second of two requests finds the draft of the first.
    item = PlanItem.objects.select_for_update().get(pk=item.pk)
    if item.is_linked:
        raise NotDraftedError(f"“{item.title}” has a draft already.")
    if not may_be_drafted(item):
        raise NotDraftedError(f"Nothing can be drafted of “{item.title}”. Choose in its form what has come of it.")
    if item.kind == PlanKind.POST:
        item.post, address = _post(item, asked.user), "social-posts:edit"
        made: Any = item.post
    elif item.kind == PlanKind.ENGAGEMENT:
        item.engagement, address = _engagement(item, asked.user), "engagements:edit"
        made = item.engagement
    else:
        item.page, address = further_drafts.get(item.kind, _page)(item, asked), "wagtailadmin_pages:edit"
        made = item.page
    if item.state == PlanState.PLANNED:
        item.state = PlanState.IN_PROGRESS
    item.save()
    return reverse(address, args=[made.pk])


def _post(item: PlanItem, user: User) -> SocialPost:
    if not user.has_perm("engagement.add_socialpost"):
        raise PermissionDenied
    post = SocialPost.objects.create(text=item.title, planned_for=item.date, author=user, site=item.site)
    post.key_messages.set(item.key_messages.all())
    post.work_streams.set(item.work_streams.all())
    return post


def _engagement(item: PlanItem, user: User) -> Engagement:
    if not user.has_perm("engagement.add_engagement"):
        raise PermissionDenied
    is_event = item.channel == PlanChannel.EVENT
    made = Engagement.objects.create(
        title=item.title,
        date=item.date,
        kind=EngagementKind.EVENT if is_event else EngagementKind.MEETING,
        # Also if its day is over: then it waits to be logged.
        is_planned=True,
        logged_by=user,
        site=item.site,
    )
    for name in ("audiences", "key_messages", "work_streams"):
        getattr(made, name).set(getattr(item, name).all())
    return made


PAGES = {PlanKind.NEWS, PlanKind.PUBLICATION, PlanKind.EVENT, PlanKind.KEY_MESSAGE}
DRAFTED = {*PAGES, PlanKind.POST, PlanKind.ENGAGEMENT}
# By kind of item: returns the page that a later app drafts. Raises NotDraftedError or PermissionDenied.
further_drafts: Registry[Callable[[PlanItem, DeskContext], Page]] = Registry("kind of item that is drafted")


def _page(item: PlanItem, asked: DeskContext) -> Page:
    """Return a draft page of the item's kind in the list of such pages, with what the item says."""
    model = kinds.page_types[item.kind]
    index = kinds.index_of(model)
    parents = in_the_tree(asked, index.objects.all()).order_by("path") if index else ()
    lists = [parent for parent in parents if parent.permissions_for_user(asked.user).can_add_subpage()]
    if not lists:
        raise NotDraftedError(f"There is no list in which you may add a page for “{item.title}”.")
    parent = lists[0]
    page = model(
        title=item.title,
        slug=free_slug(parent, slugify(item.title)[:200] or item.kind),
        live=False,
        owner=asked.user,
        locale=parent.locale,
        **_dated(model, item.date),
    )
    init_new_page.send(sender=PlanItem, page=page, parent=parent)  # begins as the form of a new page does
    for name, chosen in (
        (model.page_kind.audiences, item.audiences),
        (model.page_kind.streams, item.work_streams),
        ("key_messages", item.key_messages),
    ):
        if name and kinds.has_field(model, name):
            setattr(page, name, list(chosen.all()))
    parent.add_child(instance=page)
    page.save_revision(user=asked.user, clean=False, log_action="wagtail.create")
    return page


def _dated(model: type[BasePage], day: datetime.date) -> dict[str, Any]:
    """Return the fields with the day of a new draft, if its kind has one. The time of day isn't known."""
    kind = model.page_kind
    if not kind.date:
        return {}
    has_moment = isinstance(model._meta.get_field(kind.date), DateTimeField)
    found: dict[str, Any] = {kind.date: moments(day, day)[0] if has_moment else day}
    if kinds.has_field(model, f"{kind.date}_precision"):
        found[f"{kind.date}_precision"] = "day"
    if kind.end and kinds.has_field(model, kind.end) and not model._meta.get_field(kind.end).null:
        found[kind.end] = found[kind.date]
        if kinds.has_field(model, f"{kind.end}_precision"):
            found[f"{kind.end}_precision"] = "day"
    if kinds.has_field(model, "date_is_typed"):
        found["date_is_typed"] = True  # or else it would follow the schedule
    return found
