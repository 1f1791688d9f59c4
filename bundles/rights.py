"""Who may do what with bundles. To publish one takes the right to publish each page in it as well."""

from bundles.models import Bundle
from cms.roles import EDITORS, MODERATORS, PROGRAMME_LEADS, register_rights

WRITE = ("view", "add", "change")


def register_bundle_rights() -> None:
    """Let everybody put bundles together, and programme leads approve them."""
    register_rights(EDITORS, Bundle, WRITE)
    register_rights(MODERATORS, Bundle, (*WRITE, "delete"))
    register_rights(PROGRAMME_LEADS, Bundle, (*WRITE, "delete", "approve"))
