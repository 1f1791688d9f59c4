"""The lists that a hub begins with. What an editor has changed or renamed since stays as it is."""

from __future__ import annotations

from django.db import transaction

from newsletter.choices import Audience
from newsletter.models import MailingList

FIRST_LISTS = (
    {
        "slug": "update",
        "name": "Regular update",
        "kind": Audience.EXTERNAL,
        "description": "News, progress, publications and events of the programme, rounded up.",
        "offered": True,
        "sort_order": 1,
    },
    {
        "slug": "internal-update",
        "name": "Internal update",
        "kind": Audience.INTERNAL,
        "description": "The regular update with what is for colleagues alone.",
        "allowed_domains": "gov.scot",
        "offered": False,
        "sort_order": 2,
    },
)


@transaction.atomic
def set_up_lists() -> list[str]:
    """Make the first lists if the hub has none, and return their names; nothing the second time.

    A list that an editor deleted doesn't come back as long as there is another.
    """
    if MailingList.objects.exists():
        return []
    return [MailingList.objects.create(**fields).name for fields in FIRST_LISTS]
