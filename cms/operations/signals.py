"""Registers the doctor's checks and the log of what people do in the admin, and has errors reported."""

import logging
from typing import Any

from django.apps import AppConfig
from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import post_save
from wagtail.models import BaseLogEntry

# Who did what in the admin, for the log of the machine: by keys, since names are in the histories and the audit log.
logger = logging.getLogger("cms.actions")


def connect(app: AppConfig) -> None:
    """Import the modules that declare checks and jobs, and connect the room's receivers."""
    from cms.operations import (  # noqa: F401
        error_reports,
        failed_jobs,
        notices,
        settings_checks,
        state_checks,
    )

    error_reports.start()
    failed_jobs.register()

    post_save.connect(logged, dispatch_uid="cms.operations.actions")


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
