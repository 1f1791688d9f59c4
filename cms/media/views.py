"""Media files. Only pictures in sizes that the hub made have an address here; documents go through the view that checks
permissions.

Originals are never served: a picture in a private collection must stay private whatever its file name.
"""

import hashlib
import mimetypes
from pathlib import PurePosixPath

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from cms.media import free_sizes, sizes
from cms.media.downloads import unavailable
from cms.media.models import HubImage, HubRendition
from cms.pages.viewer import visibility_of

PUBLIC, PRIVATE = "public, max-age=3600", "private, no-store"


def media(request: HttpRequest, name: str) -> HttpResponse | FileResponse:
    """Return a rendition's file if its image is public or the user is an editor; 503 if the place of files can't be read.
    Raises Http404 otherwise."""
    if ".." in PurePosixPath(name).parts or "\0" in name:
        raise Http404
    rendition = HubRendition.objects.filter(file=name).select_related("image").first()
    if rendition is None:
        raise Http404
    return _file(request, rendition, _cache_control(request, rendition.image))


@require_safe
def picture(request: HttpRequest, image_id: int, seal: str, name: str) -> HttpResponse | FileResponse:
    """Return an image in a free size, by its signed address; until it has been made, a redirect to the nearest size.

    403 if the hub didn't sign the address, 503 if the place of files can't be read. Raises Http404 as `media` does, and if
    the image has no file at all.
    """
    spec = sizes.spec_at(image_id, seal, name)
    if spec is None:
        return _refused()
    image = HubImage.objects.filter(pk=image_id).first()
    if image is None:
        raise Http404
    cache_control = _cache_control(request, image)
    rendition = free_sizes.made(image, spec)
    if rendition is not None:
        free_sizes.note_use(rendition)
        return _file(request, rendition, cache_control)
    free_sizes.ask_for(image, spec)
    nearest = free_sizes.nearest(image, spec)
    if nearest is None:
        raise Http404
    response = HttpResponseRedirect(nearest.url)
    response["Cache-Control"] = "no-store"
    return response


def _refused() -> HttpResponse:
    response = HttpResponse(
        "BAD_SIGNATURE: The hub didn’t make this address. Take the address of a size from the API, unchanged.",
        status=403,
        content_type="text/plain; charset=utf-8",
    )
    response["Cache-Control"] = "no-store"
    return response


def _cache_control(request: HttpRequest, image: HubImage) -> str:
    """Return how long a file of the image may be kept, and by whom. Raises Http404 if the user may not see it."""
    if visibility_of(request).can_see(image):
        return PUBLIC
    if request.user.has_perm("wagtailadmin.access_admin"):
        return PRIVATE
    raise Http404


def _file(request: HttpRequest, rendition: HubRendition, cache_control: str) -> HttpResponse | FileResponse:
    name = rendition.file.name
    # A file never changes; another file under the same name would be that of another row.
    etag = quote_etag(hashlib.blake2b(f"{rendition.pk}/{name}".encode(), digest_size=16).hexdigest())
    response: HttpResponse | FileResponse | None = get_conditional_response(request, etag=etag)
    if response is None:
        try:
            file = default_storage.open(name)
        except FileNotFoundError:
            raise Http404 from None
        except OSError as error:
            return unavailable(error)
        response = FileResponse(file, content_type=mimetypes.guess_type(name)[0])
    response["ETag"] = etag
    response["Cache-Control"] = cache_control
    return response
