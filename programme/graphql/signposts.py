"""The signposts for an audience in the API."""

from __future__ import annotations

from typing import Any

from cms.graphql.context import Info
from cms.graphql.fields import GraphQLItem, list_of, model_type, resolved
from cms.graphql.plans import reads
from cms.signposts.models import Signpost
from cms.signposts.selection import for_group


@reads("help_group")
def resolve_signposts(root: Any, info: Info) -> list[Signpost]:
    """Return the public signposts for the audience's group."""
    return for_group(info.context.visibility, root.help_group)


def signposts_field() -> GraphQLItem:
    """Return `signposts` for an audience's `graphql_fields`."""
    description = (
        "Services that help these people, in the order that editors gave them; empty if the audience belongs to no "
        "group for signposts. Always those of today, also on a past day."
    )
    return resolved(
        "signposts",
        list_of(lambda: model_type("cms.Signpost")),
        description,
        resolve_signposts,
        source="help_group",
        required=True,
    )
