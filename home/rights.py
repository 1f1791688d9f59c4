"""The right to make and keep programmes, which leads of the organisation have."""

from cms.accounts.roles import ORGANISATION_LEADS, rights
from cms.models import ProgrammeSite

ADD, CHANGE, VIEW = "cms.add_programmesite", "cms.change_programmesite", "cms.view_programmesite"


def register_programme_rights() -> None:
    """Let leads of the organisation make, change and close programmes, and see all of them on one page."""
    rights.add((ORGANISATION_LEADS, ProgrammeSite), ("add", "change", "view"))
