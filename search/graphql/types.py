"""The GraphQL types of the search."""

from __future__ import annotations

import html

import graphene
from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.html import strip_tags

from cms.graphql.connection_types import connection_of
from cms.graphql.fields import enum_of, model_type
from cms.graphql.interfaces import PageInterface
from cms.graphql.keys import StatusType
from cms.graphql.locales import Locale, language_with
from cms.graphql.page_types import page_type_enum, page_type_name
from cms.signposts.choices import HelpTopic, released, replaced_by
from programme.choices import STATUSES_OR_NONE
from programme.graphql.progress import status_or_none
from search.engine.kinds import PAGE_TYPES
from search.engine.questions import Order
from search.help.offers import Help
from search.models.help import HelpPlace, Speaker, Urgency
from search.site_page import pointer

FACETS = {
    "type": "Type of page",
    "stream": "Work stream",
    "topic": "Topic",
    "audience": "Audience",
    "year": "Year",
    "status": "Today's status of a recommendation or action",
}


def _enum_name(value: str) -> str:
    return value.upper().replace("-", "_")


def _enum(name: str, summary: str, described: dict[str, str]) -> type[graphene.Enum]:
    """Return an enum of values with descriptions; resolvers use the plain values."""
    choices = models.TextChoices(name, [(_enum_name(value), (value, label)) for value, label in described.items()])
    return graphene.Enum.from_enum(choices, description=lambda value: f"{value.label}." if value else summary)


SearchOrder = _enum("SearchOrder", "The order of results.", dict(Order.choices))
SearchFacetName = _enum("SearchFacetName", "The facets of results.", FACETS)
SearchHelpUrgency = _enum("SearchHelpUrgency", "How soon help is needed.", dict(Urgency.choices))
SearchHelpPlace = _enum("SearchHelpPlace", "The position of help among results.", dict(HelpPlace.choices))
SearchHelpSpeaker = _enum(
    "SearchHelpSpeaker",
    "Who seems to ask.",
    {value: label for value, label in Speaker.choices if value != Speaker.NOBODY},
)


class SearchWhere(graphene.InputObjectType):
    """Filters of results. Values of one field are alternatives: of none, none matches. All given fields must match."""

    types = graphene.InputField(
        lambda: graphene.List(graphene.NonNull(page_type_enum())), description="One of these types of pages."
    )
    streams = graphene.List(graphene.NonNull(graphene.String), description="In one of these work streams, by slug.")
    topics = graphene.List(graphene.NonNull(graphene.String), description="About one of these topics, by slug.")
    audiences = graphene.List(graphene.NonNull(graphene.String), description="For one of these audiences, by slug.")
    years = graphene.List(graphene.NonNull(graphene.Int), description="In one of these years.")
    statuses = graphene.List(
        graphene.NonNull(graphene.String),
        description="Recommendations and actions with a status of one of these keys: "
        + ", ".join(STATUSES_OR_NONE)
        + ".",
    )


class HighlightedText(graphene.ObjectType):
    """A text with highlighted matches."""

    html = graphene.String(
        required=True, description="Escaped, with `<mark>` around matches and no other element: safe to insert."
    )
    plain_text = graphene.String(required=True, description="The plain text, not escaped.")

    def resolve_html(root, info):
        return str(root)

    def resolve_plain_text(root, info):
        return html.unescape(strip_tags(root))


class SearchResult(graphene.ObjectType):
    """A page found by its own text or by that of a document on it."""

    page = graphene.Field(PageInterface, required=True, description="The page.")
    type_label = graphene.String(required=True, description="The kind in words, such as “Work stream”.")
    title = graphene.Field(HighlightedText, required=True, description="The page's title.")
    excerpt = graphene.Field(
        HighlightedText,
        required=True,
        description="An excerpt around the matches, or the page's summary; may be empty.",
    )
    date = graphene.Date(description="The date by which `DATE` sorts; null if it has none.")
    facts = graphene.List(
        graphene.NonNull(graphene.String),
        required=True,
        description="Brief facts for choosing: its date, its stream, a person's post and duties. May be empty.",
    )
    document = graphene.Field(
        lambda: model_type("cms.HubDocument"),
        description="The document with the words, if they aren't in the page's own text.",
    )
    status = graphene.Field(
        StatusType,
        description="Today's status of a recommendation or action, with the key `not_recorded` if it has none; "
        "null for other pages.",
    )
    promoted = graphene.Boolean(required=True, description="Whether editors recommend it for these words.")

    def resolve_facts(root, info):
        return [*root.facts, *filter(None, [root.status_label])]

    def resolve_status(root, info):
        return status_or_none(root.status) if root.status else None

    def resolve_type_label(root, info):
        return root.kind.label


class SearchFacetValue(graphene.ObjectType):
    """A value of a facet."""

    value = graphene.String(required=True, description="The value for `where`; for types, the name of the enum value.")
    label = graphene.String(
        required=True,
        description="The value in words; the name of a topic or an audience in the `locale` of the search.",
    )
    label_locale = graphene.Field(Locale, required=True, description="The language of `label`.")
    count = graphene.Int(
        required=True, description="The number of results with it, with all filters applied except those on this facet."
    )
    chosen = graphene.Boolean(required=True, description="Whether it is in the `where` of this query.")


class SearchFacet(graphene.ObjectType):
    """A facet of the results."""

    name = graphene.Field(SearchFacetName, required=True, description="The name of the facet.")
    label = graphene.String(required=True, description="Its name in words.")
    values = graphene.List(
        graphene.NonNull(SearchFacetValue),
        required=True,
        description="The values in display order: years newest first, topics and audiences by name.",
    )

    def resolve_values(root, info):
        return [
            {
                "value": page_type_name(one.value) if root.name == "type" else one.value,
                "label": one.label,
                "label_locale": language_with(getattr(one.label, "language", settings.LANGUAGE_CODE), info.context),
                "count": one.count,
                "chosen": one.chosen,
            }
            for one in root.values
        ]


class SearchHelp(graphene.ObjectType):
    """Help for somebody whose question suggests that they are in trouble."""

    kind_key = graphene.String(
        required=True, description="The presumed trouble: the key that signposts have in `topicKeys`."
    )
    kind = graphene.Field(
        enum_of(HelpTopic),
        required=True,
        description="The presumed trouble.",
        deprecation_reason=replaced_by("kindKey"),
    )
    urgency = graphene.Field(SearchHelpUrgency, required=True, description="How soon help is needed.")
    speaker_key = graphene.String(
        required=True, description="The presumed speaker: the key that voices have in content files."
    )
    speaker = graphene.Field(
        SearchHelpSpeaker,
        required=True,
        description="The presumed speaker.",
        deprecation_reason=replaced_by("speakerKey"),
    )
    place = graphene.Field(
        SearchHelpPlace,
        required=True,
        description="Where to show it. `FIRST`: above all results, including promoted ones; nothing of the "
        "question may be kept, counted or logged. `LINE`: in one line, below the results.",
    )
    sentence = graphene.String(required=True, description="A message to this person, in one or two plain sentences.")
    signposts = graphene.List(
        graphene.NonNull(lambda: model_type("cms.Signpost")),
        required=True,
        description="Services that help, best match first: four at most, or three for a line.",
    )
    path = graphene.String(required=True, description="The path of further help on this site, such as /help/#danger.")
    url = graphene.String(required=True, description="The full address of further help: the hub's own page.")

    def resolve_kind_key(root, info):
        return root.topic

    def resolve_speaker_key(root, info):
        return root.speaker.value

    def resolve_kind(root, info):
        (kind,) = released(HelpTopic, [root.topic])
        return kind

    def resolve_path(root, info):
        return f"{reverse('help')}#{root.section}"

    def resolve_url(root, info):
        return info.context.visibility.frontend_address(f"{reverse('help')}#{root.section}")


class SearchConnection(connection_of(SearchResult)):
    """A part of the results, with corrections, facets and help."""

    searched_for = graphene.String(
        required=True, description="The words actually searched for: corrected if no page has the original ones."
    )
    corrected = graphene.Boolean(
        required=True,
        description="Whether they differ from the query. Use `exact` to search for just the original words.",
    )
    suggestion = graphene.String(description="Did you mean …? Words likely to find more; null if there are none.")
    useful = graphene.Boolean(
        required=True, description="False if there are no search terms: no words, or only words such as “the” and “of”."
    )
    relaxed = graphene.Boolean(
        required=True, description="Whether no page has all of the words, and these results have most of them."
    )
    missing = graphene.List(
        graphene.NonNull(graphene.String),
        required=True,
        description="Words that no page has. They were left out, and the results have the others.",
    )
    facets = graphene.List(
        graphene.NonNull(SearchFacet), required=True, description="The facets of the results, with counts."
    )
    promoted = graphene.List(
        graphene.NonNull(SearchResult),
        required=True,
        description="Results recommended by editors for these words, to show above the others. They are neither "
        "counted nor repeated, and only come with the first part of the list.",
    )
    help = graphene.Field(
        SearchHelp,
        description="Help for somebody in trouble; null for an ordinary question. If its `place` is `FIRST`, "
        "results are only pages with all of the words, and only if its `urgency` is `TALK` or `exact` is given.",
    )
    ignored = graphene.List(
        graphene.NonNull(graphene.String),
        required=True,
        description="Values in `where` that no public page has, which were ignored.",
    )

    class Meta:
        name = "SearchConnection"
        description = "A part of the results, with corrections, facets and help."

    def resolve_searched_for(root, info):
        return root.answer.searched

    def resolve_corrected(root, info):
        return root.answer.corrected

    def resolve_suggestion(root, info):
        return root.answer.suggestion or None

    def resolve_useful(root, info):
        return root.answer.useful

    def resolve_relaxed(root, info):
        return root.answer.relaxed

    def resolve_missing(root, info):
        return list(root.answer.missing)

    def resolve_facets(root, info):
        return root.answer.facets

    def resolve_promoted(root, info):
        return root.answer.promoted

    def resolve_help(root, info):
        return root.answer.help

    def resolve_ignored(root, info):
        return [page_type_name(value) if value in PAGE_TYPES else value for value in root.answer.ignored]


class SearchSuggestion(graphene.ObjectType):
    """A suggestion: the title of a page, or help for somebody in trouble."""

    text = graphene.String(required=True, description="The words to search for, or the service that helps.")
    type_label = graphene.String(required=True, description="The kind of page, in words; “Help” for help.")
    page = graphene.Field(PageInterface, description="The page with this title; null for help.")
    help = graphene.Field(SearchHelp, description="Help for somebody in trouble; null for a page.")

    def resolve_type_label(root, info) -> str:
        return root.kind


class HelpSuggestion:
    """Help among suggestions, with the attributes of a page suggestion."""

    page = None

    def __init__(self, offered: Help):
        self.help = offered
        shown = pointer(offered)
        self.text, self.kind = shown["text"], shown["kind"]
