"""Confidential searches: a failure is logged by its position in the code, without any part of the question."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps

from django.http import HttpRequest, HttpResponse, QueryDict

logger = logging.getLogger(__name__)

# Headers and variables with an address that includes the query string.
ADDRESSES = ("QUERY_STRING", "RAW_URI", "REQUEST_URI", "HTTP_REFERER")
# Linked sites learn at most from which site the reader came; the hub's own forms still pass their origin check.
REFERRER_POLICY = "strict-origin"


class SearchError(Exception):
    """The search failed. The log says where."""


@contextmanager
def unquoted(*answers: type[Exception]) -> Iterator[None]:
    """Log a failure in the block only by its position in the code, and raise SearchError instead.

    A message of the database or of a parser may quote the question, and a report shows variables. `answers` are errors that
    tell the asker about their question; they are raised as they are.
    """
    try:
        yield
    except answers:
        raise
    except Exception as error:  # noqa: BLE001  only the position of a failure may be logged
        places = "".join(traceback.format_tb(error.__traceback__))
        logger.error("The search failed: %s at\n%s", type(error).__name__, places)
    else:
        return
    # Without its context, the original failure, which would be reported with it.
    raise SearchError from None


def confidential(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorate a view: its failures reveal nothing of the question, and its links don't pass the address on."""

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
    """Remove the question from a request, which error reports show in full."""
    request.GET = QueryDict()
    for name in ADDRESSES:
        if name in request.META:
            request.META[name] = ""
