"""The newsletter's root fields."""

from __future__ import annotations

import graphene

from cms.graphql.roots import root_connection, root_one
from cms.graphql.schema import register_query


@register_query
class IssueQuery:
    """The archive of the regular update."""

    issues = root_connection("newsletter.IssuePage", "Issues of the regular update, latest first.")
    issue = root_one(
        "newsletter.IssuePage",
        "One issue of the regular update.",
        number=("number", graphene.Argument(graphene.Int, required=True, description="Number of the issue.")),
        part=(
            "part",
            graphene.Argument(graphene.Int, default_value=1, description="Which part, if it has several; else 1."),
        ),
    )
