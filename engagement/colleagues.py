"""Colleagues who may be named as responsible for a record."""

from __future__ import annotations

from django.db.models import Q

from cms.editing.own_things import colleagues


def colleagues_with(codename: str) -> Q:
    """Return the condition on users who have a right of this app by a group or as administrators, and work with the user who
    asks. It may find one twice."""
    held = Q(groups__permissions__codename=codename, groups__permissions__content_type__app_label="engagement")
    return Q(is_active=True) & (held | Q(is_superuser=True)) & colleagues()


def who_keep_the_log() -> Q:
    """Return the condition on users who write the engagement log."""
    return colleagues_with("change_engagement")
