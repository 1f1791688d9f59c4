"""Permissions on webhooks."""

from wagtail.models import Site

from cms.accounts import programme_roles
from cms.accounts.roles import PROGRAMME_LEADS, of_the_hub, rights
from webhooks.models import Webhook

CHANGE = "webhooks.change_webhook"


def register_webhook_rights() -> None:
    """Let programme leads manage webhooks."""
    of_the_hub.add(Webhook)
    programme_roles.separations.add("webhooks", keep_to)
    rights.add((PROGRAMME_LEADS, Webhook), ("view", "add", "change", "delete"))


def keep_to(site: Site) -> None:
    """Let webhooks for all sites be about the first programme alone, before the hub gets a second one."""
    Webhook.objects.filter(sites=[]).update(sites=[str(site.pk)])
