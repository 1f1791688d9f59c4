"""Makes a page's pictures when it is published, and has pictures measured by the head of their files."""

from django.apps import AppConfig
from wagtail.signals import page_published, published

from cms.media import headers, held, pictures


def connect(app: AppConfig) -> None:
    """Connect the room's receivers."""
    from cms.media import free_sizes, placeholders  # noqa: F401  they declare a task and a job

    headers.register()
    page_published.connect(pictures.page_published, dispatch_uid="cms.pictures.published")
    published.connect(held.release_used, dispatch_uid="cms.media.held")
