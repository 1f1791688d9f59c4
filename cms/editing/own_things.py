"""What somebody may see in the admin: the things of the programmes in which they work, and those of none.

One question, asked at the door of every address of the admin (`cms.editing.door`), by histories, filters and
choosers. Rights to change things are Wagtail's, and come after it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db.models import Model, Q, QuerySet
from taggit.models import Tag, TaggedItem
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage
from wagtail.models import Collection, GroupPagePermission, Page, Site, Task, Workflow, WorkflowPage, WorkflowTask

from cms.accounts.models import ProgrammeRole
from cms.base.registry import Registry
from cms.editing.own_programmes import programmes_of
from cms.pages.viewer import request_now, sites_now
from cms.sites.addresses import SiteAddress
from cms.sites.models import ProgrammeSite
from cms.sites.rows import SharableRow, SiteRow, rows_of_sites, shared_and
from cms.tokens.models import AccessToken


@dataclass
class Own:
    """The programmes in which somebody works, of several."""

    user: User
    sites: tuple[SiteAddress, ...]

    @cached_property
    def keys(self) -> list[int]:
        return [one.site_key for one in self.sites]

    def rows(self, lookup: str = "site") -> Q:
        """Return the condition for rows of the programmes; `lookup` leads to the column with their site."""
        return rows_of_sites(self.keys, lookup, with_default=any(one.is_default for one in self.sites))

    def pages(self, lookup: str = "path") -> Q:
        """Return the condition for pages of the programmes, in any language, and the one above all; `lookup` leads to their
        path."""
        found = Q(**{lookup: Page._get_path("", 1, 1)})
        for path in self._tops:
            found |= Q(**{f"{lookup}__startswith": path})
        return found

    @cached_property
    def _tops(self) -> list[str]:
        tops = [one.tree_path for one in self.sites]
        if not settings.WAGTAIL_I18N_ENABLED:
            return tops
        originals = Page.objects.filter(path__in=tops).values("translation_key")
        return list(Page.objects.filter(translation_key__in=originals).values_list("path", flat=True))

    def media(self, lookup: str = "collection__path") -> Q:
        """Return the condition for what isn't in the collection of another programme; `lookup` leads to the path of that."""
        others = ProgrammeSite.objects.exclude(site__in=self.keys).exclude(collection=None)
        found = Q()
        for path in others.values_list("collection__path", flat=True):
            found &= ~Q(**{f"{lookup}__startswith": path})
        return found

    def placed(self, places: QuerySet[Any], condition: Q, key: str) -> Q:
        """Return the condition for what has one of its places here, or none at all. `key` is the column that leads from a
        place to the thing."""
        return Q(pk__in=places.filter(condition).values(key)) | ~Q(pk__in=places.values(key))

    def groups(self) -> Q:
        others = ProgrammeRole.objects.exclude(site__in=self.keys)
        placed = self.placed(GroupPagePermission.objects.all(), self.pages("page__path"), "group")
        return placed & ~Q(pk__in=others.values("group"))

    def workflows(self) -> Q:
        """Return the condition for workflows of pages of the programmes, and those of no page."""
        return self.placed(WorkflowPage.objects.all(), self.pages("page__path"), "workflow")

    def people(self) -> Q:
        """Return the condition for people who work in the programmes. Those without pages work in the default one."""
        inside = GroupPagePermission.objects.filter(self.pages("page__path")).values("group")
        found = Q(is_superuser=True) | Q(pk=self.user.pk) | Q(pk__in=_members(inside))
        if any(one.is_default for one in self.sites):
            found |= ~Q(pk__in=_members(GroupPagePermission.objects.values("group")))
        return found


def _members(groups: QuerySet[Any]) -> QuerySet[Any]:
    return User.groups.through.objects.filter(group__in=groups).values("user")


def _accounts(condition: Callable[[Own], Q]) -> Callable[[Own], Q]:
    """Let those who keep the hub's accounts see them all."""
    return lambda own: Q() if own.user.has_perm("auth.change_user") else condition(own)


def _tags(own: Own) -> Q:
    found = Q()
    for model in (get_image_model(), get_document_model()):
        things = TaggedItem.objects.filter(content_type__app_label=model._meta.app_label)
        things = things.filter(content_type__model=model._meta.model_name)
        found |= Q(pk__in=things.filter(object_id__in=model.objects.filter(own.media()).values("pk")).values("tag"))
    return found


# By the base of models: the condition for those of somebody's programmes. Apps add those of kinds that belong to a programme
# in a way of their own.
rules: Registry[Callable[[Own], Q]] = Registry("rule of what belongs to a programme")
for base, rule in {
    Page: Own.pages,
    SiteRow: Own.rows,
    SharableRow: lambda own: shared_and(own.rows()),
    AbstractImage: Own.media,
    AbstractDocument: Own.media,
    Collection: lambda own: own.media("path"),
    Site: lambda own: Q(pk__in=own.keys),
    BaseSiteSetting: lambda own: Q(site__in=own.keys),
    AccessToken: lambda own: Q(
        pk__in=AccessToken.sites.through.objects.filter(site__in=own.keys).values("accesstoken")
    ),
    Redirect: lambda own: Q(site__in=own.keys) | Q(site=None),
    User: _accounts(Own.people),
    Group: _accounts(Own.groups),
    Workflow: Own.workflows,
    Task: lambda own: own.placed(
        WorkflowTask.objects.all(), Q(workflow__in=Workflow.objects.filter(own.workflows())), "task"
    ),
    Tag: _tags,
}.items():
    rules.add(base, rule)


def _rule(model: type[Model]) -> Callable[[Own], Q] | None:
    return next((rules[base] for base in model.__mro__ if base in rules), None)


def seen(user: User, model: type[Model]) -> Q:
    """Return the condition for the things of a model that the user may see; an empty one for all.

    No statement in a hub with one programme, nor for people who work in all.
    """
    sites, rule = sites_now(), _rule(model)
    if rule is None or len(sites) < 2:
        return Q()
    own = tuple(programmes_of(user, sites))
    return Q() if len(own) == len(sites) else rule(Own(user, own))


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
