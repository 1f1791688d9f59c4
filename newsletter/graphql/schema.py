"""The newsletter's root fields."""

from __future__ import annotations

import graphene

from cms.graphql.roots import root_connection, root_one
from cms.graphql.schema import register_query
from cms.models import HubSettings
from newsletter.people import wording

from . import followings, mutations, proposals  # noqa: F401  importing them registers their fields


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


@register_query
class SubscribingQuery:
    """The texts for a sign-up form and a form to follow a page."""

    subscribe_wording = graphene.String(
        required=True,
        description="The text to show, unchanged, on a form that calls `subscribe`: people agree to it.",
    )

    follow_wording = graphene.String(
        required=True,
        description="The text to show, unchanged, on a form that calls `follow`: people agree to it.",
    )

    def resolve_follow_wording(root, info):
        hub = HubSettings.for_site(info.context.site)
        info.context.seen.add((HubSettings, hub.pk))
        return wording.follow_wording(hub, info.context.visibility)

    def resolve_subscribe_wording(root, info):
        hub = HubSettings.for_site(info.context.site)
        info.context.seen.add((HubSettings, hub.pk))
        return wording.consent_wording(hub, info.context.visibility)
