"""The search's root fields."""

from __future__ import annotations

from dataclasses import replace

import graphene

from cms.graphql.connection_types import paging_arguments
from cms.graphql.connections import Slice
from cms.graphql.errors import ApiError, ErrorCode
from cms.graphql.keys import known_key
from cms.graphql.locales import key_of_language, locale_argument
from cms.graphql.schema import register_query
from cms.history.past import is_past
from cms.perspectives.overlay import current
from programme.choices import statuses_or_none
from search.confidence import unquoted
from search.engine.parser import tidy
from search.engine.query_log import record
from search.engine.questions import Order, Question
from search.engine.retrieval import suggest
from search.help.offers import help_for

from .connection import ResultConnection, reader
from .types import HelpSuggestion, SearchConnection, SearchOrder, SearchSuggestion, SearchWhere

MOST_SUGGESTIONS = 20


def resolve_search(
    root, info, query, where=None, order_by=Order.RELEVANCE, exact=False, locale=None, **paging
) -> ResultConnection:
    """Return the results. Raises ApiError for invalid sizes, cursors and statuses."""
    _of_today()
    part = Slice.of(*(paging.get(name) for name in ("first", "last", "after", "before")))
    for key in (where or {}).get("statuses") or ():
        known_key("statuses", key, statuses_or_none())
    chosen = {name: tuple(values) for name, values in (where or {}).items() if values is not None}
    if "types" in chosen:
        chosen["types"] = tuple(page_type.value for page_type in chosen["types"])
    plain = Question(words=tidy(query), by_page_type=True, locale=key_of_language(locale, info.context))
    plain = replace(plain, language=locale or "")
    question = replace(plain, order=Order(order_by), exact=exact, **chosen)
    found = ResultConnection(question, part, info.context)
    # A new question, not a further page or a filter.
    anew = question == plain and not (part.backward or part.after or part.before)
    if anew and found.answer.useful and not found.answer.is_confidential and current() is None:
        record(question.words, found.total_count, info.context.site)
    return found


def resolve_suggest(root, info, prefix, first, locale=None):
    """Return suggestions. Raises ApiError for an invalid size."""
    _of_today()
    if not 0 <= first <= MOST_SUGGESTIONS:
        raise ApiError(ErrorCode.BAD_PAGE_SIZE, f"Ask for 0 to {MOST_SUGGESTIONS} suggestions.")
    prefix, visibility = tidy(prefix), info.context.visibility
    if not prefix or not first:
        return []
    with unquoted(ApiError):
        offered = help_for(prefix, visibility)
        found = suggest(prefix, visibility, first, reader(info.context), key_of_language(locale, info.context))
    if offered is None or not offered.is_first:
        return found
    info.context.is_confidential = True
    return [HelpSuggestion(offered), *found][:first]


def _of_today() -> None:
    """Raise ApiError at another moment (AS_OF_NOT_SEARCHABLE, AT_NOT_SEARCHABLE): the index is that of today, and of what is
    published, with drafts as without."""
    if is_past():
        raise ApiError(ErrorCode.AS_OF_NOT_SEARCHABLE, "The search can't answer for a past moment. Leave `@asOf` out.")
    overlay = current()
    if overlay is not None and not overlay.is_searchable:
        raise ApiError(ErrorCode.AT_NOT_SEARCHABLE, "The search can't answer for a later moment. Leave `at` out.")


@register_query
class SearchQuery:
    """The search."""

    search = graphene.Field(
        SearchConnection,
        required=True,
        description=(
            "Pages about the words, best first, whether the words are in a page or in a document on it. "
            "Forgives plurals, accents and misspellings."
        ),
        resolver=resolve_search,
        query=graphene.Argument(
            graphene.String,
            required=True,
            description="Words or a question as typed; the first 200 characters count. Text in quotation marks "
            "is searched for exactly.",
        ),
        where=graphene.Argument(SearchWhere, description="Only matching results."),
        order_by=graphene.Argument(
            SearchOrder,
            default_value=Order.RELEVANCE,
            description="The order; by relevance if omitted.",
        ),
        exact=graphene.Argument(
            graphene.Boolean, default_value=False, description="Search for just these words, without correcting them."
        ),
        locale=locale_argument("all"),
        **paging_arguments(),
    )
    suggest = graphene.Field(
        graphene.List(graphene.NonNull(SearchSuggestion)),
        required=True,
        description="Suggestions for a partly typed query; help comes first for somebody in trouble.",
        resolver=resolve_suggest,
        prefix=graphene.Argument(graphene.String, required=True, description="The text typed so far."),
        first=graphene.Argument(
            graphene.Int, default_value=8, description=f"Maximum number, up to {MOST_SUGGESTIONS}."
        ),
        locale=locale_argument("all"),
    )
