"""Measures in the admin: their lists in the menu. Importing a module registers its hooks."""

from wagtail import hooks

from measures.counts import hooks as counts  # noqa: F401
from measures.menu import MeasuresGroup
from measures.packs import hooks as packs  # noqa: F401


@hooks.register("register_admin_viewset")
def register_lists():
    return MeasuresGroup()
