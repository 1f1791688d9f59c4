"""How files get to readers: pictures through the hub, documents through it or by a short signed address of the store."""

from __future__ import annotations

import logging
import time
from typing import Any

from django.core.files.storage import storages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from wagtail.documents.models import document_served
from wagtail.documents.views.serve import serve
from wagtail.permissions import policy_registry

from cms.base import failures
from cms.batches.kept_files import is_kept
from cms.media.models import HubDocument

logger = logging.getLogger(__name__)

RETRY = 5  # seconds
SAID_EVERY = 60.0  # seconds
_said = {"until": 0.0}


def document(request: HttpRequest, document_id: str, document_filename: str) -> HttpResponse:
    """Return Wagtail's answer with a document; 503 if the place of files can't be read. Raises Http404 if the file is missing."""
    try:
        response = serve(request, document_id, document_filename)
    except FileNotFoundError:
        raise Http404 from None
    except OSError as error:
        return unavailable(error)
    if getattr(request, "gets_held_document", False):
        response["Cache-Control"] = "private, no-store"
    if response.get("Content-Encoding") == "None":
        del response["Content-Encoding"]  # Wagtail's sendfile writes it for every file that isn't compressed
    return response


def unavailable(error: OSError) -> HttpResponse:
    """Return the answer for a file that can't be read at present. The log says so once a minute, not for each reader."""
    if time.monotonic() >= _said["until"]:
        _said["until"] = time.monotonic() + SAID_EVERY
        logger.error("Pictures or documents can't be read, and readers get 503: %s", failures.summary(error))
    response = HttpResponse("This file can’t be read at present.", status=503, content_type="text/plain; charset=utf-8")
    response["Retry-After"] = str(RETRY)
    response["Cache-Control"] = "no-store"
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django would log each as an error
    return response


def hide_held(document: HubDocument, request: HttpRequest) -> None:
    """Raise Http404 for a document that is held (`cms.media.held`), unless the user may choose or change it in the admin; and
    for one whose file on a past day isn't kept, in whose place another may be stored."""
    if not is_kept(document):
        raise Http404
    if not document.is_held:
        return
    user, policy = request.user, policy_registry.get_by_type(HubDocument)
    may = user.has_perm("wagtailadmin.access_admin")
    if not may or not policy.user_has_any_permission_for_instance(user, ["choose", "change"], document):
        raise Http404
    request.gets_held_document = True  # type: ignore[attr-defined]  # for `document`


def redirect_to_store(document: HubDocument, request: HttpRequest) -> HttpResponseRedirect | None:
    """Return a redirect to a document in the store if it signs addresses; None if the hub is to send the file.

    Called after the check of permissions. A redirect is never kept: the address works for five minutes, and the permission
    may end before.
    """
    store: Any = storages["default"]
    if not getattr(store, "signs_documents", False):
        return None
    document_served.send(sender=HubDocument, instance=document, request=request)  # Wagtail's view isn't reached
    response = HttpResponseRedirect(store.signed_address(document.file.name, document.content_disposition))
    response["Cache-Control"] = "private, no-store"
    return response
