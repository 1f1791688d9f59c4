"""Checks and updates when a page is moved. Connected in `cms.pages.signals`.

Wagtail moves a page without validating it, and the database would catch only some of the problems, as errors.
"""

from django.core.exceptions import ValidationError

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
