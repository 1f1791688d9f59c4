"""Media files. Only pictures in the hub's sizes have an address here; documents go through the view that checks
permissions.

Originals are never served: a picture in a private collection must stay private whatever its file name.
"""

import mimetypes
from pathlib import PurePosixPath

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse

from cms.media.downloads import unavailable
from cms.media.models import HubRendition
from cms.pages.viewer import visibility_of


def media(request: HttpRequest, name: str) -> FileResponse | HttpResponse:
    """Return a rendition's file if its image is public or the user is an editor; 503 if the place of files can't be read.
    Raises Http404 otherwise."""
    if ".." in PurePosixPath(name).parts or "\0" in name:
        raise Http404
    rendition = HubRendition.objects.filter(file=name).select_related("image").first()
    if rendition is None:
        raise Http404
    public = visibility_of(request).can_see(rendition.image)
    if not public and not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
    try:
        file = default_storage.open(name)
    except FileNotFoundError:
        raise Http404 from None
    except OSError as error:
        return unavailable(error)
    response = FileResponse(file, content_type=mimetypes.guess_type(name)[0])
    response["Cache-Control"] = "public, max-age=3600" if public else "private, no-store"
    return response
