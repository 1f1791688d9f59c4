"""What the API's type `Site` says of the regular update."""

from __future__ import annotations

from typing import Any

import graphene
from django.apps import apps

from cms.graphql.context import Info
from cms.graphql.items import GraphQLItem, resolved
from cms.graphql.plans import reads


def fields_of_the_site() -> list[GraphQLItem]:
    """Return the fields, for the `graphql_fields` of the site's settings."""
    rhythm = "Weeks between two issues of the regular update; 0 if nothing is promised."
    return [
        _field("name", graphene.String, "The name of the regular update."),
        _field("rhythm", graphene.Int, rhythm),
        _field("offers_following", graphene.Boolean, "Whether readers can begin to follow single pages by e-mail."),
    ]


def _field(name: str, kind: Any, description: str) -> GraphQLItem:
    @reads()
    def resolve(root: Any, info: Info) -> Any:
        return getattr(_settings(info), name)

    return resolved(f"newsletter_{name}", kind, description, resolve, required=True)


def _settings(info: Info) -> Any:
    """Return the newsletter's settings of the site. One query for both fields."""
    model: Any = apps.get_model("newsletter.NewsletterSettings")
    info.context.visibility.asked.add(model)
    return info.context.shared("newsletter settings", lambda: model.of(info.context.site))
