"""The lists that a new hub gets. Editors' later changes and renames stay."""

from __future__ import annotations

from django.db import transaction

from newsletter.choices import EditionAudience
from newsletter.models import MailingList

FIRST_LISTS = (
    {
        "slug": "update",
        "name": "Regular update",
        "kind": EditionAudience.EXTERNAL,
        "description": "News, progress, publications and events of the programme, rounded up.",
        "offered": True,
        "sort_order": 1,
    },
    {
        "slug": "internal-update",
        "name": "Internal update",
        "kind": EditionAudience.INTERNAL,
        "description": "The regular update, with the parts that are for colleagues only.",
        "allowed_domains": "gov.scot",
        "offered": False,
        "sort_order": 2,
    },
)


@transaction.atomic
def set_up_lists() -> list[str]:
    """Create the first lists if the hub has none, and return their names; otherwise nothing.

    A list that an editor deleted doesn't come back as long as there is another.
    """
    if MailingList.objects.exists():
        return []
    return [MailingList.objects.create(**fields).name for fields in FIRST_LISTS]
