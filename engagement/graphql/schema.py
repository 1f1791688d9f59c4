"""Root fields of what people say: the page that tells what was done, and the text for forms of frontends."""

from __future__ import annotations

import graphene

from cms.graphql.fields import model_type
from cms.graphql.locales import locale_argument
from cms.graphql.roots import first, root_connection
from cms.graphql.schema import register_query
from cms.models import HubSettings
from engagement.feedback import wording

from . import mutations  # noqa: F401  importing it registers what changes something


@register_query
class EngagementQuery:
    """What was done because of feedback, what a form for feedback must say, and whom the programme talked to."""

    you_said_we_did = graphene.Field(
        lambda: model_type("engagement.YouSaidWeDidPage"),
        description="What people said and what was done about it; null until the page is public.",
        locale=locale_argument(),
    )
    feedback_wording = graphene.String(
        required=True,
        description="The text that must stand, as it is, at a form that sends a name or an address with `submitFeedback`.",
    )

    engagements = root_connection(
        "engagement.Engagement", "Meetings, events and other contacts that the team made public, latest first."
    )

    def resolve_you_said_we_did(root, info, locale=None):
        return first("engagement.YouSaidWeDidPage", info.context, locale)

    def resolve_feedback_wording(root, info):
        hub = HubSettings.for_site(info.context.site)
        info.context.seen.add((HubSettings, hub.pk))
        return wording.contact_wording(hub)
