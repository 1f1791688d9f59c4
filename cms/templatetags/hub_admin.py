"""Tags for the admin's templates."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def hub_name() -> str:
    """Return the name shown in the admin."""
    return settings.WAGTAIL_SITE_NAME


@register.simple_tag
def hub_initials() -> str:
    """Return the initials of the name, such as CPIP, where space is short."""
    return "".join(word[0] for word in settings.WAGTAIL_SITE_NAME.split() if word[0].isupper())
