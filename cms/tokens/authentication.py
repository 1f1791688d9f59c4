"""Who asks: the access token in the header of a request, as RFC 6750 says."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest
from django.utils import timezone

from .models import AccessToken, is_well_formed

SCHEME = "bearer"
REALM = "hub"
USED_EVERY = datetime.timedelta(hours=1)

MISSING = "TOKEN_MISSING"
UNKNOWN = "TOKEN_UNKNOWN"
EXPIRED = "TOKEN_EXPIRED"
REVOKED = "TOKEN_REVOKED"
HELD = "TOKEN_HELD"
WRONG_SCOPE = "WRONG_SCOPE"
WRONG_SITE = "WRONG_SITE"


OTHER_SITE = "This access token is for another site, or the person who made it doesn't work at each that it is for."


class TokenRefusedError(Exception):
    """The request's access token isn't good for this: `status`, `code`, one sentence, and the header that a 401 needs."""

    def __init__(self, code: str, message: str, *, scope: str = ""):
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = HTTPStatus.FORBIDDEN if code in (WRONG_SCOPE, WRONG_SITE) else HTTPStatus.UNAUTHORIZED
        self.headers = {"WWW-Authenticate": challenge(code, message, scope)}


def challenge(code: str, message: str, scope: str = "") -> str:
    """Return the value of `WWW-Authenticate` for a refusal (RFC 6750, section 3)."""
    parts = [f'realm="{REALM}"']
    if code != MISSING:  # without a token no error is named
        error = "insufficient_scope" if code in (WRONG_SCOPE, WRONG_SITE) else "invalid_token"
        parts += [f'error="{error}"', f'error_description="{message}"']
    if scope:
        parts.append(f'scope="{scope}"')
    return "Bearer " + ", ".join(parts)


def token_of(request: HttpRequest) -> AccessToken | None:
    """Return the access token of a request, or None if it has none. One statement with a token, none without.

    Raises TokenRefusedError (401) if the token is unknown, malformed, expired or revoked. Other schemes of `Authorization`,
    such as the password of a test server, are none of our business.
    """
    scheme, _, secret = request.META.get("HTTP_AUTHORIZATION", "").strip().partition(" ")
    if scheme.lower() != SCHEME:
        return None
    secret = secret.strip()
    token = AccessToken.of_secret(secret) if is_well_formed(secret) else None
    if token is None:
        raise TokenRefusedError(UNKNOWN, "The hub doesn't know this access token.")
    if token.revoked_at:
        raise TokenRefusedError(REVOKED, "This access token was revoked.")
    if not token.is_backed:
        raise TokenRefusedError(REVOKED, "The person who made this access token may no longer make any.")
    if token.is_held:  # what was revoked after the backup would be good again
        raise TokenRefusedError(HELD, "The hub was restored from a backup. Tokens are good once that is confirmed.")
    if not token.counting:
        raise TokenRefusedError(WRONG_SITE, OTHER_SITE)
    now = timezone.now()
    if token.has_expired(now):
        raise TokenRefusedError(EXPIRED, "This access token has expired.")
    if token.last_used_at is None or now - token.last_used_at >= USED_EVERY:
        AccessToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token


def require(request: HttpRequest, scope: str, site: Callable[[], int | None]) -> AccessToken:
    """Return the access token of a request that needs one with this scope at a site, whose key `site` returns.

    Raises TokenRefusedError: 401 without a valid token, 403 if the token is for other sites or lacks the scope.
    """
    token = token_of(request)
    if token is None:
        raise TokenRefusedError(MISSING, "This needs an access token.", scope=scope)
    check_site(token, site())
    check_scope(token, scope)
    return token


def check_scope(token: AccessToken, scope: str) -> None:
    """Raise TokenRefusedError (403) if the token lacks the scope, or its maker the right to the same."""
    if token.allows(scope):
        return
    if scope in token.scopes:
        message = f"The person who made this access token may not do here what the scope {scope} is for."
    else:
        message = f"This access token lacks the scope {scope}."
    raise TokenRefusedError(WRONG_SCOPE, message, scope=scope)


def check_site(token: AccessToken, site: int | None) -> None:
    """Raise TokenRefusedError (403) if the token isn't for the site with this key, or its maker doesn't work there."""
    if not token.works_at(site):
        raise TokenRefusedError(WRONG_SITE, OTHER_SITE)
