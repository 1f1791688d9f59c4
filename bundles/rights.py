"""Who may do what with bundles. To publish one takes the right to publish each page in it as well."""

from bundles.models import Bundle
from cms.roles import EDITORS, MODERATORS, PROGRAMME_LEADS, rights

WRITE = ("view", "add", "change")


def register_bundle_rights() -> None:
    """Let everybody put bundles together, and programme leads approve them."""
    rights.add((EDITORS, Bundle), WRITE)
    rights.add((MODERATORS, Bundle), (*WRITE, "delete"))
    rights.add((PROGRAMME_LEADS, Bundle), (*WRITE, "delete", "approve"))
