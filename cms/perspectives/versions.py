"""Which versions a perspective shows: those that a user may see in the admin."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet, Value
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import policy_registry

from cms.accounts.roles import LOOK
from cms.base.registry import Registry
from cms.visibility.moments import APPROVED_REVISIONS, scheduled_models
from cms.visibility.rule import Visibility

from .rows import Version

SEES_DRAFTS = {"change", "publish", LOOK}
# What else is scheduled: functions that yield until a moment when a version is published and which, for a user.
schedules: Registry[Callable[[datetime.datetime, Any], Iterable[tuple[datetime.datetime, Version]]]] = Registry(
    "schedule"
)


def pages_for(user: Any, visibility: Visibility) -> QuerySet[Page]:
    """Return the pages of the visibility's site whose drafts the user may see in the admin."""
    here = Q(pk__in=[])
    for root in visibility.roots:
        here |= Q(path__startswith=root.path)
    return PagePermissionPolicy().instances_user_has_any_permission_for(user, SEES_DRAFTS).filter(here).order_by()


def latest(user: Any, visibility: Visibility) -> list[Version]:
    """Return the latest drafts that aren't published as they are. One statement for all kinds, and one for aliases."""
    models = [model for model in scheduled_models() if model is Page or _may_see(user, model)]
    parts = []
    for place, model in enumerate(models):
        rows: QuerySet[Any] = model._default_manager.all()
        if model is Page:
            rows = pages_for(user, visibility).filter(alias_of=None)
        drafts = rows.filter(Q(live=False) | Q(has_unpublished_changes=True, latest_revision__isnull=False))
        parts.append(drafts.order_by().values_list(Value(place), "pk", "latest_revision_id"))
    found = sorted(parts[0].union(*parts[1:], all=True)) if parts else []
    return with_aliases(Version(models[place], key, revision) for place, key, revision in found)


def approved(user: Any, visibility: Visibility, until: datetime.datetime) -> list[Version]:
    """Return the versions that are scheduled until a moment, in the order in which they will be published."""
    found = [*_approved(until)]
    for scheduled in schedules.values():
        found += scheduled(until, user)
    pages = {version.key for _, version in found if version.model is Page}
    seen = set(pages_for(user, visibility).filter(pk__in=pages).values_list("pk", flat=True)) if pages else set()
    return with_aliases(
        version
        for _, version in sorted(found, key=lambda one: one[0])
        if (version.key in seen if version.model is Page else _may_see(user, version.model))
    )


def _approved(until: datetime.datetime) -> Iterator[tuple[datetime.datetime, Version]]:
    due = APPROVED_REVISIONS.until(until).values_list("approved_go_live_at", "base_content_type", "object_id", "pk")
    for moment, kind, key, revision in due:
        model: Any = ContentType.objects.get_for_id(kind).model_class()
        if model is not None:
            yield moment, Version(model, model._meta.pk.to_python(key), revision)


def with_aliases(versions: Iterable[Version]) -> list[Version]:
    """Return the versions, each followed by the same for the aliases of its page, which are published with it.

    One statement, and another for each level of aliases of aliases.
    """
    versions = list(versions)
    aliases: dict[int, list[int]] = {one.key: [] for one in versions if one.model is Page}
    originals = {key: key for key in aliases}
    level = list(originals)
    while level:
        rows = list(Page.objects.filter(alias_of__in=level).values_list("pk", "alias_of").order_by("pk"))
        level = []
        for alias, source in rows:
            if alias not in originals:
                originals[alias] = originals[source]
                aliases[originals[source]].append(alias)
                level.append(alias)
    found = []
    for one in versions:
        found += [one, *(Version(Page, alias, one.revision) for alias in aliases.get(one.key, ()) if one.model is Page)]
    return found


def _may_see(user: Any, model: Any) -> bool:
    return policy_registry.get_by_type(model).user_has_any_permission(
        user, ("add", "change", "delete", "view", "publish")
    )
