"""The programme's root fields."""

from __future__ import annotations

import graphene
from django.db.models import Q

from cms.dates import today
from cms.graphql.fields import enum_of
from cms.graphql.roots import root_connection, root_one, slug
from cms.graphql.schema import register_query
from programme.choices import CommitmentKind

from . import changes  # noqa: F401  importing it registers a filter
from .progress import Progress, resolve_progress


def in_the_team() -> Q:
    """Return the condition for people who have not left."""
    return Q(left_on=None) | Q(left_on__gte=today())


def kind_argument(**options) -> graphene.Argument:
    """Return an argument for recommendation or action."""
    return graphene.Argument(enum_of(CommitmentKind), description="Recommendation or action.", **options)


@register_query
class PageQuery:
    """Every page type of the programme: a list, and one by its address."""

    key_messages = root_connection("programme.KeyMessagePage", "The key messages, in the order that editors gave them.")
    key_message = root_one("programme.KeyMessagePage", "One key message.", slug=slug("message"))
    work_streams = root_connection("programme.WorkStreamPage", "The work streams, in the order of the programme.")
    work_stream = root_one("programme.WorkStreamPage", "One work stream.", slug=slug("stream"))
    commitments = root_connection(
        "programme.CommitmentPage", "Recommendations and actions by stream, recommendations first, then by number."
    )
    commitment = root_one(
        "programme.CommitmentPage",
        "One recommendation or action. Numbers start again in every stream and kind.",
        work_stream=(
            "work_stream__slug",
            graphene.Argument(graphene.String, required=True, description="Last part of the stream's path."),
        ),
        kind=("kind", kind_argument(required=True)),
        number=("number", graphene.Argument(graphene.Int, required=True, description="Number in the stream and kind.")),
    )
    team = root_connection("programme.TeamProfilePage", "The people of the team, by seniority.", where=in_the_team)
    team_profile = root_one("programme.TeamProfilePage", "One person, also one who has left.", slug=slug("person"))
    news = root_connection("programme.NewsPage", "News, newest first.")
    news_item = root_one(
        "programme.NewsPage", "One item of news; the newest if several have the slug.", slug=slug("item")
    )
    publications = root_connection("programme.PublicationPage", "Publications, newest first.")
    publication = root_one("programme.PublicationPage", "One publication.", slug=slug("publication"))
    groups = root_connection("programme.GroupPage", "Groups, in the order that editors gave them.")
    group = root_one("programme.GroupPage", "One group.", slug=slug("group"))
    meetings = root_connection("programme.MeetingPage", "Meetings of all groups, latest first.")
    meeting = root_one(
        "programme.MeetingPage",
        "One meeting of a group.",
        group=(
            "group__slug",
            graphene.Argument(graphene.String, required=True, description="Last part of the group's path."),
        ),
        slug=slug("meeting"),
    )
    events = root_connection("programme.EventPage", "Events, latest first.")
    event = root_one("programme.EventPage", "One event.", slug=slug("event"))
    progress_page = root_one(
        "programme.ProgressPage", "The page about progress; its figures are under `progress`. Null while there is none."
    )
    glossary_page = root_one(
        "programme.GlossaryPage", "The page of the glossary; its terms are under `glossary`. Null while there is none."
    )


@register_query
class TermQuery:
    """What pages are sorted and found by."""

    topics = root_connection("programme.Topic", "Topics by name.")
    topic = root_one("programme.Topic", "One topic.", slug=slug("topic"))
    themes = root_connection("programme.Theme", "The themes of the review, in order.")
    subject_areas = root_connection("programme.SubjectArea", "The parts of the system that recommendations are about.")
    policy_areas = root_connection("programme.PolicyArea", "Fields of work of the team that are not work streams.")
    organisations = root_connection("programme.Organisation", "Bodies that take part, by name.")
    audiences = root_connection("programme.Audience", "For whom things are written or held.")
    glossary = root_connection("programme.GlossaryTerm", "Words and abbreviations explained, by name.")


@register_query
class ProgressQuery:
    """How far the programme is."""

    progress = graphene.Field(
        Progress,
        required=True,
        description="How many commitments are in which status, on any day.",
        work_stream=graphene.Argument(graphene.String, description="Only of the stream whose path ends so."),
        kind=kind_argument(),
        as_of=graphene.Argument(graphene.Date, description="The day to answer for; today if nothing is said."),
        resolver=resolve_progress,
    )
