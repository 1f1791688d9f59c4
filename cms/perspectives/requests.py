"""What a request asks to see, in its header `Hub-Perspective`: `drafts`, `bundle=7` or `at=2026-12-01T09:00:00Z`."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from cms.base.dates import reckoned_from
from cms.base.registry import Registry
from cms.pages.viewer import forget_view, visibility_of
from cms.tokens.authentication import MISSING, TokenRefusedError, check_scope
from cms.tokens.models import AccessToken
from cms.tokens.scopes import READ_DRAFTS
from cms.visibility.period import no_period
from cms.visibility.rule import Visibility

from .overlay import overlaid
from .rows import Version, VersionError, tables_of
from .versions import approved, latest

HEADER = "HTTP_HUB_PERSPECTIVE"
DRAFTS, AT = "drafts", "at"
# Further ahead nothing is scheduled, and dates end somewhere.
FURTHEST = datetime.timedelta(days=10 * 366)


class PerspectiveError(Exception):
    """The perspective can't be shown: `status`, `code` and one sentence for people."""

    def __init__(self, status: HTTPStatus, code: str, message: str):
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message


INVALID = "INVALID_PERSPECTIVE"


@dataclass(frozen=True)
class Perspective:
    """What is shown as if it were published, and the moment at which; None for now."""

    name: str
    versions: list[Version]
    moment: datetime.datetime | None = None


# By the word before `=`: a function of the value, the user in whose name the token reads, and the public's view.
perspectives: Registry[Callable[[str, Any, Visibility], Perspective]] = Registry("perspective")


def _drafts(value: str, user: Any, visibility: Visibility) -> Perspective:
    if value:
        raise PerspectiveError(HTTPStatus.BAD_REQUEST, INVALID, "`drafts` takes no value.")
    return Perspective(DRAFTS, latest(user, visibility))


def _at(value: str, user: Any, visibility: Visibility) -> Perspective:
    try:
        moment = parse_datetime(value)
    except ValueError:
        moment = None
    if moment is None or timezone.is_naive(moment):
        message = "Write `at=` and a moment with its time zone, such as 2026-12-01T09:00:00Z."
        raise PerspectiveError(HTTPStatus.BAD_REQUEST, INVALID, message)
    if not visibility.now < moment < visibility.now + FURTHEST:
        message = "The moment of `at=` must be in the future, and at most ten years ahead."
        raise PerspectiveError(HTTPStatus.BAD_REQUEST, INVALID, message)
    return Perspective(AT, approved(user, visibility, moment), moment)


perspectives.add(DRAFTS, _drafts)
perspectives.add(AT, _at)


def asked_for(request: HttpRequest, token: AccessToken | None) -> str | None:
    """Return the perspective that a request asks for; None for the public's.

    Raises TokenRefusedError if it has no token for drafts.
    """
    asked = request.META.get(HEADER)
    if asked is None:
        return None
    if token is None:
        raise TokenRefusedError(MISSING, "A perspective needs an access token.", scope=READ_DRAFTS)
    check_scope(token, READ_DRAFTS)
    return asked.strip()


@contextmanager
def perspective_of(request: HttpRequest, token: AccessToken | None, asked: str | None) -> Iterator[Perspective | None]:
    """Show what a request asks for, as `asked_for` returns it, to whatever reads within the block on this connection.

    Nothing that is read within it is kept. Raises PerspectiveError.
    """
    if token is None or asked is None:
        yield None
        return
    with no_period():
        found = _found(asked, token, _anew(request, token))
        try:
            tables = tables_of(found.versions)
        except VersionError as error:
            raise PerspectiveError(HTTPStatus.CONFLICT, INVALID, str(error)) from error
        with overlaid(tables, is_searchable=found.moment is None), reckoned_from(found.moment):
            visibility = _anew(request, token)
            visibility.now = found.moment or visibility.now
            yield found


def _anew(request: HttpRequest, token: AccessToken) -> Visibility:
    """Return the view of the request as if nothing but its site were known, which then is that of the request."""
    forget_view(request)
    return visibility_of(request, token=token)


def _found(asked: str, token: AccessToken, visibility: Visibility) -> Perspective:
    name, _, value = asked.partition("=")
    if name not in perspectives:
        message = f"A perspective is one of {', '.join(sorted(perspectives))}."
        raise PerspectiveError(HTTPStatus.BAD_REQUEST, INVALID, message)
    return perspectives[name](value, token.created_by, visibility)
