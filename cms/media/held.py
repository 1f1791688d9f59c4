"""Pictures and documents that programs uploaded are held: not public, until something that shows them is published.

A person does that, or a program whose token may publish the page: the file is a part of what it publishes. A file that they
may not choose there stays held (`cms.visibility.gate`), and so does one of another programme if a worker publishes.

Saving the form of the picture or document in the admin releases it, too (`cms.media.forms`): then a person has seen it.

Previews of drafts show pictures that are held, also to people without an account, such as those who sign off a bundle. For
these the file has no address, so it is in the page itself.
"""

from __future__ import annotations

import base64
import copy
import mimetypes
from collections import defaultdict
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.http import HttpRequest
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page, ReferenceIndex, Site

from cms.base.active_site import active_site
from cms.pages.viewer import is_preview, visibility_of
from cms.visibility.gate import Gate, reference_to

from .models import HubDocument, HubImage, HubRendition


class InlinePicture(NamedTuple):
    """A size of a picture whose file is in its address."""

    url: str
    width: int
    height: int


def release_used(sender: Any, instance: Model, **kwargs: Any) -> None:
    """Release what an object that becomes public refers to. Called within the transaction that publishes or saves it."""
    # As it is now: Wagtail’s own signal comes before the rows are deleted that the new version no longer has.
    ReferenceIndex.create_or_update_for_object(instance)
    kinds = {ContentType.objects.get_for_model(model).pk: model for model in (HubImage, HubDocument)}
    references = ReferenceIndex.get_references_for_object(instance).filter(to_content_type__in=kinds)
    used = defaultdict(set)
    for kind, key in references.values_list("to_content_type_id", "to_object_id"):
        used[kinds[kind]].add(int(key))
    for model, keys in used.items():
        held = list(model.objects.filter(pk__in=keys, is_held=True))
        gate = Gate.at(_site_of(instance), get_active_log_context().user) if held else None
        refused = gate.refused(map(reference_to, held)) if gate else ()
        # Row by row: there are few, and the admin’s search learns of each by its signal.
        for thing in held:
            if reference_to(thing) not in refused:
                thing.is_held = False
                thing.save(update_fields=["is_held"])


def _site_of(instance: Any) -> Site | None:
    return instance.get_site() if isinstance(instance, Page) else getattr(instance, "site", None) or active_site()


def in_preview(thing: Any, request: HttpRequest) -> bool:
    """Say whether a preview shows a picture to the viewer although it is held: if readers may see it once it is released."""
    if not isinstance(thing, HubImage) or not thing.is_held or not is_preview(request):
        return False
    released = copy.copy(thing)
    released.is_held = False
    view = visibility_of(request)
    return view.can_see(released) and Gate(None, view).admits(thing)


def inlined(rendition: HubRendition) -> InlinePicture | None:
    """Return the size of a held picture with its file in the address; None if the file can't be read."""
    try:
        with rendition.file.open() as file:
            content = base64.b64encode(file.read()).decode()
    except OSError:
        return None
    kind = mimetypes.guess_type(rendition.file.name)[0]
    return InlinePicture(f"data:{kind};base64,{content}", rendition.width, rendition.height)
