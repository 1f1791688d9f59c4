"""Items of the admin's menus that only some users see."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.models import User
from wagtail.admin.menu import MenuItem

from cms.base.requests import EditorRequest


class GuardedMenuItem(MenuItem):
    """A menu item for the users whom `may_see` allows."""

    def __init__(self, label: str, url: str, *, may_see: Callable[[User], bool], **options: object) -> None:
        super().__init__(label, url, **options)
        self.may_see = may_see

    def is_shown(self, request: EditorRequest) -> bool:
        """Say whether the user sees it."""
        return self.may_see(request.user)
