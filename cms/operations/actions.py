"""Who did what in the admin, for the log of the machine: by keys, since names are in the histories and the audit log."""

from __future__ import annotations

import logging
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import BaseLogEntry

logger = logging.getLogger("cms.actions")


def logged(sender: type, instance: Any, created: bool = False, **kwargs: Any) -> None:
    """Write the line of an entry of Wagtail's log."""
    if not created or not isinstance(instance, BaseLogEntry) or instance.user_id is None:
        return  # what the hub did on its own is in the histories
    kind = ContentType.objects.get_for_id(instance.content_type_id)
    thing = f"{kind.model}:{instance.object_id}"
    logger.info(
        "%s by %s on %s",
        instance.action,
        instance.user_id,
        thing,
        extra={"action": instance.action, "user": instance.user_id, "object": thing},
    )
