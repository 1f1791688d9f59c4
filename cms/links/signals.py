"""Registers the report of broken links, its rights and its jobs."""

from django.apps import AppConfig

from cms.editing import attention
from cms.links import checks, scans  # noqa: F401  importing them declares their jobs
from cms.links.views import links, register_link_rights


def connect(app: AppConfig) -> None:
    """Register the room's report and rights."""
    register_link_rights()
    attention.reporters.add("cms.links", links, order=900)
