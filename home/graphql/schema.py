"""The programme as a whole, with its vision."""

from __future__ import annotations

from dataclasses import dataclass

import graphene

from cms.graphql import relations
from cms.graphql.fields import model_type
from cms.graphql.locales import locale_argument
from cms.graphql.plans import reads
from cms.graphql.rich_text import SHOWN, PublicText, RichText
from cms.graphql.roots import first
from cms.graphql.schema import register_query
from home.models import HomePage, Principle
from programme.graphql.programme import ProgrammeFacts
from programme.models import ProgrammeSettings


@dataclass(frozen=True)
class Found:
    """The two records that describe a programme; either may be missing."""

    settings: ProgrammeSettings
    home: HomePage | None


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
class HomeQuery:
    """The programme and its front page."""

    programme = graphene.Field(Programme, required=True, description="The programme as a whole.")
    home = graphene.Field(
        lambda: model_type("home.HomePage"),
        description="The front page; null until it is public.",
        locale=locale_argument(),
    )

    def resolve_programme(root, info):
        site = info.context.site
        settings = ProgrammeSettings.objects.filter(site=site).first() or ProgrammeSettings(site=site)
        return Found(settings, first("home.HomePage", info.context))

    def resolve_home(root, info, locale=None):
        return first("home.HomePage", info.context, locale)
