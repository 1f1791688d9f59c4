"""What is unsafe or unfinished in the settings of a server."""

from __future__ import annotations

import datetime
import socket
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache.backends.locmem import LocMemCache
from django.core.checks import CheckMessage, Warning
from django.utils.module_loading import import_string

from .doctor import check_of_settings, check_of_state

# Shorter ones can be tried out.
LEAST_TOKEN = 20
FEW_DAYS = 21
OF_DEVELOPMENT = "only-for-development"


@check_of_settings
def accounts() -> Iterator[CheckMessage]:
    if settings.TWO_FACTOR != "required":
        yield Warning(
            "Anybody who learns a password gets into the admin: no second factor is required.",
            hint="Set TWO_FACTOR=required. Accounts without one are asked to set it up.",
            id="hub.W001",
        )


@check_of_settings
def secrets() -> Iterator[CheckMessage]:
    key, newsletter = settings.SECRET_KEY, settings.NEWSLETTER_SECRET
    if key.startswith(OF_DEVELOPMENT):
        yield Warning("SECRET_KEY is the one that everybody can read in the code.", hint=_NEW, id="hub.W002")
    if not newsletter:
        yield Warning(
            "Links to unsubscribe are signed with SECRET_KEY: once that changes, those that were sent lead nowhere.",
            hint=f"Set NEWSLETTER_SECRET before the first issue is sent. {_NEW}",
            id="hub.W003",
        )
    if key and key in (newsletter, settings.METRICS_TOKEN):
        yield Warning("SECRET_KEY is used for something else, too.", hint=_NEW, id="hub.W004")
    if 0 < len(settings.METRICS_TOKEN) < LEAST_TOKEN:
        yield Warning(f"METRICS_TOKEN has fewer than {LEAST_TOKEN} characters.", hint=_NEW, id="hub.W005")


_NEW = "Make one with: python -c 'import secrets; print(secrets.token_urlsafe(64))'"


@check_of_settings
def mails() -> Iterator[CheckMessage]:
    if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        yield Warning("Mails become files: nobody gets any.", hint="Set EMAIL_URL to a mail server.", id="hub.W006")
    if settings.DEFAULT_FROM_EMAIL.endswith("@localhost"):
        yield Warning(
            "Mails come from an address that doesn't exist.",
            hint="Set DEFAULT_FROM_EMAIL to an address of yours, for which the mail server may send.",
            id="hub.W007",
        )
    if settings.NEWSLETTER_BACKEND == "file":
        yield Warning(
            "Issues of the newsletter become files: no subscriber gets any.",
            hint="Set NEWSLETTER_BACKEND to smtp or anymail.",
            id="hub.W008",
        )
    if not settings.OPERATORS:
        yield Warning(
            "Nobody is mailed if a job fails, a send is held or a worker is missing.",
            hint="Set OPERATORS to the addresses of those who run the hub.",
            id="hub.W009",
        )


@check_of_settings
def addresses() -> Iterator[CheckMessage]:
    if urlsplit(settings.BASE_URL).scheme != "https":
        yield Warning(
            "Links in mails and feeds lead to pages without TLS.",
            hint="Set BASE_URL to the address that readers use, with https.",
            id="hub.W010",
        )
    if "*" in settings.ALLOWED_HOSTS:
        yield Warning(
            "The hub answers to any host name, and mails links that name it.",
            hint="Set ALLOWED_HOSTS to the host names of the hub.",
            id="hub.W011",
        )
    if not settings.PUBLIC_SITE and not settings.FRONTEND_URL:
        yield Warning(
            "Links in mails, feeds and the API lead to pages of the hub, which doesn't show any.",
            hint="Set FRONTEND_URL to the site that shows the pages, or PUBLIC_SITE=true.",
            id="hub.W015",
        )


@check_of_settings
def proxies() -> Iterator[CheckMessage]:
    if settings.TRUSTED_PROXIES:
        return
    if settings.SECURE_SSL_REDIRECT:
        yield Warning(
            "Behind a proxy no page opens: requests that it got with TLS are sent to HTTPS again.",
            hint="Set TRUSTED_PROXIES to the proxy in front, or SECURE_SSL_REDIRECT=false if it sends readers to HTTPS.",
            id="hub.W013",
        )
    if any(network.is_loopback for network in settings.METRICS_ADDRESSES):
        yield Warning(
            "If a proxy runs on this machine, everybody may read /metrics through it.",
            hint="Set TRUSTED_PROXIES to the proxy, or METRICS_TOKEN instead of METRICS_ADDRESSES.",
            id="hub.W014",
        )


@check_of_settings
def caches() -> Iterator[CheckMessage]:
    if issubclass(import_string(settings.CACHES["limits"]["BACKEND"]), LocMemCache):
        yield Warning(
            "Each process has a cache of its own: several make every page anew, and each counts GraphQL budgets for itself.",
            hint="Set CACHE_URL to a Redis. If one process answers all requests, add hub.W012 to SILENCED_CHECKS instead.",
            id="hub.W012",
        )


@check_of_state
def certificate() -> Iterator[CheckMessage]:
    if urlsplit(settings.BASE_URL).scheme != "https":
        return
    host = urlsplit(settings.BASE_URL).hostname or ""
    try:
        left = days_left(host, urlsplit(settings.BASE_URL).port or 443)
    except ssl.SSLCertVerificationError as error:
        yield Warning(
            f"Browsers refuse the certificate of {host}: {error.verify_message}.",
            hint="Renew the certificate, and have the server send the whole chain.",
            id="hub.certificate",
        )
    except OSError as error:
        yield Warning(
            f"The certificate of {host} can't be looked at from here: {type(error).__name__}.",
            hint="Look whether readers reach it. If only this machine can't, add hub.certificate_unseen to SILENCED_CHECKS.",
            id="hub.certificate_unseen",
        )
    else:
        if left < FEW_DAYS:
            yield Warning(
                f"The certificate of {host} ends in {left} days.",
                hint="Renew it, and look why that didn't happen automatically.",
                id="hub.certificate",
            )


PATIENCE = 3.0


def days_left(host: str, port: int) -> int:
    """Return for how many days the certificate at the address is still valid. Raises OSError, SSLCertVerificationError if
    browsers would refuse it."""
    context = ssl.create_default_context()
    with (
        socket.create_connection((host, port), timeout=PATIENCE) as connection,
        context.wrap_socket(connection, server_hostname=host) as secured,
    ):
        ends = ssl.cert_time_to_seconds(str((secured.getpeercert() or {})["notAfter"]))
    left = datetime.datetime.fromtimestamp(ends, datetime.UTC) - datetime.datetime.now(datetime.UTC)
    return left.days
