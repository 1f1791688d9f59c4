"""What the people who make access tokens may do themselves, as columns of a statement about them.

`maker` names the column with the person, `top` that with the path of a site's top page.
"""

from __future__ import annotations

from django.contrib.auth.models import Permission
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from wagtail.models import GroupPagePermission

from .scopes import TokenScope


def holds(permission: str, maker: str) -> Exists:
    """Return whether the person has a permission on records, such as `webhooks.change_webhook`."""
    app, codename = permission.split(".")
    of_maker = Q(group__user=OuterRef(maker)) | Q(user=OuterRef(maker))
    return Exists(Permission.objects.filter(of_maker, content_type__app_label=app, codename=codename))


def works_on_pages(maker: OuterRef, top: OuterRef | None = None, names: tuple[str, ...] = ()) -> Exists:
    """Return whether the person has a permission, of those with the names, on pages of a site; without `top` on any page."""
    rows = GroupPagePermission.objects.filter(group__user=maker)
    if names:
        rows = rows.filter(permission__codename__in=names)
    if top is not None:
        within = Q(top__startswith=F("page__path")) | Q(page__path__startswith=F("top"))
        rows = rows.annotate(top=ExpressionWrapper(top, CharField())).filter(Q(top=None) | within)
    return Exists(rows)


def sites_of_others(maker: str) -> Q:
    """Return the condition for sites on which the person of the outer statement doesn't work: who works on no page at all
    belongs to the default site, as in the admin."""
    person = OuterRef(OuterRef(maker))
    return ~works_on_pages(person, OuterRef("root_page__path")) & ~(Q(is_default_site=True) & ~works_on_pages(person))


def may_use(scope: TokenScope, maker: str, top: str = "") -> Q | Exists:
    """Return whether somebody who is no administrator has the right that a scope needs; with `top` on the site there."""
    if scope.for_administrators:
        return Q(pk=None)
    if scope.permission:
        return holds(scope.permission, maker)
    if scope.pages:
        return works_on_pages(OuterRef(maker), OuterRef(top) if top else None, scope.pages)
    return ~Q(pk=None)
