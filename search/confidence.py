"""What somebody typed into the search is theirs: a failure tells where it happened, and nothing of the question."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps

from django.http import HttpRequest, HttpResponse, QueryDict

from cms.graphql.errors import ApiError

logger = logging.getLogger(__name__)

# Where servers and browsers write an address with all that it asks.
ADDRESSES = ("QUERY_STRING", "RAW_URI", "REQUEST_URI", "HTTP_REFERER")
# Who is linked to from here learns at most which site the reader came from; forms still know that theirs is the hub's own.
REFERRER_POLICY = "strict-origin"


class SearchError(Exception):
    """The search failed. The log says where."""


@contextmanager
def unquoted() -> Iterator[None]:
    """Log a failure of what is done meanwhile by its place in the code alone, and raise SearchError in its stead.

    A message of the database or of a parser may quote the question, and a report shows variables.
    """
    try:
        yield
    except ApiError:
        raise
    except Exception as error:  # noqa: BLE001  whatever it is, nothing of it but its place may be told
        places = "".join(traceback.format_tb(error.__traceback__))
        logger.error("The search failed: %s at\n%s", type(error).__name__, places)
    else:
        return
    # The first failure is the context of this one, and would be told with it.
    raise SearchError from None


def confidential(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Make of a view one whose failures say nothing of the question, and whose links take no address along."""

    @wraps(view)
    def answered(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            with unquoted():
                response = view(request, *args, **kwargs)
        except SearchError:
            _forget(request)
            raise
        response["Referrer-Policy"] = REFERRER_POLICY
        return response

    return answered


def _forget(request: HttpRequest) -> None:
    """Take the question out of a request, of which error reports tell everything."""
    request.GET = QueryDict()
    for name in ADDRESSES:
        if name in request.META:
            request.META[name] = ""
