"""The programme's root fields."""

from __future__ import annotations

import graphene
from django.db.models import Q

from cms.base.dates import today
from cms.graphql.roots import root_connection, root_one, slug
from cms.graphql.schema import register_query
from programme.choices import COMMITMENT_KINDS

from . import (
    changes,  # noqa: F401  importing it registers a filter
    proposals,  # noqa: F401  importing it registers a mutation
)
from .progress import Progress, resolve_progress


def in_the_team() -> Q:
    """Return the condition for people who have not left."""
    return Q(left_on=None) | Q(left_on__gte=today())


def kind_argument(**options) -> graphene.Argument:
    """Return an argument for the key of a kind of commitment."""
    return graphene.Argument(graphene.String, description="The key: recommendation or action.", **options)


@register_query
class PageQuery:
    """Root fields that differ from those of every kind of page."""

    commitment = root_one(
        "programme.CommitmentPage",
        "One recommendation or action. Numbers start again at 1 for every stream and kind.",
        work_stream=(
            "work_stream__slug",
            graphene.Argument(graphene.String, required=True, description="Last part of the stream's path."),
        ),
        keys={"kind": COMMITMENT_KINDS},
        kind=("kind", kind_argument(required=True)),
        number=(
            "number",
            graphene.Argument(graphene.Int, required=True, description="Number within the stream and kind."),
        ),
    )
    team_profiles = root_connection(
        "programme.TeamProfilePage", "The people of the team, by seniority.", where=in_the_team
    )
    team_profile = root_one(
        "programme.TeamProfilePage", "One person, including those who have left.", slug=slug("person")
    )
    news_item = root_one(
        "programme.NewsPage", "One item of news; the newest if several have the slug.", slug=slug("item")
    )
    meeting = root_one(
        "programme.MeetingPage",
        "One meeting of a group.",
        group=(
            "group__slug",
            graphene.Argument(graphene.String, required=True, description="Last part of the group's path."),
        ),
        slug=slug("meeting"),
    )


@register_query
class ProgressQuery:
    """How far the programme is."""

    progress = graphene.Field(
        Progress,
        required=True,
        description="The number of commitments by status, on any day.",
        work_stream=graphene.Argument(graphene.String, description="Only commitments of the stream with this slug."),
        kind=kind_argument(),
        as_of=graphene.Argument(graphene.Date, description="The day to answer for; today if omitted."),
        resolver=resolve_progress,
    )
