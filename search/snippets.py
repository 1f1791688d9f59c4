"""The editors' records for the search: one menu item, with the report of queries first."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet
from wagtail.models import Site
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import CreateView, SnippetViewSetGroup

from cms.editing.programme_terms import ProgrammeTermViewSet, SharedTermViewSet
from cms.editing.shown_rows import pages_shown
from cms.pages.addresses import in_tree_of
from cms.visibility.belongings import rules
from cms.visibility.rule import Visibility
from programme.content_loader import rows

from .engine.parser import tidy
from .models import ExampleQuestions, PromotedResult, Synonym, Trouble, Voice, WordFamily


class PrefilledCreateView(CreateView):
    """A form prefilled from the address: the report links to it with the words of a query."""

    def get_initial_form_instance(self) -> Model:
        instance = super().get_initial_form_instance() or self.model()
        for name in self.prefilled:
            setattr(instance, name, tidy(self.request.GET.get(name, "")))
        return instance


class PrefilledSynonymView(PrefilledCreateView):
    prefilled = ("words",)


class PrefilledPromotionView(PrefilledCreateView):
    prefilled = ("queries",)


rules.add(PromotedResult, lambda own: own.pages("page__path"))


class PromotedResultViewSet(ProgrammeTermViewSet):
    """Promoted results: each belongs to the programme of its page."""

    model = PromotedResult
    icon = "pick"
    menu_label = "Promoted results"
    list_display = ["queries", "page", "order", "live"]
    add_view_class = PrefilledPromotionView

    def shown(self, request):
        """Return the condition for those of the programme's pages."""
        return pages_shown(request, "page__path")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("page")


class SynonymViewSet(SharedTermViewSet):
    model = Synonym
    icon = "list-ul"
    menu_label = "Synonyms"
    list_display = ["name", "words", "live"]
    add_view_class = PrefilledSynonymView


class TroubleViewSet(SharedTermViewSet):
    model = Trouble
    icon = "warning"
    menu_label = "Kinds of trouble"
    list_display = ["name", "topic", "urgency", "order", "live"]


class VoiceViewSet(SharedTermViewSet):
    model = Voice
    icon = "user"
    menu_label = "Voices"
    list_display = ["name", "speaker", "order", "live"]


class WordFamilyViewSet(SharedTermViewSet):
    model = WordFamily
    icon = "list-ul"
    menu_label = "Families of words"
    list_display = ["name", "live"]


class ExampleQuestionsViewSet(SharedTermViewSet):
    model = ExampleQuestions
    icon = "help"
    menu_label = "Example questions"
    list_display = ["name", "speaker", "topic", "live"]


class SearchViewSetGroup(SnippetViewSetGroup):
    """All records of editors for the search."""

    menu_label = "Site search"  # “Search” alone is the admin's own
    menu_name = "search"
    menu_icon = "search"
    menu_order = 460  # after the terms
    submenu_hook = "register_search_menu_item"
    items = (
        PromotedResultViewSet,
        SynonymViewSet,
        TroubleViewSet,
        VoiceViewSet,
        WordFamilyViewSet,
        ExampleQuestionsViewSet,
    )


def register() -> None:
    """Register them, and let content folders have promoted results. Called when the app is ready, before grapple makes types
    of registered snippets."""
    register_snippet(SearchViewSetGroup)
    rows.kinds.add(PromotedResult, rows.RowKind(lambda site: in_tree_of(site, "page__path"), _public))


def _public(site: Site) -> QuerySet[Any]:
    of_site = PromotedResult.objects.filter(in_tree_of(site, "page__path"))
    return Visibility(site).filter(of_site).order_by("order", "queries", "pk")
