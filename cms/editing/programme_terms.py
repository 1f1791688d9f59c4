"""Terms in the admin that all programmes share, or that are of one: at the address of a programme, its own and the shared."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.contrib.admin.utils import unquote
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_list_or_404, get_object_or_404
from django.utils.functional import classproperty
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.models import get_snippet_models
from wagtail.snippets.views import chooser
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.editing.shown_rows import sharable_rows_shown
from cms.sites.rows import SharableRow


class ShownTermsMixin:
    """A chooser of terms, with those of the programme and the shared ones."""

    def get_object_list(self):
        return super().get_object_list().filter(sharable_rows_shown(self.request))


class ChooseTermView(ShownTermsMixin, chooser.ChooseView):
    pass


class ChooseTermResultsView(ShownTermsMixin, chooser.ChooseResultsView):
    pass


class ChosenTermView(chooser.SnippetChosenView):
    """The answer for a term chosen; 404 for one of another programme."""

    def get_object(self, pk):
        return get_object_or_404(self.model_class._default_manager.filter(sharable_rows_shown(self.request)), pk=pk)


class ChosenTermsView(chooser.SnippetChosenMultipleView):
    """The answer for several terms chosen, without those of other programmes."""

    def get_objects(self, pks):
        return super().get_objects(pks).filter(sharable_rows_shown(self.request))


class ProgrammeTermChooserViewSet(chooser.SnippetChooserViewSet):
    choose_view_class = ChooseTermView
    choose_results_view_class = ChooseTermResultsView
    chosen_view_class = ChosenTermView
    chosen_multiple_view_class = ChosenTermsView


class ProgrammeTermViewSet(SnippetViewSet):
    """The list and the forms of a kind of terms; 404 for a term of another programme."""

    chooser_viewset_class = ProgrammeTermChooserViewSet

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return self.model._default_manager.filter(sharable_rows_shown(request))

    def construct_view(self, view_class, **kwargs):
        view = super().construct_view(view_class, **kwargs)

        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **found: Any) -> HttpResponse:
            if "pk" in found and (condition := sharable_rows_shown(request)):
                get_object_or_404(self.model._default_manager.filter(condition), pk=unquote(str(found["pk"])))
            return view(request, *args, **found)

        return inner


class DeleteTermsBulkAction(DeleteBulkAction):
    """Delete the terms ticked in a list, or all; those of other programmes are as if they weren't there."""

    @classproperty
    def models(cls):  # noqa: N805  a class property
        return [model for model in get_snippet_models() if issubclass(model, SharableRow)]

    def get_queryset(self, model, object_ids):
        """Return the terms. Raises Http404 if there are none."""
        return get_list_or_404(model._default_manager.filter(sharable_rows_shown(self.request)), pk__in=object_ids)
