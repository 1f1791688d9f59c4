"""Promises to organisations in the admin."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.urls import reverse
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldRowPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic

from cms.base import words
from cms.base.dates import today
from cms.editing.records import DayColumn, RecordIndexView, RecordViewSet, is_key
from cms.editing.shown_rows import sharable_rows_shown
from cms.pages.conflicts import GuardedForm
from engagement.models import Promise
from programme.models import Organisation

STATES = (("open", "Open"), ("late", "Late"), ("kept", "Kept"))


def _due(promise: Promise) -> str:
    return words.day(promise.due_on) if promise.due_on else ""


class PromiseFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(choices=STATES, method="in_state", label="State")
    organisation = django_filters.ModelChoiceFilter(
        queryset=lambda request: Organisation.objects.filter(sharable_rows_shown(request)), label="Organisation"
    )

    class Meta:
        model = Promise
        fields = ["state", "organisation"]

    def in_state(self, queryset: QuerySet[Promise], name: str, value: str) -> QuerySet[Promise]:
        """Open ones include the late."""
        chosen = {
            "kept": Q(kept_on__isnull=False),
            "open": Q(kept_on=None),
            "late": Q(kept_on=None, due_on__lt=today()),
        }
        return queryset.filter(chosen[value])


class PromiseIndexView(RecordIndexView):
    list_export = ["text", "organisation", "made_on", "due_on", "kept_on", "state", "responsible"]
    export_headings = {"text": "What we promised", "due_on": "To be kept by"}


class PromiseForm(GuardedForm):
    """A promise."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if "text" in self.fields:
            self.fields["text"].error_messages["required"] = "Say what was promised."


class PromiseCreateView(generic.CreateView):
    @property
    def came_from(self) -> int | None:
        """The key of the organisation whose page the editor comes from."""
        asked = self.request.GET.get("organisation", "")
        return int(asked) if is_key(asked) else None

    def get_initial(self) -> dict[str, Any]:
        """Begin with that organisation, and with the editor as the one who is responsible."""
        known = {"organisation": self.came_from} if self.came_from else {}
        return super().get_initial() | known | {"responsible": self.request.user.pk}

    def get_add_url(self) -> str:
        """Return the address of the form, which names that organisation also when it is sent."""
        address = super().get_add_url()
        return f"{address}?organisation={self.came_from}" if self.came_from else address

    def get_success_url(self) -> str:
        """Lead back to that organisation. If the editor chose another, its page has the promise."""
        if self.came_from:
            return reverse("stakeholders:organisation", args=[self.object.organisation_id])
        return super().get_success_url()


class PromiseViewSet(RecordViewSet):
    model = Promise
    name = "promises"
    icon = "clipboard-list"
    menu_label = "Promises to organisations"
    index_view_class = PromiseIndexView
    add_view_class = PromiseCreateView
    inspect_view_enabled = False
    filterset_class = PromiseFilterSet
    base_form_class = PromiseForm
    search_fields = ["text", "organisation__name"]
    related = ("organisation", "responsible")
    ordering = "due_on"
    form_fields = None
    list_display = [
        "text",
        Column("organisation", label="Organisation", sort_key="organisation__name"),
        DayColumn("due_on", "To be kept by"),
        Column("state", label="State"),
        Column("responsible", label="Responsible", classname="hub-wide"),
    ]
    panels = [
        "organisation",
        "text",
        FieldRowPanel(["made_on", "due_on", "kept_on"]),
        "responsible",
        "engagement",
    ]
