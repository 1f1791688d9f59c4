"""Registers the doctor's checks and the log of what people do in the admin, and has errors reported."""

from django.apps import AppConfig
from django.db.models.signals import post_save


def connect(app: AppConfig) -> None:
    """Import the modules that declare checks and jobs, and connect the room's receivers."""
    from cms.operations import (  # noqa: F401
        actions,
        error_reports,
        failed_jobs,
        notices,
        settings_checks,
        state_checks,
    )

    error_reports.start()
    failed_jobs.register()

    post_save.connect(actions.logged, dispatch_uid="cms.operations.actions")
