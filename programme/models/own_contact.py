"""The field of pages that name whom readers may ask about them, and its field in the API."""

from __future__ import annotations

from typing import Any

from django.db import models

from cms.graphql.fields import GraphQLItem, GraphQLOne


def own_contact() -> models.ForeignKey[Any, Any]:
    """Return the field `contact_point` of a page. `programme.site.contacts` says what a page without one shows."""
    return models.ForeignKey(
        "programme.ContactPoint",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Whom readers may ask about this page. Leave it empty if there is nobody in particular.",
    )


def contact_field() -> GraphQLItem:
    """Return the field `contactPoint` of a page in the API."""
    return GraphQLOne(
        "contact_point", "programme.ContactPoint", description="Whom to ask about it; null for nobody in particular."
    )
