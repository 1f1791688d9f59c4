"""Pictures and documents that programs uploaded are held: not public, until something that shows them is published.

A person does that, or a program whose token may publish the page: the file is a part of what it publishes.

Saving the form of the picture or document in the admin releases it, too (`cms.media.forms`): then a person has seen it.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.models import ReferenceIndex

from .models import HubDocument, HubImage


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
        # Row by row: there are few, and the admin’s search learns of each by its signal.
        for thing in model.objects.filter(pk__in=keys, is_held=True):
            thing.is_held = False
            thing.save(update_fields=["is_held"])
