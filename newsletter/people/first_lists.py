"""The lists that a new hub gets. Editors' later changes and renames stay."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from wagtail.models import Site

from cms.models import HubSettings, ProgrammeSite
from cms.sites.default import default_site
from cms.sites.rows import rows_of
from newsletter.choices import EditionAudience
from newsletter.models import MailingList

# By slug, in order.
FIRST_LISTS: dict[str, dict[str, Any]] = {
    "update": {
        "name": "Regular update",
        "kind": EditionAudience.EXTERNAL,
        "description": "News, progress, publications and events of the programme, rounded up.",
    },
    "internal-update": {
        "name": "Internal update",
        "kind": EditionAudience.INTERNAL,
        "description": "The regular update, with the parts that are for colleagues only.",
        "offered": False,
    },
}


@transaction.atomic
def set_up_lists(site: Site | None = None) -> list[str]:
    """Create the first lists of a site, or of the default one, if it has none. Return their names.

    A list that an editor deleted doesn't come back as long as there is another.
    """
    site = site or default_site()
    if MailingList.objects.filter(rows_of(site)).exists():
        return []
    colleagues = {EditionAudience.INTERNAL: _own_domain(site)}
    return [
        MailingList.objects.create(
            **first,
            sort_order=order,
            site=site,
            slug=_free(slug, site),
            allowed_domains=colleagues.get(first["kind"], ""),
        ).name
        for order, (slug, first) in enumerate(FIRST_LISTS.items(), start=1)
    ]


def _own_domain(site: Site | None) -> str:
    """Return the domain of the team's mailbox, which colleagues share; empty, and so for nobody, if none is known."""
    hub = HubSettings.objects.filter(site=site).first()
    return hub.contact_email.rpartition("@")[2].lower() if hub else ""


def _free(slug: str, site: Site | None) -> str:
    """Return the slug, or one with the programme's key if another programme has it: mail programs sort by it."""
    if site is None or not MailingList.objects.filter(slug=slug).exists():
        return slug
    programme = ProgrammeSite.objects.filter(site=site).first()
    return f"{programme.key if programme else site.pk}-{slug}"
