"""Permissions on bundles. Publishing one requires permission to publish each page in it as well."""

from bundles.models import Bundle
from cms.accounts.roles import EDITORS, MODERATORS, PROGRAMME_LEADS, rights

WRITE = ("view", "add", "change")
VIEW, CHANGE, APPROVE = "bundles.view_bundle", "bundles.change_bundle", "bundles.approve_bundle"


def register_bundle_rights() -> None:
    """Allow everybody to prepare bundles, and programme leads to approve them."""
    rights.add((EDITORS, Bundle), WRITE)
    rights.add((MODERATORS, Bundle), (*WRITE, "delete"))
    rights.add((PROGRAMME_LEADS, Bundle), (*WRITE, "delete", "approve"))
