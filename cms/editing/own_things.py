"""What somebody may see in the admin: the things of the programmes in which they work, and those of none.

One question, asked at the door of every address of the admin (`cms.editing.door`), by histories, filters and
choosers. Rights to change things are Wagtail's, and come after it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group, User
from django.db.models import Model, Q
from wagtail.models import GroupPagePermission, Page

from cms.editing.own_programmes import programmes_of
from cms.pages.viewer import request_now, view_now
from cms.tokens.models import AccessToken
from cms.visibility.belongings import Own, rules


def _groups(own: Own) -> Q:
    placed = own.placed(GroupPagePermission.objects.all(), own.pages("page__path"), "group")
    return placed & (Q(programme_role=None) | Q(programme_role__site__in=own.keys))


rules.add(Group, _groups)
rules.add(
    AccessToken,
    lambda own: Q(pk__in=AccessToken.sites.through.objects.filter(site__in=own.keys).values("accesstoken")),
)


def seen(user: User, model: type[Model]) -> Q:
    """Return the condition for the things of a model that the user may see; an empty one for all.

    Those who keep the hub's accounts see them all. No statement in a hub with one programme, nor for people who work in all.
    """
    view = view_now()
    if len(view.sites) < 2 or (issubclass(model, User | Group) and user.has_perm("auth.change_user")):
        return Q()
    own = tuple(programmes_of(user, view.sites))
    return Q() if len(own) == len(view.sites) else Own(view, own).condition(model) or Q()


def may_see(user: User, thing: Model) -> bool:
    """Say whether the user may see a thing. No statement where they see all."""
    condition = seen(user, type(thing))
    return not condition or type(thing)._base_manager.filter(condition, pk=thing.pk).exists()


def colleagues() -> Q:
    """Return the condition for the people whom the one who is asking works with; for all outside of requests."""
    user = getattr(request_now(), "user", None)
    return seen(user, User) if user is not None and user.is_authenticated else Q()


def only_seen(user: User, things: Iterable[Any]) -> list[Any]:
    """Return those of the things, all of one model or pages, that the user may see, in their order."""
    things = list(things)
    model: type[Model] = Page if things and isinstance(things[0], Page) else type(things[0]) if things else Page
    if not things or not (condition := seen(user, model)):
        return things
    keys = [one.pk for one in things]
    there = set(model._base_manager.filter(condition, pk__in=keys).values_list("pk", flat=True))
    return [one for one in things if one.pk in there]
