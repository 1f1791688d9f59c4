"""What happens around a move in the page tree. Connected in `cms.apps`.

Wagtail moves a page without cleaning it, and the database would refuse half of what can go wrong only with an error.
"""

from django.core.exceptions import ValidationError

from cms.models import BasePage


def refuse_if_in_the_way(instance, parent_page_before, parent_page_after, **kwargs) -> None:
    """Raise ValidationError before anything has changed when the page can't stand at the new place."""
    page = instance.specific
    if not isinstance(page, BasePage) or parent_page_before == parent_page_after:
        return
    if objection := page.objection_to(parent_page_after):
        raise ValidationError(objection)


def follow_parent(instance, **kwargs) -> None:
    """Save what the page keeps of its new parent."""
    page = instance.specific
    if isinstance(page, BasePage) and page.follow_parent():
        page.save(clean=False)
