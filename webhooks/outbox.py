"""The outbox: what happens is written down for each webhook that asked for it, in the transaction that makes it happen."""

from __future__ import annotations

from collections.abc import Sequence

from wagtail.models import Site

from cms.base.occurrences import Occurrence
from programme.concerned_pages import concerned
from webhooks.models import Webhook, WebhookEvent
from webhooks.payloads import event_of


def write(occurrences: Sequence[Occurrence]) -> None:
    """Write an event for each webhook that wants to hear of an occurrence. At most three statements, and one for each kind of
    page if a webhook is for single pages."""
    webhooks = list(Webhook.objects.filter(is_active=True).order_by("pk"))
    wanted = [(each, [one for one in webhooks if wants(one, each)]) for each in occurrences]
    wanted = for_single_pages(wanted)
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


def for_single_pages(
    wanted: Sequence[tuple[Occurrence, list[Webhook]]],
) -> list[tuple[Occurrence, list[Webhook]]]:
    """Return the occurrences with those of their webhooks that are for all pages, or for one that the occurrence concerns."""
    asked = {each.page_id for each, ones in wanted for one in ones if one.pages and each.page_id is not None}
    concerns = concerned(asked) if asked else {}
    return [
        (
            each,
            [one for one in ones if not one.pages or not concerns.get(each.page_id or 0, set()).isdisjoint(one.pages)],
        )
        for each, ones in wanted
    ]


def wants(webhook: Webhook, occurrence: Occurrence) -> bool:
    """Say whether the webhook asked for the event. Its kinds of page and sites choose only among events about pages; one for
    single pages hears of nothing else.

    One that was made at the address of a programme hears nothing of others.
    """
    if occurrence.kind not in webhook.events:
        return False
    if webhook.site_id and occurrence.site_id not in (None, webhook.site_id):
        return False
    if occurrence.page_id is None:
        return not webhook.pages
    return (not webhook.page_types or occurrence.page_type.lower() in webhook.page_types) and (
        not webhook.sites or str(occurrence.site_id) in webhook.sites
    )
