"""Where editors find the synonyms."""

from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import Synonym


class SynonymViewSet(SnippetViewSet):
    model = Synonym
    icon = "search"
    menu_label = "Synonyms"
    menu_hook = "register_terms_menu_item"
    list_display = ["name", "words", "live"]


def register() -> None:
    """Register the synonyms. Called when the app is ready, before grapple makes types of what is registered."""
    register_snippet(SynonymViewSet)
