"""Signposts in the admin, with a menu item of their own, because changes to them are urgent."""

from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.signposts.models import Signpost


class SignpostViewSet(SnippetViewSet):
    """The list and the forms of signposts."""

    model = Signpost
    icon = "help"
    menu_label = "Signposts to help"
    menu_order = 455  # after the terms
    add_to_admin_menu = True
    list_display = ["name", "telephone", "hours", "checked_on", "live"]
    ordering = ["order", "name"]


def register() -> None:
    """Register the signposts. Called when the app is ready, before grapple makes types of registered snippets."""
    register_snippet(SignpostViewSet)
