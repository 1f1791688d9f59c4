"""The terms in the admin: one menu item, with a list for each kind."""

from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from .models import Audience, GlossaryTerm, Organisation, PolicyArea, SubjectArea, Theme, Topic


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"
    list_display = ["name", "description", "live"]


class OrganisationViewSet(SnippetViewSet):
    model = Organisation
    icon = "group"
    list_display = ["name", "short_name", "live"]


class AudienceViewSet(SnippetViewSet):
    model = Audience
    icon = "user"
    list_display = ["name", "description", "live"]


class GlossaryTermViewSet(SnippetViewSet):
    model = GlossaryTerm
    icon = "openquote"
    menu_label = "Glossary"
    list_display = ["name", "long_form", "live"]


class ThemeViewSet(SnippetViewSet):
    model = Theme
    icon = "list-ol"
    list_display = ["name", "order", "live"]
    ordering = ["order", "name"]


class SubjectAreaViewSet(SnippetViewSet):
    model = SubjectArea
    icon = "list-ul"
    menu_label = "Subject areas"
    list_display = ["name", "order", "live"]
    ordering = ["order", "name"]


class PolicyAreaViewSet(SnippetViewSet):
    model = PolicyArea
    icon = "folder-open-1"
    menu_label = "Policy areas"
    list_display = ["name", "description", "live"]


class TermViewSetGroup(SnippetViewSetGroup):
    """All terms of the programme, most used first. Later apps add theirs by `submenu_hook`."""

    menu_label = "Terms"
    menu_icon = "tag"
    menu_order = 450  # after images and documents
    submenu_hook = "register_terms_menu_item"
    items = (
        TopicViewSet,
        OrganisationViewSet,
        GlossaryTermViewSet,
        AudienceViewSet,
        ThemeViewSet,
        SubjectAreaViewSet,
        PolicyAreaViewSet,
    )


def register() -> None:
    """Register the terms. Called when the app is ready, before grapple makes types of registered snippets."""
    register_snippet(TermViewSetGroup)
