"""The right to make and keep programmes, which leads of the organisation have, and who may export a past day."""

from typing import Any

from wagtail.permissions import page_permission_policy

from cms.accounts.roles import ORGANISATION_LEADS, rights
from cms.models import ProgrammeSite

ADD, CHANGE, VIEW = "cms.add_programmesite", "cms.change_programmesite", "cms.view_programmesite"


def register_programme_rights() -> None:
    """Let leads of the organisation make, change and close programmes, and see all of them on one page."""
    rights.add((ORGANISATION_LEADS, ProgrammeSite), ("add", "change", "view"))


def may_export(user: Any) -> bool:
    """Say whether the user may export a past page or list: everybody who may publish some page.

    An export has only what anybody could read, so this isn't about secrets. It is work for the server, and it is given to
    people who answer for what was published.
    """
    return user.is_superuser or page_permission_policy.user_has_any_permission(user, ["publish"])
