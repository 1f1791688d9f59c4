"""Root fields: public engagements, and the text for frontends' feedback forms."""

from __future__ import annotations

import graphene

from cms.graphql.roots import root_connection
from cms.graphql.schema import register_query
from cms.models import HubSettings
from engagement.feedback import wording

from . import drafts, event_registration, mutations  # noqa: F401  importing it registers what changes something


@register_query
class EngagementQuery:
    """Public engagements, and the text for a feedback form."""

    feedback_wording = graphene.String(
        required=True,
        description="The text to show, unchanged, on a form that sends a name or an address with `submitFeedback`.",
    )

    engagements = root_connection(
        "engagement.Engagement", "Meetings, events and other contacts that the team made public, latest first."
    )

    def resolve_feedback_wording(root, info):
        hub = HubSettings.for_site(info.context.site)
        info.context.seen.add((HubSettings, hub.pk))
        return wording.contact_wording(hub)
