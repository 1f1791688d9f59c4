"""Tags for the admin's templates."""

from django import template

from cms.base import hub_name as names
from cms.delivery.models import notice_of_active_site

register = template.Library()


@register.simple_tag
def hub_name() -> str:
    """Return the name shown in the admin."""
    return names.hub_name()


@register.simple_tag
def demonstration_notice() -> str:
    """Return the sentence by which a demonstration is known; empty for any other site."""
    return notice_of_active_site()


@register.simple_tag
def hub_initials() -> str:
    """Return the initials of the name, such as IH, where space is short."""
    return "".join(word[0] for word in names.hub_name().split() if word[0].isupper())
