"""Headers of every page, the short way to the GraphQL endpoint, the language of the path, redirects that editors keep, and
publications that failed.

Wagtail's own middleware sends readers to wherever a redirect points; the address of a draft or of a restricted page
would be told that way. Here a redirect works only while its target is public.
"""

import logging

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import translation

from cms import csp
from cms.delivery.viewer import visibility_of
from cms.graphql.addresses import redirect_at
from cms.graphql.context import Context
from cms.graphql.views import graphql

logger = logging.getLogger(__name__)

ENDPOINT = "/graphql/"
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


class EndpointMiddleware:
    """Answer the GraphQL endpoint before sessions, sign-in, messages and redirects have their turn.

    It takes no cookie and sets none, so they have nothing to do there, and each costs time. What stands before this in
    MIDDLEWARE holds for the endpoint too: HTTPS and the headers of `SecurityMiddleware`.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return graphql(request) if request.path_info == ENDPOINT else self.get_response(request)


class PolicyMiddleware:
    """Say in headers what a browser may do on the page: `cms.csp`, and that no page needs a camera, a place or a purse.

    An answer that brings a policy of its own, as a document does, keeps it. Django's error pages for developers have none: they
    are one file with all inside.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not (settings.DEBUG and response.status_code in (404, 500)):
            response.headers.setdefault("Content-Security-Policy", csp.header(csp.policy_at(request.path_info)))
        response.headers.setdefault("Permissions-Policy", NO_FEATURES)
        if not settings.SEARCH_ENGINES:
            response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response


class RedirectMiddleware:
    """Look for a redirect when nothing else is at the path."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != 404:
            return response
        context = Context.for_visibility(visibility_of(request))
        found = redirect_at(request.get_full_path(), context) or redirect_at(request.path, context)
        if found is None:
            return response
        # Relative on this site, so that it holds under any name of it.
        url = found.url.removeprefix(context.base_url) if found.url.startswith(f"{context.base_url}/") else found.url
        return (HttpResponsePermanentRedirect if found.status == 301 else HttpResponseRedirect)(url)


class UnpublishedMiddleware:
    """Lead an editor whose publication failed back to the form, which holds the draft, instead of to an error page.

    Nothing of it is public then: `cms.whole`. That the draft is saved is known from Wagtail's hook before publication.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        page = getattr(request, "saved_as_draft", None)
        if page is None or isinstance(exception, (Http404, PermissionDenied, SuspiciousOperation)):
            return None
        logger.error("Page %s was not published", page, exc_info=exception)
        messages.error(
            request,
            "Nothing was published: something went wrong on the way, and it has been recorded. What you entered is saved as a "
            "draft. Try again in a few minutes; if that fails too, tell whoever runs the hub.",
        )
        return redirect("wagtailadmin_pages:edit", page)


class LanguageMiddleware:
    """Speak the language with which the path begins. Used where pages are in several languages.

    Django's own asks the browser as well and says so in `Vary`, for which a cache would keep every answer many times.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            return self.get_response(request)
