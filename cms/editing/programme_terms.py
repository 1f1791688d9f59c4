"""Terms in the admin that all programmes share, or that are of one: at the address of a programme, its own and the shared."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_list_or_404, get_object_or_404, redirect
from django.utils.functional import classproperty
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.models import get_snippet_models
from wagtail.snippets.views import chooser
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.editing.shown_rows import sharable_rows_shown
from cms.pages.programme_term_forms import works_in_every_programme
from cms.pages.viewer import sites_now
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


class SharedTermViewSet(SnippetViewSet):
    """The list and the forms of a kind of terms that programmes share.

    If there are several programmes, only people who work in all of them change those.
    """

    def construct_view(self, view_class, **kwargs):
        view = super().construct_view(view_class, **kwargs)
        # Reverting to a version is a kind of editing.
        changing = (self.edit_view_class, self.delete_view_class, self.unpublish_view_class)
        if not issubclass(view_class, (*changing, self.revisions_unschedule_view_class)):
            return view

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **found: Any) -> HttpResponse:
            term = self.model._default_manager.filter(pk=unquote(str(found["pk"]))).first()
            if term is None or may_change(request.user, term):
                return view(request, *args, **found)
            messages.error(request, refusal(term))
            return redirect(self.get_url_name("list"))

        return guarded


def may_change(user: Any, term: Model) -> bool:
    """Say whether the user may change or delete a term: a shared one of several programmes if they work in all of them."""
    return getattr(term, "site_id", None) is not None or len(sites_now()) < 2 or works_in_every_programme(user)


def refusal(term: Model) -> str:
    """Return the sentence for somebody who may not change a shared term."""
    return (
        f"“{term}” is shared by all programmes. Only people who work in every programme, such as leads of the organisation, "
        "can change or delete it."
    )


class ProgrammeTermViewSet(SharedTermViewSet):
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
        return [model for model in get_snippet_models() if isinstance(model.snippet_viewset, SharedTermViewSet)]

    def check_perm(self, snippet):
        return super().check_perm(snippet) and may_change(self.request.user, snippet)

    def get_queryset(self, model, object_ids):
        """Return the terms. Raises Http404 if there are none."""
        shown = sharable_rows_shown(self.request) if issubclass(model, SharableRow) else Q()
        return get_list_or_404(model._default_manager.filter(shown), pk__in=object_ids)
