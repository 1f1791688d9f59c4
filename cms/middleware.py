"""Headers of every page, the short way to the GraphQL endpoint, the language of the path, and redirects that editors keep.

Wagtail's own middleware sends readers to wherever a redirect points; the address of a draft or of a restricted page
would be told that way. Here a redirect works only while its target is public.
"""

from django.conf import settings
from django.http import HttpResponsePermanentRedirect, HttpResponseRedirect
from django.utils import translation

from cms import csp
from cms.graphql.addresses import redirect_at
from cms.graphql.context import Context
from cms.graphql.views import graphql
from cms.graphql.visibility import Visibility

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
        context = Context.for_visibility(Visibility.for_request(request))
        redirect = redirect_at(request.get_full_path(), context) or redirect_at(request.path, context)
        if redirect is None:
            return response
        # Relative on this site, so that it holds under any name of it.
        url = (
            redirect.url.removeprefix(context.base_url)
            if redirect.url.startswith(f"{context.base_url}/")
            else redirect.url
        )
        return (HttpResponsePermanentRedirect if redirect.status == 301 else HttpResponseRedirect)(url)


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
