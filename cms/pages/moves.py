"""Checks and updates when a page is moved or gets another slug. Connected in `cms.pages.signals`.

Wagtail moves a page without validating it, and the database would catch only some of the problems, as errors.
"""

from django.core.exceptions import ValidationError
from django.db.models import Q
from wagtail.contrib.redirects import signal_handlers

from cms.pages.models import BasePage


def refuse_if_in_the_way(instance, parent_page_before, parent_page_after, **kwargs) -> None:
    """Raise ValidationError, before anything changes, if the page isn't allowed at the new position."""
    page = instance.specific
    if not isinstance(page, BasePage) or parent_page_before == parent_page_after:
        return
    if objection := page.objection_to(parent_page_after):
        raise ValidationError(objection)


def follow_parent(instance, **kwargs) -> None:
    """Save the fields that depend on the new parent."""
    page = instance.specific
    if isinstance(page, BasePage) and page.follow_parent():
        page.save(clean=False)


def redirect_only_from_public_addresses() -> None:
    """Make no redirects from the address of a page that was never public. Called once, when the app is ready.

    Nobody follows them, and Wagtail would take away a redirect that leads from that address to a public page.
    """
    create = signal_handlers.create_redirects

    def create_redirects(page, page_old, sites) -> None:
        public = Q(live=True) | Q(first_published_at__isnull=False)
        if page.live or page.first_published_at or page.get_descendants().filter(public).exists():
            create(page=page, page_old=page_old, sites=sites)

    signal_handlers.create_redirects = create_redirects
