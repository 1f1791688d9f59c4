"""The root fields for signposts."""

from __future__ import annotations

import graphene

from cms.graphql.context import Info
from cms.graphql.fields import model_type
from cms.graphql.origins import enum_of
from cms.graphql.schema import register_query
from cms.signposts import at_once
from cms.signposts.choices import HelpAudience, HelpTopic
from cms.signposts.models import Signpost
from cms.signposts.selection import fitting, signposts


class HelpPointer(graphene.ObjectType):
    """One of the few numbers for immediate help, as shown in the banner of every page."""

    words = graphene.String(required=True, description="The audience, such as “In danger now”.")
    text = graphene.String(required=True, description="The service and its number, such as “Childline 0800 1111”.")
    signpost = graphene.Field(lambda: model_type("cms.Signpost"), required=True, description="The service.")


@register_query
class HelpQuery:
    """Help for people in need."""

    signposts = graphene.Field(
        graphene.List(graphene.NonNull(lambda: model_type("cms.Signpost"))),
        required=True,
        audience=graphene.Argument(enum_of(HelpAudience), description="Only those for this audience."),
        topic=graphene.Argument(
            enum_of(HelpTopic),
            description="Only those that help with this topic: those that name it first, then those that help with anything.",
        ),
        description="Services that help people in need, such as helplines, in the order that editors gave them.",
    )

    help_at_once = graphene.Field(
        graphene.List(graphene.NonNull(HelpPointer)),
        required=True,
        description="The numbers for immediate help, for every page: in danger now, for children, for people "
        "worried about a child.",
    )

    @staticmethod
    def resolve_signposts(
        root: None, info: Info, audience: HelpAudience | None = None, topic: HelpTopic | None = None
    ) -> list[Signpost]:
        return fitting(signposts(info.context.visibility), [audience] if audience else (), [topic] if topic else ())

    @staticmethod
    def resolve_help_at_once(root: None, info: Info) -> list[at_once.Pointer]:
        return at_once.at_once(info.context.visibility)
