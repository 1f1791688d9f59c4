"""What belongs to programmes of the hub, by the kind of thing: the one answer to whose something is.

The gate (`cms.visibility.gate`) asks it for the programme of a site, the admin (`cms.editing.own_things`) for those in which
somebody works.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.auth.models import User
from django.db.models import CharField, Exists, ExpressionWrapper, F, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from taggit.models import Tag, TaggedItem
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage
from wagtail.models import (
    Collection,
    Page,
    Site,
    Task,
    TaskState,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from cms.base.registry import Registry
from cms.sites.addresses import SiteAddress
from cms.sites.models import ProgrammeSite
from cms.sites.rows import SharableRow, SiteRow, rows_of_sites, shared_and

from .site_view import SiteView


@dataclass
class Own:
    """Some programmes of the hub, seen from a view of a site."""

    view: SiteView
    sites: tuple[SiteAddress, ...]

    @classmethod
    def of(cls, view: SiteView) -> Own:
        """Return the programme of the view's site; for the organisation's own all that aren't closed."""
        return cls(
            view, tuple(one for one in view.sites if one == view.address) if view.spanned is None else view.spanned
        )

    def condition(self, model: type[Model]) -> Q | None:
        """Return the condition for the things of a model that belong to the programmes, or to all; None if that model's
        belong to none. No statement; with several languages one for the top pages of each programme, kept for the view."""
        rule = next((rules[base] for base in model.__mro__ if base in rules), None)
        return rule(self) if rule else None

    @cached_property
    def keys(self) -> list[int]:
        return [one.site_key for one in self.sites]

    @cached_property
    def _has_default(self) -> bool:
        return any(one.is_default for one in self.sites)

    @cached_property
    def _tops(self) -> list[str]:
        return [path for one in self.sites for path, *_ in self.view.tops_of(one)]

    def rows(self, lookup: str = "site") -> Q:
        """Return the condition for rows of the programmes; `lookup` leads to the column with their site."""
        return rows_of_sites(self.keys, lookup, with_default=self._has_default)

    def pages(self, lookup: str = "path") -> Q:
        """Return the condition for pages of the programmes, in any language, and those above them; `lookup` leads to their
        path."""
        above = {top[:end] for top in self._tops for end in range(Page.steplen, len(top), Page.steplen)}
        found = Q(**{f"{lookup}__in": sorted(above)})
        for path in self._tops:
            found |= Q(**{f"{lookup}__startswith": path})
        return found

    def media(self, lookup: str = "collection__path") -> Q:
        """Return the condition for what isn't in the collection of another programme; `lookup` leads to the path of that."""
        others = ProgrammeSite.objects.exclude(site__in=self.keys).exclude(collection=None)
        at = ExpressionWrapper(OuterRef(lookup), CharField())
        return ~Q(Exists(others.alias(at=at).filter(at__startswith=F("collection__path"))))

    def placed(self, places: QuerySet[Any], condition: Q, key: str) -> Q:
        """Return the condition for what has one of its places here, or none at all. `key` is the column that leads from a
        place to the thing."""
        return Q(pk__in=places.filter(condition).values(key)) | ~Q(pk__in=places.values(key))

    def workflows(self) -> Q:
        """Return the condition for workflows of pages of the programmes, and those of no page."""
        return self.placed(WorkflowPage.objects.all(), self.pages("page__path"), "workflow")

    def people(self) -> Q:
        """Return the condition for people who work in the programmes. Those without pages and roles work in the default one."""
        page, role = "group__page_permissions__page__path", "group__programme_role__site"
        here = self.pages(page) | Q(**{f"{role}__in": self.keys})
        places = User.groups.through.objects.exclude(**{page: None, role: None})
        found = self.placed(places, here, "user") if self._has_default else Q(pk__in=places.filter(here).values("user"))
        return found | Q(is_superuser=True)


def _tags(own: Own) -> Q:
    found = Q()
    for model in (get_image_model(), get_document_model()):
        things = TaggedItem.objects.filter(content_type__app_label=model._meta.app_label)
        things = things.filter(content_type__model=model._meta.model_name)
        found |= Q(pk__in=things.filter(object_id__in=model.objects.filter(own.media()).values("pk")).values("tag"))
    return found


# By the base of models: the condition for what belongs to programmes. Apps add those of kinds that belong to one in a way of
# their own.
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
    Redirect: lambda own: Q(site__in=own.keys) | Q(site=None),
    User: Own.people,
    Workflow: Own.workflows,
    Task: lambda own: own.placed(
        WorkflowTask.objects.all(), Q(workflow__in=Workflow.objects.filter(own.workflows())), "task"
    ),
    # Only pages are approved; their keys are texts there.
    TaskState: lambda own: Q(
        workflow_state__object_id__in=Page.objects.filter(own.pages()).values_list(Cast("pk", CharField()))
    ),
    Tag: _tags,
}.items():
    rules.add(base, rule)
