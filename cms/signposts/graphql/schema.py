"""The root fields for signposts."""

from __future__ import annotations

import graphene

from cms.graphql.context import Info
from cms.graphql.fields import model_type
from cms.graphql.origins import enum_of
from cms.graphql.schema import register_query
from cms.signposts import at_once
from cms.signposts.choices import HelpAudience, HelpTopic, replaced_by
from cms.signposts.groups import HelpGroup, groups
from cms.signposts.models import Signpost
from cms.signposts.selection import fitting, signposts


class HelpPointer(graphene.ObjectType):
    """One of the few numbers for immediate help, as shown in the banner of every page."""

    words = graphene.String(required=True, description="The audience, such as “In danger now”.")
    text = graphene.String(required=True, description="The service and its number, such as “Advice line 0800 1111”.")
    signpost = graphene.Field(lambda: model_type("cms.Signpost"), required=True, description="The service.")


class HelpGroupOfHub(graphene.ObjectType):
    """People whom signposts are for, in the order of the help page."""

    class Meta:
        name = "HelpGroup"

    key = graphene.String(required=True, source="slug", description="The key that signposts have in `audienceKeys`.")
    name = graphene.String(required=True, description="Their name, for lists.")
    heading = graphene.String(required=True, description="A heading that addresses them.")
    banner = graphene.String(
        required=True, description="The words before their number in the banner; empty if it has none for them."
    )


@register_query
class HelpQuery:
    """Help for people in need."""

    signposts = graphene.Field(
        graphene.List(graphene.NonNull(lambda: model_type("cms.Signpost"))),
        required=True,
        audience_key=graphene.String(description="Only those for the help group with this key."),
        topic_key=graphene.String(
            description="Only those that help with the subject of this key: those that name it first, then those that help "
            "with anything."
        ),
        audience=graphene.Argument(
            enum_of(HelpAudience),
            description="Only those for this audience.",
            deprecation_reason=replaced_by("audienceKey"),
        ),
        topic=graphene.Argument(
            enum_of(HelpTopic),
            description="Only those that help with this topic: those that name it first, then those that help with anything.",
            deprecation_reason=replaced_by("topicKey"),
        ),
        description="Services that help people in need, such as helplines, in the order that editors gave them.",
    )

    help_at_once = graphene.Field(
        graphene.List(graphene.NonNull(HelpPointer)),
        required=True,
        description="The numbers for immediate help, for every page: one for people in danger now, and one for each "
        "group that editors chose.",
    )

    help_groups = graphene.Field(
        graphene.List(graphene.NonNull(HelpGroupOfHub)),
        required=True,
        description="The groups for whom there are signposts, people in danger first.",
    )

    @staticmethod
    def resolve_help_groups(root: None, info: Info) -> list[HelpGroup]:
        visibility = info.context.visibility
        found = signposts(visibility)
        return [group for group in groups(visibility) if fitting(found, [group.slug])]

    @staticmethod
    def resolve_signposts(
        root: None,
        info: Info,
        audience_key: str = "",
        topic_key: str = "",
        audience: HelpAudience | None = None,
        topic: HelpTopic | None = None,
    ) -> list[Signpost]:
        audiences, topics = filter(None, (audience_key, audience)), filter(None, (topic_key, topic))
        return fitting(signposts(info.context.visibility), audiences, topics)

    @staticmethod
    def resolve_help_at_once(root: None, info: Info) -> list[at_once.Pointer]:
        return at_once.at_once(info.context.visibility)
