"""Pages that are moved or copied to another programme: what belongs to one programme stays there."""

from __future__ import annotations

from wagtail.models import Page

from cms.pages.viewer import sites_now
from cms.visibility.gate import Gate, Reference, references_in


def what_stays(page: Page, parent: Page) -> list[str]:
    """Return the names of the things to which the page or one below it refers, and which may not be used below the parent.

    No statement within a programme; otherwise those that read the branch, one for the things, and one for each name.
    """
    if page.depth < 2 or len(sites_now()) < 2 or _programme(page) == _programme(parent):
        return []
    branch = [one.get_latest_revision_as_object() for one in page.get_descendants(inclusive=True).specific()]
    within = {str(one.pk) for one in branch}
    asked = {one for each in branch for one in references_in(each)}
    asked = {one for one in asked if not (one.model is Page and one.key in within)}
    return sorted(_name(one) for one in Gate.at(parent.get_site()).refused(asked))


def _programme(page: Page) -> str:
    """Return the top of the programme's tree in which the page is; empty if it is in none."""
    return next((one.tree_path for one in sites_now() if page.path.startswith(one.tree_path)), "")


def _name(one: Reference) -> str:
    found = one.model._default_manager.filter(pk=one.key).first()
    return f"“{found}”" if found else f"{one.model._meta.verbose_name} {one.key}"
