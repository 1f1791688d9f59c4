"""How files get to readers: pictures through the hub, documents through it or by a short signed address of the store."""

from typing import Any

from django.core.files.storage import storages
from django.http import HttpRequest, HttpResponseRedirect
from wagtail.documents.models import document_served

from cms.media.models import HubDocument


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
