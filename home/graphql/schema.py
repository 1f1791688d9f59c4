"""The programme as a whole, with its vision."""

from __future__ import annotations

from functools import cached_property

import graphene

from cms.graphql import relations
from cms.graphql.context import Context
from cms.graphql.fields import model_type
from cms.graphql.interfaces import add_page_field
from cms.graphql.plans import reads
from cms.graphql.rich_text import SHOWN, PublicText, RichText
from cms.graphql.roots import first
from cms.graphql.schema import register_query
from home.models import HomePage, Principle
from programme.choices import CountedThing
from programme.graphql.programme import ProgrammeFacts, counted
from programme.models import ProgrammeSettings


class ProgrammeRecords:
    """The records that describe a programme. Each is read once for all fields of an answer that lead to it."""

    def __init__(self, context: Context):
        site = context.site
        self.context = context
        self.settings = ProgrammeSettings.objects.filter(site=site).first() or ProgrammeSettings(site=site)

    @classmethod
    def of(cls, context: Context) -> ProgrammeRecords:
        """Return the records of the context's site."""
        return context.shared("programme", lambda: cls(context))

    @cached_property
    def home(self) -> HomePage | None:
        """The front page; None until it is public."""
        page = first("home.HomePage", self.context)
        return page if isinstance(page, HomePage) else None

    @cached_property
    def counted(self) -> dict[CountedThing, int]:
        """The numbers counted on the site."""
        return counted(self.context)


class Programme(ProgrammeFacts, graphene.ObjectType):
    """The programme: its name, purpose, vision, phases and counts."""

    vision = graphene.Field(RichText, required=True, description="The vision in one paragraph; may be empty.")
    principles = graphene.List(
        graphene.NonNull(lambda: model_type("home.Principle")),
        required=True,
        description="The principles of the vision, in order.",
    )

    @reads(of={**SHOWN, "home.HomePage": ["vision"]})
    def resolve_vision(root, info):
        return PublicText(root.home.vision if root.home else "", info.context)

    def resolve_principles(root, info):
        return relations.rows(root.home, Principle, "page", None, info.context) if root.home else []


@register_query
class ProgrammeQuery:
    """The programme."""

    programme = graphene.Field(
        Programme,
        required=True,
        description="The programme as a whole.",
        resolver=lambda root, info: ProgrammeRecords.of(info.context),
    )


add_page_field(
    "programme",
    graphene.Field(
        Programme,
        required=True,
        description="The programme that the page belongs to, for lists with pages of several: a hub has one today, and "
        "may have several later.",
        resolver=reads()(lambda root, info: ProgrammeRecords.of(info.context)),
    ),
)
