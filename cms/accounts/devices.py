"""Device cookies: a browser in which somebody has signed in before is let through while strangers try passwords.

The protocol is OWASP's, “Slow Down Online Guessing Attacks with Device Cookies”. A cookie is for one account, says nothing but a
random name of the device, and is signed. It opens nothing: the password is still asked for.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from cms.base.secret_keys import secret_keys

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

SALT = "cms.accounts.devices"
LASTS = 365 * 24 * 60 * 60  # seconds
# Set on a request whose answer is to take the cookie to the browser.
MARK = "hub_device_of"


def remember(request: HttpRequest, user: AbstractBaseUser) -> None:
    """Have the answer to this request make its browser a device that the account knows."""
    setattr(request, MARK, user)


def signed_in(sender, request, user, **kwargs) -> None:
    """Remember the browser in which somebody signs in."""
    if request is not None:
        remember(request, user)


def set_cookie(request: HttpRequest, response: HttpResponse) -> None:
    """Put the cookie on the answer if `remember` was called."""
    user = getattr(request, MARK, None)
    if user is None:
        return
    name = user.get_username()
    device = device_of(request, name) or secrets.token_urlsafe(12)
    response.set_cookie(
        _cookies_of(name)[0],
        signing.dumps([name, device], salt=SALT),
        max_age=LASTS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def device_of(request: HttpRequest, name: str) -> str:
    """Return the name of the device if it is known to the account of this user name, otherwise nothing."""
    cookie = next((request.COOKIES[one] for one in _cookies_of(name) if request.COOKIES.get(one)), "")
    if not cookie:
        return ""
    try:
        account, device = signing.loads(cookie, salt=SALT, max_age=LASTS)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return device if account == name else ""


def _cookies_of(name: str) -> list[str]:
    """Return the name of the account's cookie, then those that it had under earlier keys."""
    # One for each account, since colleagues may share a browser; the name of the account can't be read from it.
    digests = [salted_hmac(SALT, name, secret=key, algorithm="sha256").hexdigest() for key in secret_keys()]
    return [f"hub_device_{digest[:12]}" for digest in digests]
