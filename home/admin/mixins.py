"""Common to all pages about programmes: who may open them, and the way back to the list."""

from __future__ import annotations

from cms.editing.views.admin_page import AdminPage
from home import rights


class ProgrammeAdminMixin(AdminPage):
    """A page about programmes, for people with the right that it names; for everybody if it names none."""

    right = rights.VIEW
    header_icon = "sitemap"
    page_above: tuple[str, str] | None = ("programmes", "Programmes")
