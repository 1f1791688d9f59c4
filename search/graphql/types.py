"""What the search answers in GraphQL."""

from __future__ import annotations

import html

import graphene
from django.db import models
from django.urls import reverse
from django.utils.html import strip_tags

from cms.graphql.connection_types import connection_of
from cms.graphql.fields import enum_of, model_type
from cms.graphql.interfaces import PageInterface
from cms.signposts.choices import HelpTopic
from programme.choices import STATUSES_OR_NONE
from search.engine.asking import Order
from search.engine.kinds import BY_VALUE
from search.help.choices import HelpPlace, Speaker, Urgency
from search.help.offers import Help
from search.site.showing import pointer

FACETS = {
    "type": "What sort of page",
    "stream": "The work stream that it belongs to",
    "topic": "What it is about",
    "year": "The year that counts for it",
    "status": "How far a recommendation or action is today",
}


def _enum_name(value: str) -> str:
    return value.upper().replace("-", "_")


def _enum(name: str, summary: str, described: dict[str, str]) -> type[graphene.Enum]:
    """Return an enum of values with their descriptions; resolvers get and give the values as they are."""
    choices = models.TextChoices(name, [(_enum_name(value), (value, label)) for value, label in described.items()])
    return graphene.Enum.from_enum(choices, description=lambda value: f"{value.label}." if value else summary)


SearchType = _enum(
    "SearchType",
    "The sorts of page that the search tells apart.",
    {value: kind.label for value, kind in BY_VALUE.items()},
)
SearchStatus = _enum(
    "SearchStatus", "How far a recommendation or action is today, or that nothing is recorded.", STATUSES_OR_NONE
)
SearchOrder = _enum("SearchOrder", "How results are sorted.", dict(Order.choices))
SearchFacetName = _enum("SearchFacetName", "By what results can be narrowed.", FACETS)
SearchHelpUrgency = _enum("SearchHelpUrgency", "How soon help is needed.", dict(Urgency.choices))
SearchHelpPlace = _enum("SearchHelpPlace", "Where help stands among results.", dict(HelpPlace.choices))
SearchHelpSpeaker = _enum(
    "SearchHelpSpeaker",
    "Who seems to ask.",
    {value: label for value, label in Speaker.choices if value != Speaker.NOBODY},
)


class SearchWhere(graphene.InputObjectType):
    """What results must be. Values of one field are alternatives; all fields that are given must hold."""

    types = graphene.List(graphene.NonNull(SearchType), description="One of these sorts of page.")
    streams = graphene.List(
        graphene.NonNull(graphene.String), description="Of one of these work streams, by their slugs."
    )
    topics = graphene.List(graphene.NonNull(graphene.String), description="About one of these topics, by their slugs.")
    years = graphene.List(graphene.NonNull(graphene.Int), description="Of one of these years.")
    statuses = graphene.List(
        graphene.NonNull(SearchStatus),
        description="Recommendations and actions in one of these statuses, or with none.",
    )


class HighlightedText(graphene.ObjectType):
    """A text in which what matched is marked."""

    html = graphene.String(
        required=True, description="Escaped, with `<mark>` around what matched and no other element: safe to insert."
    )
    plain_text = graphene.String(required=True, description="The text alone, not escaped.")

    def resolve_html(root, info):
        return str(root)

    def resolve_plain_text(root, info):
        return html.unescape(strip_tags(root))


class SearchResult(graphene.ObjectType):
    """A page that was found, whether by its own text or by that of a document on it."""

    page = graphene.Field(PageInterface, required=True, description="The page.")
    type = graphene.Field(SearchType, required=True, description="What sort of page.")
    type_label = graphene.String(required=True, description="The same in words, such as “Work stream”.")
    title = graphene.Field(HighlightedText, required=True, description="The page's title.")
    excerpt = graphene.Field(
        HighlightedText,
        required=True,
        description="A few words around what matched, or the page's summary; may be empty.",
    )
    date = graphene.Date(description="The day that counts for it, by which `DATE` sorts; null if none does.")
    facts = graphene.List(
        graphene.NonNull(graphene.String),
        required=True,
        description="What helps to choose, in a few words each: its date, its stream, somebody's post and duties. May be empty.",
    )
    document = graphene.Field(
        lambda: model_type("cms.HubDocument"),
        description="The document in which the words stand, if they don't stand in the page's own text.",
    )
    status = graphene.Field(
        SearchStatus, description="How far a recommendation or action is today; null for other pages."
    )
    promoted = graphene.Boolean(required=True, description="Whether editors recommend it for these words.")

    def resolve_facts(root, info):
        return [*root.facts, *filter(None, [root.status_label])]

    def resolve_status(root, info):
        return root.status or None

    def resolve_type(root, info):
        return root.kind.value

    def resolve_type_label(root, info):
        return root.kind.label


class SearchFacetValue(graphene.ObjectType):
    """A value by which the results can be narrowed."""

    value = graphene.String(
        required=True, description="As `where` takes it; of types and statuses, the name of the enum's value."
    )
    label = graphene.String(required=True, description="The value in words.")
    count = graphene.Int(
        required=True, description="How many results have it, with all filters applied but those on this facet."
    )
    chosen = graphene.Boolean(required=True, description="Whether it is in the `where` of this question.")


class SearchFacet(graphene.ObjectType):
    """One way to narrow the results."""

    name = graphene.Field(SearchFacetName, required=True, description="By what.")
    label = graphene.String(required=True, description="The same in words.")
    values = graphene.List(
        graphene.NonNull(SearchFacetValue),
        required=True,
        description="What the results have, in the order to show: years from the newest on, topics by name.",
    )

    def resolve_values(root, info):
        enums = root.name in ("type", "status")
        return [
            {
                "value": _enum_name(one.value) if enums else one.value,
                "label": one.label,
                "count": one.count,
                "chosen": one.chosen,
            }
            for one in root.values
        ]


class SearchHelp(graphene.ObjectType):
    """Whom somebody can turn to who asks as people in trouble do."""

    kind = graphene.Field(enum_of(HelpTopic), required=True, description="The trouble that it seems to be.")
    urgency = graphene.Field(SearchHelpUrgency, required=True, description="How soon help is needed.")
    speaker = graphene.Field(SearchHelpSpeaker, required=True, description="Who seems to be asking.")
    place = graphene.Field(
        SearchHelpPlace,
        required=True,
        description="Where to show it. `FIRST`: above all results, promoted ones too, and nothing of the question may be kept, "
        "counted or logged. `LINE`: in one line, below the results.",
    )
    sentence = graphene.String(required=True, description="What to say to this person, in one or two plain sentences.")
    signposts = graphene.List(
        graphene.NonNull(lambda: model_type("cms.Signpost")),
        required=True,
        description="Whom to turn to, the best fit first: four at most, or three for a line.",
    )
    path = graphene.String(required=True, description="Where this site says the rest, such as /help/#child.")

    def resolve_kind(root, info):
        return root.topic

    def resolve_path(root, info):
        return f"{reverse('help')}#{root.section}"


class SearchConnection(connection_of(SearchResult)):
    """A part of what was found, and what helps to find more."""

    searched_for = graphene.String(
        required=True, description="The words that were really searched for: corrected, if nothing has those asked for."
    )
    corrected = graphene.Boolean(
        required=True,
        description="Whether they differ from those asked for. Ask with `exact` to search for just those.",
    )
    suggestion = graphene.String(description="Did you mean …? Words that would find more; null if there are none.")
    useful = graphene.Boolean(
        required=True, description="False if there is nothing to look for: no word, or only such as “the” and “of”."
    )
    relaxed = graphene.Boolean(
        required=True, description="Whether nothing has all of the words, and these results have most of them."
    )
    missing = graphene.List(
        graphene.NonNull(graphene.String),
        required=True,
        description="Words that no page has. They were left out, and the results have the others.",
    )
    facets = graphene.List(
        graphene.NonNull(SearchFacet), required=True, description="By what the results can be narrowed, with counts."
    )
    promoted = graphene.List(
        graphene.NonNull(SearchResult),
        required=True,
        description="Results that editors recommend for these words, to show above the others. Not counted and not listed "
        "among them; only with the first part of the list.",
    )
    help = graphene.Field(
        SearchHelp,
        description="Help for somebody who asks as people in trouble do; null for an ordinary question. If its `place` is "
        "`FIRST`, results are those that have all of the words, and there are none unless its `urgency` is `TALK` or `exact` "
        "is given.",
    )
    ignored = graphene.List(
        graphene.NonNull(graphene.String),
        required=True,
        description="Values in `where` that nothing public has. They were left out.",
    )

    class Meta:
        name = "SearchConnection"
        description = "A part of what was found, and what helps to find more."

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
        return list(root.answer.ignored)


class SearchSuggestion(graphene.ObjectType):
    """What somebody may be typing, the title of a page; or help, for somebody in trouble."""

    text = graphene.String(required=True, description="The words to search for, or whom to turn to.")
    type_label = graphene.String(required=True, description="What sort of page, in words; “Help” for help.")
    page = graphene.Field(PageInterface, description="The page that has this title; null for help.")
    help = graphene.Field(SearchHelp, description="Whom to turn to; null for a page.")

    def resolve_type_label(root, info) -> str:
        return root.kind


class HelpSuggestion:
    """Help among suggestions, with what a suggestion of a page has."""

    page = None

    def __init__(self, offered: Help):
        self.help = offered
        shown = pointer(offered)
        self.text, self.kind = shown["text"], shown["kind"]
