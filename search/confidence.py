"""Confidential searches: a failure is logged by its place in the code, without anything of the question."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps

from django.http import HttpRequest, HttpResponse, QueryDict

from cms.graphql.errors import ApiError

logger = logging.getLogger(__name__)

# Headers and variables that hold an address with its query.
ADDRESSES = ("QUERY_STRING", "RAW_URI", "REQUEST_URI", "HTTP_REFERER")
# Sites linked from here learn at most which site the reader came from; the hub's own forms still pass their origin check.
REFERRER_POLICY = "strict-origin"


class SearchError(Exception):
    """The search failed. The log says where."""


@contextmanager
def unquoted() -> Iterator[None]:
    """Log a failure in the block by its place in the code alone, and raise SearchError instead.

    A message of the database or of a parser may quote the question, and a report shows variables.
    """
    try:
        yield
    except ApiError:
        raise
    except Exception as error:  # noqa: BLE001  of any failure only the place may be logged
        places = "".join(traceback.format_tb(error.__traceback__))
        logger.error("The search failed: %s at\n%s", type(error).__name__, places)
    else:
        return
    # Without its context, which is the first failure and would be reported with it.
    raise SearchError from None


def confidential(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorate a view: its failures say nothing of the question, and its links pass no address on."""

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
    """Take the question out of a request, which error reports show in full."""
    request.GET = QueryDict()
    for name in ADDRESSES:
        if name in request.META:
            request.META[name] = ""
