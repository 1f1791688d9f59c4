"""“Which group?”: the question where a new page belongs, asked only if there is more than one answer."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin.views.pages.choose_parent import ChooseParentView, GenericChooseParentView
from wagtail.models import Page

from cms.base.requests import EditorRequest
from cms.editing.shown_rows import pages_shown
from cms.pages import kinds

WHOLE = "For the whole programme"


@dataclass(frozen=True)
class NewPagePlace:
    """A page under which the new one may be added: its title, brief facts, and the address of the form."""

    title: str
    facts: str
    url: str


@dataclass(frozen=True)
class PlaceGroup:
    """The places of one type under a heading, which is empty if there is only one type."""

    heading: str
    places: list[NewPagePlace]


def question(model: type[Page]) -> str:
    """Return the question for a new page of the type: “Which group?” for a meeting."""
    parents = model.allowed_parent_page_models()
    if len(parents) == 1:
        return f"Which {parents[0].get_verbose_name().lower()}?"
    return "Where does it belong?"


class PlaceView(ChooseParentView):
    """Lists the pages under which a page of the type can be added. A click on one opens the form.

    Wagtail's view shows a chooser of parent pages instead. It also goes straight to the form if there is one parent.
    """

    http_method_names = ["get", "head", "options"]
    template_name = "cms/admin/places.html"

    def get(self, request: EditorRequest, *args, **kwargs) -> HttpResponse:
        groups = self.groups(request.user)
        places = [place for group in groups for place in group.places]
        if len(places) == 1:
            return redirect(places[0].url)
        return self.render_to_response(self.get_context_data(groups=groups))

    def groups(self, user: User) -> list[PlaceGroup]:
        """Return the places, lists before pages of a list. One query for each type of parent."""
        pages = self.get_valid_parent_pages(user).filter(pages_shown(self.request))
        valid = pages.order_by().values("pk")
        parents = sorted(self.model.allowed_parent_page_models(), key=lambda parent: not is_list(parent))
        groups = [
            PlaceGroup(heading_of(parent) if len(parents) > 1 else "", self.places(parent, valid, user))
            for parent in parents
        ]
        return [group for group in groups if group.places]

    def places(self, parent: type[Page], valid, user: User) -> list[NewPagePlace]:
        """Return the places of one type in the tree's order, those that are over or closed last."""
        pages = [
            page
            for page in parent.objects.filter(pk__in=valid).order_by("path")
            if page.permissions_for_user(user).can_add_subpage() and self.model.can_create_at(page)
        ]
        facts = {page.pk: ", ".join([*kinds.facts(page), *([] if page.live else ["draft"])]) for page in pages}
        return [
            NewPagePlace(page.get_admin_display_title(), facts[page.pk], self.form_url(page))
            for page in sorted(pages, key=lambda page: bool(facts[page.pk]))
        ]

    def form_url(self, parent: Page) -> str:
        """Return the address of the form for a new page under the parent."""
        meta = self.model._meta
        return reverse("wagtailadmin_pages:add", args=[meta.app_label, meta.model_name, parent.pk])

    def get_page_title(self) -> str:
        return question(self.model)

    def get_form(self) -> Form:
        return Form()  # nothing to fill in: a click decides


class PlaceOfAnyView(PlaceView, GenericChooseParentView):
    """The same for the type that the address names, from the list of all pages of a type."""


def is_list(model: type[Page]) -> bool:
    """Say whether pages of the type are lists, such as that of all news."""
    return getattr(model, "is_list", False)


def heading_of(parent: type[Page]) -> str:
    """Return the heading of the places of one type: “Work streams”."""
    if is_list(parent):
        return WHOLE
    kind = getattr(parent, "page_kind", None)
    return kind.plural if kind else parent.get_verbose_name()
