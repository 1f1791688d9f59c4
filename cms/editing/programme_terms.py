"""Terms in the admin that all programmes share, or that are of one: at the address of a programme, its own and the shared.

What all share is only for those who work in every programme to change, whatever its kind: records of the search, too.
"""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_list_or_404, redirect
from django.utils.functional import classproperty
from django.utils.text import capfirst
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.models import get_snippet_models
from wagtail.snippets.views import chooser
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet

from cms.editing.shown_rows import sharable_rows_shown
from cms.pages.models.snippets import Snippet
from cms.pages.programme_term_forms import works_in_every_programme
from cms.pages.viewer import sites_now
from cms.sites.rows import SharableRow


class ShownTermsMixin:
    """A chooser of terms, with those of the programme and the shared ones."""

    def get_object_list(self):
        return super().get_object_list().filter(shown(self.model_class, self.request))


class ChooseTermView(ShownTermsMixin, chooser.ChooseView):
    pass


class ChooseTermResultsView(ShownTermsMixin, chooser.ChooseResultsView):
    pass


class ProgrammeTermChooserViewSet(chooser.SnippetChooserViewSet):
    choose_view_class = ChooseTermView
    choose_results_view_class = ChooseTermResultsView


class SharedTermViewSet(SnippetViewSet):
    """The list and the forms of a kind of terms that programmes share.

    If there are several programmes, only people who work in all of them change those, and add to a kind that is always
    shared.
    """

    def shown(self, request: HttpRequest) -> Q:
        """Return the condition for the terms that the admin shows: all."""
        return Q()

    def construct_view(self, view_class, **kwargs):
        view = super().construct_view(view_class, **kwargs)
        # Reverting to a version is a kind of editing, and copying one of adding.
        changing = (self.edit_view_class, self.delete_view_class, self.unpublish_view_class)
        adding = () if issubclass(self.model, SharableRow) else (CreateView,)
        if not issubclass(view_class, (*changing, *adding, self.revisions_unschedule_view_class)):
            return view

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **found: Any) -> HttpResponse:
            known = self.model._default_manager.filter(pk=unquote(str(found["pk"]))).first() if "pk" in found else None
            if "pk" in found and known is None or may_change(request.user, known or self.model()):
                return view(request, *args, **found)
            messages.error(request, refusal(known or self.model))
            return redirect(self.get_url_name("list"))

        return guarded


def shown(model: type[Model], request: HttpRequest) -> Q:
    """Return the condition for the terms of a model that the admin shows."""
    viewset: SharedTermViewSet = model.snippet_viewset  # type: ignore[attr-defined]  # Wagtail sets it
    return viewset.shown(request)


def may_change(user: Any, term: Model) -> bool:
    """Say whether the user may change or delete a term: a shared one of several programmes if they work in all of them.

    What isn't a term goes with its page.
    """
    is_shared = isinstance(term, Snippet) and getattr(term, "site_id", None) is None
    return not is_shared or len(sites_now()) < 2 or works_in_every_programme(user)


def refusal(what: Model | type[Model]) -> str:
    """Return the sentence for somebody who may not change a shared term, or add one of a kind that is always shared."""
    subject = f"“{what}” is" if isinstance(what, Model) else f"{capfirst(str(what._meta.verbose_name_plural))} are"
    return (
        f"{subject} shared by all programmes. Only people who work in every programme, such as leads of the organisation, "
        "can add, change or delete what all share."
    )


class ProgrammeTermViewSet(SharedTermViewSet):
    """The list and the forms of a kind of terms. A term of another programme has no address (`cms.editing.door`)."""

    chooser_viewset_class = ProgrammeTermChooserViewSet

    def shown(self, request: HttpRequest) -> Q:
        """Return the condition for the programme's own terms and the shared ones."""
        return sharable_rows_shown(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return self.model._default_manager.filter(self.shown(request))


class DeleteTermsBulkAction(DeleteBulkAction):
    """Delete the terms ticked in a list, or all; those of other programmes are as if they weren't there."""

    @classproperty
    def models(cls):  # noqa: N805  a class property
        return [model for model in get_snippet_models() if isinstance(model.snippet_viewset, SharedTermViewSet)]

    def check_perm(self, snippet):
        return super().check_perm(snippet) and may_change(self.request.user, snippet)

    def get_queryset(self, model, object_ids):
        """Return the terms. Raises Http404 if there are none."""
        return get_list_or_404(model._default_manager.filter(shown(model, self.request)), pk__in=object_ids)
