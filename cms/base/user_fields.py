"""Fields of models that name a user, and the name by which colleagues know one."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models


def user_field(**options: Any) -> models.ForeignKey[User | None, User | None]:
    """Return a field for the user who did something or looks after it. The row stays when the user is deleted.

    `options` are further ones of the field.
    """
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", **options
    )


def name_of(user: Any, nobody: str = "Somebody") -> str:
    """Return the full name of a user or, without one, the user name. For None, return `nobody`."""
    return (user.get_full_name() or user.get_username()) if user else nobody
