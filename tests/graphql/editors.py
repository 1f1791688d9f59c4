"""Editors and drafts for tests of previews."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from wagtail.models import (
    GroupPagePermission,
    Page,
)


def person(name: str, *sections: Page, permissions: tuple[str, ...] = ("access_admin",)):
    """Return a user who may add and change pages in the sections, and has the permissions everywhere."""
    user = get_user_model().objects.create_user(name, password="a-long-enough-password")
    group = Group.objects.create(name=f"Editors of {name}")
    group.permissions.set(Permission.objects.filter(codename__in=permissions))
    for section in sections:
        for permission in Permission.objects.filter(codename__in=["add_page", "change_page"]):
            GroupPagePermission.objects.create(group=group, page=section, permission=permission)
    user.groups.add(group)
    return user


def draft_of(page, **changes):
    """Return the page with unsaved changes."""
    draft = type(page).objects.get(pk=page.pk)
    for name, value in changes.items():
        setattr(draft, name, value)
    return draft
