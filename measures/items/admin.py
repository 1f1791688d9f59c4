"""Figures of posts, events, meetings and engagements in the admin: typed in at the item, and a list of all."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.http import urlencode
from wagtail.admin import messages
from wagtail.admin.panels import FieldRowPanel
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.models import Page

from cms.editing.permissions import NOTHING
from cms.editing.records import DayColumn, RecordIndexView, RecordViewSet, is_key
from cms.editing.shown_rows import pages_shown, rows_shown
from cms.editing.views.admin_page import AdminPage
from cms.pages.conflicts import GuardedForm
from engagement.models import SocialPost
from measures.models import ItemFigure
from measures.models.items import ITEMS, FigureItem, field_of, kinds_of, name_of, objection_to

from .registration import VIEW
from .sources import address_of

ADD, CHANGE = "measures.add_itemfigure", "measures.change_itemfigure"
CHOOSE = "Open a post, an event, a meeting or an engagement, and choose “Figures” under “Actions”."


def item_of(request: HttpRequest, name: str, key: str) -> FigureItem:
    """Return the item that an address names. Raises Http404, also if it isn't shown here."""
    model = ITEMS.get(name)
    if model is None or not is_key(key):
        raise Http404("There is no such item.")
    shown = pages_shown(request) if issubclass(model, Page) else rows_shown(request)
    return get_object_or_404(model._default_manager.filter(shown), pk=key)


class CountField(forms.IntegerField):
    """A whole number, also as statistics show it: “1,240”."""

    widget = forms.TextInput(attrs={"inputmode": "numeric"})
    default_error_messages = {"invalid": "Give a whole number, such as 1240."}

    def to_python(self, value: Any) -> int | None:
        return super().to_python(value.replace(",", "").replace(" ", "") if isinstance(value, str) else value)


class ItemFigureForm(GuardedForm):
    """A figure of an item. The user who saves it counts as the one who recorded it."""

    number = CountField(
        label="Number",
        help_text=ItemFigure._meta.get_field("number").help_text,
        error_messages={"required": "Give the number. If nobody counted, record nothing."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "Choose"), *kinds_of(self.instance.item)]
        self.fields["kind"].error_messages["required"] = "Choose what was counted."
        self.fields["source"].error_messages["required"] = "Say where the number is from, so that others can find it."

    def save(self, commit=True):
        self.instance.recorded_by = self.for_user
        return super().save(commit)


class ItemMixin:
    """Leads back to the figures of the item, and says whose figure it is."""

    def get_success_url(self):
        return address_of(self.object.item)

    def get_success_buttons(self):
        return []


class ItemFigureCreateView(ItemMixin, generic.CreateView):
    """Type in a figure. The address names the item."""

    success_message = "The figure is recorded."

    def dispatch(self, request, *args, **kwargs):
        self.item = next((item_of(request, name, request.GET[name]) for name in ITEMS if name in request.GET), None)
        objection = objection_to(self.item) if self.item else CHOOSE
        if objection:
            messages.warning(request, objection)
            return redirect(address_of(self.item) if self.item else "item-figures:index")
        return super().dispatch(request, *args, **kwargs)

    def get_add_url(self):
        return address_to_add(self.item)

    def get_page_subtitle(self):
        return f"Figure of {name_of(self.item)}"

    def get_initial_form_instance(self):
        return ItemFigure(**{field_of(self.item): self.item})


class ItemFigureEditView(ItemMixin, generic.EditView):
    success_message = "The figure is changed."

    def get_page_subtitle(self):
        return f"Figure of {name_of(self.object.item)}"


class ItemFigureDeleteView(ItemMixin, generic.DeleteView):
    success_message = "The figure is deleted."


class ItemFigureIndexView(RecordIndexView):
    list_export = ["item_title", "label", "number", "day", "source", "recorded_by"]
    export_headings = {"item_title": "Of", "label": "What"}

    def get_add_url(self):
        """Offer no form: a figure is typed in at its item."""


class ItemFiguresView(AdminPage):
    """The figures of one post, event, meeting or engagement."""

    template_name = "measures/admin/item_figures_page.html"
    header_icon = "order"
    right = VIEW
    page_above = ("item-figures:index", "Figures of items")

    def find(self):
        if rows_shown(self.request) is NOTHING:
            raise PermissionDenied
        self.item = item_of(self.request, self.kwargs["name"], str(self.kwargs["pk"]))

    def get_page_title(self):
        return f"Figures: {name_of(self.item)}"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "figures": figures_of_item(self.item, self.request),
            "address": edit_address(self.item, self.request),
            "noun": field_of(self.item),
        }


def figures_of_item(item: FigureItem, request: HttpRequest) -> dict[str, Any]:
    """Return what `item_figures.html` shows of an item: its figures, and where to type in another or why that can't be yet."""
    user = request.user
    return {
        "rows": ItemFigure.objects.filter(**{field_of(item): item}).select_related("recorded_by"),
        "objection": objection_to(item),
        "add": address_to_add(item) if user.has_perm(ADD) else "",
        "may_change": user.has_perm(CHANGE),
    }


def address_to_add(item: FigureItem) -> str:
    """Return the address of the form for a new figure of an item."""
    return f"{reverse('item-figures:add')}?{urlencode({field_of(item): item.pk})}"


def edit_address(item: FigureItem, request: HttpRequest) -> str:
    """Return the address of the item's own form; empty for users who may not change it."""
    user: Any = request.user
    if isinstance(item, Page):
        may = item.permissions_for_user(user).can_edit()
        return reverse("wagtailadmin_pages:edit", args=[item.pk]) if may else ""
    space = "social-posts" if isinstance(item, SocialPost) else "engagements"
    may = user.has_perm(f"engagement.change_{'socialpost' if isinstance(item, SocialPost) else 'engagement'}")
    return reverse(f"{space}:edit", args=[item.pk]) if may else ""


class ItemFigureViewSet(RecordViewSet):
    model = ItemFigure
    name = "item-figures"
    icon = "order"
    menu_label = "Figures of items"
    index_view_class = ItemFigureIndexView
    add_view_class = ItemFigureCreateView
    edit_view_class = ItemFigureEditView
    delete_view_class = ItemFigureDeleteView
    inspect_view_enabled = False
    base_form_class = ItemFigureForm
    search_fields = ["source", "own_kind", "post__text", "event__title", "meeting__title", "engagement__title"]
    related = ("post", "event", "meeting", "engagement", "recorded_by")
    list_filter = ["kind"]
    ordering = "-day"
    form_fields = None
    list_display = [
        TitleColumn("item_title", label="Of", url_name="item-figures:edit"),
        Column("label", label="What"),
        Column("number", label="Number", accessor="number_in_words", sort_key="number"),
        DayColumn("day", "Day"),
        Column("source", label="Source"),
        Column("recorded_by", label="Recorded by"),
    ]
    panels = [
        FieldRowPanel(["kind", "own_kind"]),
        FieldRowPanel(["number", "day"]),
        "source",
    ]

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("of/<slug:name>/<int:pk>/", ItemFiguresView.as_view(), name="item"),
        ]
