"""Rights to the report of queries in the admin: everybody may view it, because it shows gaps, and nobody may change it."""

from wagtail.permissions import register_permission_policy

from cms.accounts.roles import EDITORS, MODERATORS, PROGRAMME_LEADS, VIEWERS, rights

from .models import AskedFor


def register_search_rights() -> None:
    """Grant all groups the right to view queries."""
    register_permission_policy(AskedFor)
    for group in (EDITORS, MODERATORS, PROGRAMME_LEADS, VIEWERS):
        rights.add((group, AskedFor), ("view",))
