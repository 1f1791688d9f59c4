"""The innermost middleware: the language of the path, redirects, and publications that failed. And a hub without a site.

Wagtail's own middleware follows every redirect, which would reveal the address of a draft or restricted page. Here a
redirect works only while its target is public.
"""

import logging

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpResponseNotFound, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import translation

from cms.batches.reader import BatchReader
from cms.pages.addresses import sites_read_once
from cms.pages.redirects import redirect_at
from cms.pages.viewer import visibility_of
from cms.visibility.frontend import is_of_the_hub

logger = logging.getLogger(__name__)


def for_the_hub_alone(request, get_response):
    """With `PUBLIC_SITE` off, answer 404 in few words at the addresses of the hub's own site, and all others as ever.

    An editor's preview isn't a request of a reader.
    """
    if getattr(request, "is_dummy", False) or is_of_the_hub(request.path_info):
        with sites_read_once():
            return get_response(request)
    words = "There is no page at this address.\n"
    headers = {"Cache-Control": "no-cache", "X-Robots-Tag": "noindex"}
    return HttpResponseNotFound(words, content_type="text/plain; charset=utf-8", headers=headers)


class PagesMiddleware:
    """Activate the language with which the path begins, if pages are in several. If nothing is at the path, look for a
    redirect, one by an editor or to the same path in small letters. If a publication fails, send the editor back to the
    form with the draft, not to an error page.

    Django's own middleware of languages also uses the browser's and adds them to `Vary`, so that a cache would store every
    answer many times.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self._in_its_language(request)
        if response.status_code != 404:
            return response
        found = redirect_at(request.get_full_path(), BatchReader.for_visibility(visibility_of(request)))
        if found is None:
            return response
        # Relative for this site, so that it works under any of its host names.
        url = found.path or found.url
        return (HttpResponsePermanentRedirect if found.status == 301 else HttpResponseRedirect)(url)

    def _in_its_language(self, request):
        if not settings.WAGTAIL_I18N_ENABLED:
            return self.get_response(request)
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            return self.get_response(request)

    def process_exception(self, request, exception):
        """Lead back to the draft. Nothing has then become public (`cms.pages.transactions`): Wagtail's hook before
        publication shows that the draft is saved."""
        page = getattr(request, "saved_as_draft", None)
        if page is None or isinstance(exception, (Http404, PermissionDenied, SuspiciousOperation)):
            return None
        logger.error("Page %s was not published", page, exc_info=exception)
        messages.error(
            request,
            "Nothing was published: something went wrong, and it has been recorded. What you entered is saved as a "
            "draft. Try again in a few minutes; if that fails too, tell your administrator.",
        )
        return redirect("wagtailadmin_pages:edit", page)
