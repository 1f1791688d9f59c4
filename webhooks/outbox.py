"""The outbox: what happens is written down for each webhook that asked for it, in the transaction that makes it happen."""

from __future__ import annotations

from collections.abc import Sequence

from wagtail.models import Site

from cms.base.occurrences import Occurrence
from webhooks.models import Webhook, WebhookEvent
from webhooks.payloads import event_of


def write(occurrences: Sequence[Occurrence]) -> None:
    """Write an event for each webhook that wants to hear of an occurrence. At most three statements."""
    webhooks = list(Webhook.objects.filter(is_active=True).order_by("pk"))
    wanted = [(each, [one for one in webhooks if wants(one, each)]) for each in occurrences]
    if not any(ones for _, ones in wanted):
        return
    sites = {site.pk: site for site in Site.objects.select_related("programme_site__host")}
    rows = []
    for occurrence, ones in wanted:
        if ones:
            data = event_of(occurrence, sites)
            rows += [
                WebhookEvent(webhook=one, at=occurrence.at, data=data, change_id=occurrence.change_id) for one in ones
            ]
    WebhookEvent.objects.bulk_create(rows)


def wants(webhook: Webhook, occurrence: Occurrence) -> bool:
    """Say whether the webhook asked for the event. Its kinds of page and sites choose only among events about pages.

    One that was made at the address of a programme hears nothing of others.
    """
    if occurrence.kind not in webhook.events:
        return False
    if webhook.site_id and occurrence.site_id not in (None, webhook.site_id):
        return False
    if occurrence.page_id is None:
        return True
    return (not webhook.page_types or occurrence.page_type.lower() in webhook.page_types) and (
        not webhook.sites or str(occurrence.site_id) in webhook.sites
    )
