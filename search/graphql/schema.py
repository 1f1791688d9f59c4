"""The search's root fields."""

from __future__ import annotations

import graphene

from cms.graphql.connection_types import paging_arguments
from cms.graphql.connections import Slice
from cms.graphql.errors import ApiError, ErrorCode
from cms.graphql.schema import register_query
from search.confidence import unquoted
from search.engine.answering import suggest
from search.engine.asking import Order, Question
from search.engine.logging import record
from search.engine.parsing import tidy
from search.help.offers import help_for

from .connection import SearchConnection, reader
from .types import HelpSuggestion, SearchOrder, SearchSuggestion, SearchWhere
from .types import SearchConnection as SearchConnectionType

MOST_SUGGESTIONS = 20


def resolve_search(root, info, query, where=None, order_by=Order.RELEVANCE, exact=False, **paging) -> SearchConnection:
    """Return what answers the question. Raises ApiError for sizes and cursors that make no sense."""
    part = Slice.of(*(paging.get(name) for name in ("first", "last", "after", "before")))
    chosen = {name: tuple(values) for name, values in (where or {}).items() if values is not None}
    question = Question(words=tidy(query), order=Order(order_by), exact=exact, **chosen)
    found = SearchConnection(question, part, info.context)
    # Somebody asked anew, and neither turned a page nor narrowed what was found.
    anew = question == Question(words=question.words) and not (part.backward or part.after or part.before)
    if anew and found.answer.useful and not found.answer.is_confidential:
        record(question.words, found.total_count)
    return found


def resolve_suggest(root, info, prefix, first):
    """Return suggestions. Raises ApiError for a size that makes no sense."""
    if not 0 <= first <= MOST_SUGGESTIONS:
        raise ApiError(ErrorCode.BAD_PAGE_SIZE, f"Ask for 0 to {MOST_SUGGESTIONS} suggestions.")
    prefix, visibility = tidy(prefix), info.context.visibility
    if not prefix or not first:
        return []
    with unquoted():
        offered = help_for(prefix, visibility)
        found = suggest(prefix, visibility, first, reader(info.context))
    if offered is None or not offered.is_first:
        return found
    info.context.is_confidential = True
    return [HelpSuggestion(offered), *found][:first]


@register_query
class SearchQuery:
    """Finding things."""

    search = graphene.Field(
        SearchConnectionType,
        required=True,
        description=(
            "Pages that are about the words, best first, whether the words stand in a page or in a document on it. "
            "Forgives plurals, accents and misspellings."
        ),
        resolver=resolve_search,
        query=graphene.Argument(
            graphene.String,
            required=True,
            description="Words or a question as somebody typed it; the first 200 characters count. "
            "What stands in quotation marks is searched for as it is.",
        ),
        where=graphene.Argument(SearchWhere, description="Only results that fit."),
        order_by=graphene.Argument(
            SearchOrder,
            default_value=Order.RELEVANCE,
            description="How to sort them, the best first if nothing is said.",
        ),
        exact=graphene.Argument(
            graphene.Boolean, default_value=False, description="Search for just these words, without correcting them."
        ),
        **paging_arguments(),
    )
    suggest = graphene.Field(
        graphene.List(graphene.NonNull(SearchSuggestion)),
        required=True,
        description="What somebody who has typed so much may be looking for; help comes first for somebody in trouble.",
        resolver=resolve_suggest,
        prefix=graphene.Argument(graphene.String, required=True, description="What has been typed so far."),
        first=graphene.Argument(
            graphene.Int, default_value=8, description=f"How many at most, up to {MOST_SUGGESTIONS}."
        ),
    )
