"""Tags for the admin's templates."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def hub_name() -> str:
    """Return the name that the admin carries."""
    return settings.WAGTAIL_SITE_NAME


@register.simple_tag
def hub_initials() -> str:
    """Return the name's initials, such as CPIP, where there is no room for more."""
    return "".join(word[0] for word in settings.WAGTAIL_SITE_NAME.split() if word[0].isupper())
