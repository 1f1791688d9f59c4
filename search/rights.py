"""Who may see what people search for in the admin: everybody, since it says what is missing. Nobody changes it."""

from wagtail.permissions import register_permission_policy

from cms.roles import EDITORS, MODERATORS, PROGRAMME_LEADS, VIEWERS, rights

from .models import AskedFor


def register_search_rights() -> None:
    """Let all groups read the queries."""
    register_permission_policy(AskedFor)
    for group in (EDITORS, MODERATORS, PROGRAMME_LEADS, VIEWERS):
        rights.add((group, AskedFor), ("view",))
