"""Content security policies: the resources that a browser may load, run and frame on a page (W3C, CSP level 3).

Nothing on a public page is inline, so code injected into a text is never run, styled or sent anywhere, and no page
requests anything from a third party. This also applies to signed-in editors: Wagtail's user bar complies. Wagtail's
admin and GraphiQL don't; each has a policy of its own, for its pages only.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from wagtail_headless_preview.settings import headless_preview_settings

from cms.pages.models import PreviewFrontend

Policy = dict[str, list[str]]

SELF, NONE, DATA, BLOB, INLINE = "'self'", "'none'", "data:", "blob:", "'unsafe-inline'"
ADMIN, GRAPHIQL = "/admin/", "/graphiql/"
NO_FEATURES = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "camera",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "payment",
        "usb",
    )
)


def public() -> Policy:
    """Return the policy of every public page, including error pages."""
    return {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        # The design system's style sheet contains one picture.
        "img-src": [SELF, DATA, *media_origins()],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        # The admin shows pages in a frame beside the form.
        "frame-ancestors": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
    }


def admin(frames: Iterable[str] = ()) -> Policy:
    """Return the policy of the admin and its previews, with the origins of further frames.

    Some of Wagtail's styles are inline. Its inline scripts are data here (`cms.editing.beginnings`).
    """
    return {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF, INLINE],
        "img-src": [SELF, DATA, BLOB, *media_origins()],
        "frame-src": list(dict.fromkeys([SELF, *preview_origins(), *frames])),
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "base-uri": [SELF],
        "object-src": [NONE],
    }


def graphiql() -> Policy:
    """Return the policy of GraphiQL, whose style sheet contains fonts and whose styles are inline."""
    return public() | {"style-src": [SELF, INLINE], "font-src": [SELF, DATA]}


def media_origins() -> list[str]:
    """Return the other origins of pictures: that of `MEDIA_URL`, and those named in settings."""
    return [*origins(settings.MEDIA_URL), *settings.MEDIA_ORIGINS]


def preview_origins() -> list[str]:
    """Return the origin of the frontend that shows drafts of all pages: the admin frames it."""
    return [origin for address in headless_preview_settings.CLIENT_URLS.values() for origin in origins(address)]


def origins_of(frontends: Iterable[PreviewFrontend]) -> list[str]:
    """Return the origins of frontends that show drafts of some pages."""
    return [origin for frontend in frontends for origin in origins(frontend.address)]


def origins(address: str) -> list[str]:
    """Return the origin of an address; empty for one without a host."""
    parts = urlsplit(address)
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []


def policy_at(path: str) -> Policy:
    """Return the policy for a path."""
    if path.startswith(ADMIN):
        return admin()
    return graphiql() if path.startswith(GRAPHIQL) else public()


def header(policy: Policy) -> str:
    """Return a policy as the value of the header `Content-Security-Policy`."""
    return "; ".join(f"{directive} {' '.join(sources)}" for directive, sources in policy.items())


def set_policies(request: HttpRequest, response: Any) -> None:
    """Set the content security policy and a policy that denies access to camera, location and payment.

    A response with a policy of its own, such as a document, keeps it. Django's debug pages get none: everything in them
    is inline.
    """
    if not (settings.DEBUG and response.status_code in (404, 500)):
        response.headers.setdefault("Content-Security-Policy", header(policy_at(request.path_info)))
    response.headers.setdefault("Permissions-Policy", NO_FEATURES)
    if not settings.SEARCH_ENGINES:
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
