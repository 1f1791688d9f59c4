"""The user of a list of many pages, and their permissions, which are read once, not for every row."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site
from wagtail.permission_policies.pages import PagePermissionPolicy

from cms.pages.viewer import visibility_of
from cms.sites.rows import shared_and
from cms.visibility.rule import Visibility

T = TypeVar("T")
# Which meets no row.
NOTHING = Q(pk__in=[])


class Editing:
    """A user's permissions on pages, by a page's position in the tree. One query for users who aren't administrators."""

    def __init__(self, user: User):
        self.user = user
        everywhere = user.is_active and user.is_superuser
        granted = [] if everywhere else PagePermissionPolicy().get_cached_permissions_for_user(user)
        self._all = ("",) if everywhere else tuple({row.page.path for row in granted})
        self._changes = self._all if everywhere else _paths(granted, "change_page")
        self._adds = self._all if everywhere else _paths(granted, "add_page")
        self._address = reverse("wagtailadmin_pages:edit", args=[0])

    def may_edit(self, path: str, owner: int | None = None) -> bool:
        """Say whether the user may edit the page there. Users who may add pages may edit their own."""
        return path.startswith(self._changes) or (owner == self.user.pk and path.startswith(self._adds))

    def may_see_draft(self, path: str) -> bool:
        """Say whether the user has any permission there, and so sees pages that aren't published yet."""
        return path.startswith(self._all)

    @property
    def has_pages(self) -> bool:
        """Whether the user has any permission on any page."""
        return bool(self._all)

    def works_in(self, top: str) -> bool:
        """Say whether the user has any permission on the branch of the tree that begins there."""
        return top.startswith(self._all) or any(path.startswith(top) for path in self._all)

    def address(self, pk: int, path: str, owner: int | None = None) -> str:
        """Return the address of the page's form; empty if the user may not edit it."""
        # Not `reverse` for each: a list may have hundreds of rows.
        return self._address.replace("/0/", f"/{pk}/") if self.may_edit(path, owner) else ""


def _paths(granted, codename: str) -> tuple[str, ...]:
    return tuple({row.page.path for row in granted if row.permission.codename == codename})


def works_on(editing: Editing, visibility: Visibility) -> bool:
    """Say whether a user works on the site of a view. Rights to records hold on every site, so this has to be asked too."""
    return any(editing.works_in(root.path) for root in visibility.roots)


def works_on_site(user: User, site: Site) -> bool:
    """Say whether a user works on a site, outside of a view of it."""
    return Editing(user).works_in(site.root_page.path)


@dataclass(frozen=True)
class DeskContext:
    """The user, the site and the time of a request."""

    user: User
    visibility: Visibility
    editing: Editing
    now: datetime.datetime = field(default_factory=timezone.now)
    # A program asks, whose token may be for this site alone, and not for its person's work elsewhere.
    is_program: bool = False
    _kept: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def by(cls, request) -> DeskContext:
        """Return the context of a request, the same each time: what several panels need is read once."""
        found = getattr(request, "desk_context", None)
        if found is None or found.user != request.user:
            found = request.desk_context = cls(request.user, visibility_of(request), Editing(request.user))
        return found

    @property
    def site(self) -> Site | None:
        return self.visibility.site

    def rows(self, lookup: str = "site") -> Q:
        """Return the condition for the rows of the site, if the user works on it; `lookup` leads to the column with their
        site. Without a second site for all."""
        if len(self.visibility.sites) < 2:
            return Q()
        return self.visibility.own_rows(lookup) if self.works_here else NOTHING

    def sharable_rows(self, lookup: str = "site") -> Q:
        """Return the condition for the rows of `rows` and those that all programmes share."""
        here = self.rows(lookup)
        return shared_and(here, lookup) if here else here

    @property
    def works_here(self) -> bool:
        """Whether the user works on the site. On the only one everybody does."""
        return self.once(
            "works here", lambda: len(self.visibility.sites) < 2 or works_on(self.editing, self.visibility)
        )

    @property
    def today(self) -> datetime.date:
        return timezone.localdate(self.now)

    def once(self, name: str, read: Callable[[], T]) -> T:
        """Return a value that several reporters need, computed for the first of them."""
        if name not in self._kept:
            self._kept[name] = read()
        return self._kept[name]

    def published(self, pages: QuerySet) -> QuerySet:
        """Return those of the pages that are published, in the site's own language and each once.

        A translation lacks the same things as its original, and is corrected there.
        """
        if self.site is None or not self.works_here:
            return pages.none()
        root = self.site.root_page
        return pages.filter(live=True, path__startswith=root.path, locale=root.locale_id, alias_of=None)
