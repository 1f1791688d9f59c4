"""The organisations of the programme as the team keeps in touch with them."""

from __future__ import annotations

from collections.abc import Callable

import django_filters
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import log

from cms.base import words
from cms.base.dates import today
from cms.editing.records import RecordIndexView, exported
from cms.editing.shown_rows import rows_shown, sharable_rows_shown
from cms.editing.views.admin_page import AdminPage
from cms.pages.conflicts import GuardedForm
from cms.pages.viewer import sites_of
from engagement.choices import Sector, StakeholderLevel
from engagement.colleagues import who_keep_the_log
from engagement.models import EngagementSettings, Stakeholder
from engagement.reach import months_before, not_reached, with_reach
from programme.models import Organisation

VIEW, CHANGE = "engagement.view_engagement", "engagement.change_engagement"
SHOWN = 50  # engagements on an organisation's page; the log has them all


class OrganisationFilterSet(WagtailFilterSet):
    silent = django_filters.BooleanFilter(method="not_reached", label="Not reached for too long")
    sector = django_filters.ChoiceFilter(choices=Sector.choices, label="Sector")
    interest = django_filters.ChoiceFilter(choices=StakeholderLevel.choices, label="Interest")
    influence = django_filters.ChoiceFilter(choices=StakeholderLevel.choices, label="Influence")
    looked_after_by = django_filters.ModelChoiceFilter(
        field_name="stakeholder__looked_after_by",
        queryset=lambda request: get_user_model().objects.filter(who_keep_the_log()).distinct(),
        label="Looked after by",
    )

    class Meta:
        model = Organisation
        fields = ["silent", "sector", "interest", "influence", "looked_after_by"]

    def not_reached(self, queryset, name, value):
        if not value:
            return queryset
        months = EngagementSettings.for_request(self.request).silence_months
        return not_reached(queryset, months_before(today(), months), several_programmes=len(sites_of(self.request)) > 1)


def _sector(organisation: Organisation) -> str:
    return Sector(organisation.sector).label if organisation.sector else ""


def _reached_here(request: HttpRequest) -> QuerySet[Organisation]:
    """Return the organisations of the programme and the shared ones, with the engagements of the programme."""
    shown = Organisation.objects.filter(sharable_rows_shown(request))
    return with_reach(shown, rows_shown(request, "engagements__site"))


def _level(name: str) -> Callable[[Organisation], str]:
    return lambda organisation: StakeholderLevel(level).label if (level := getattr(organisation, name)) else ""


def _reached(organisation: Organisation) -> str:
    return words.day(organisation.last_reached) if organisation.last_reached else "Never"


def _next(organisation: Organisation) -> str:
    return words.day(organisation.next_contact) if organisation.next_contact else ""


class OrganisationIndexView(RecordIndexView):
    """All organisations, the longest silence first."""

    model = Organisation
    template_name = "engagement/admin/stakeholders.html"
    page_title = "Organisations"
    header_icon = "group"
    any_permission_required = None
    filterset_class = OrganisationFilterSet
    default_ordering = "last_reached"
    search_fields = ["name", "short_name"]
    search_backend_name = None
    paginate_by = 50
    index_url_name = "stakeholders:index"
    index_results_url_name = "stakeholders:index_results"
    list_export = [
        *("name", "short_name", "sector", "interest", "influence", "looked_after"),
        *("last_reached", "next_contact", "times", "kept"),
    ]
    export_headings = {
        "last_reached": "Last reached",
        "next_contact": "Next contact",
        "looked_after": "Looked after by",
        "times": "Engagements",
        "sector": "Sector",
        "kept": "Keep in touch",
    }
    custom_field_preprocess = exported(
        sector=lambda value: Sector(value).label if value else "",
        interest=lambda value: StakeholderLevel(value).label if value else "",
        influence=lambda value: StakeholderLevel(value).label if value else "",
    )
    columns = [
        TitleColumn("name", label="Organisation", url_name="stakeholders:organisation", sort_key="name"),
        Column("sector", label="Sector", accessor=_sector, classname="hub-wide"),
        Column("interest", label="Interest", accessor=_level("interest"), classname="hub-wide"),
        Column("influence", label="Influence", accessor=_level("influence"), classname="hub-wide"),
        Column("looked_after", label="Looked after by", sort_key="looked_after", classname="hub-wide"),
        Column("last_reached", label="Last reached", accessor=_reached, sort_key="last_reached"),
        Column("next_contact", label="Next contact", accessor=_next, sort_key="next_contact"),
        Column("times", label="Engagements", sort_key="times"),
        BooleanColumn("kept", label="Keep in touch", sort_key="kept"),
    ]

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(VIEW):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self):
        return _reached_here(self.request)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "months": EngagementSettings.for_request(self.request).silence_months,
            "silent": self.request.GET.get("silent") == "true",
        }


class StakeholderForm(GuardedForm):
    class Meta:
        model = Stakeholder
        fields = ["sector", "interest", "influence", "looked_after_by", "keep_in_touch", "note"]


class OrganisationView(AdminPage, FormView):
    """One organisation: the team's notes about it, its engagements, and its contacts."""

    template_name = "engagement/admin/stakeholder.html"
    header_icon = "group"
    right = VIEW
    page_above = ("stakeholders:index", "Organisations")

    def find(self):
        if self.request.method == "POST" and not self.request.user.has_perm(CHANGE):
            raise PermissionDenied
        self.organisation = get_object_or_404(_reached_here(self.request), pk=self.kwargs["pk"])

    def get_page_title(self):
        return str(self.organisation)

    def get_form(self, form_class=None):
        known = Stakeholder.objects.filter(organisation=self.organisation).first()
        # With values: defaults of the database would make each form one that somebody else has changed meanwhile.
        new = Stakeholder(organisation=self.organisation, interest="", influence="")
        return StakeholderForm(self.request.POST or None, instance=known or new)

    def form_valid(self, form):
        stakeholder = form.save()
        log(instance=stakeholder, action="wagtail.edit", user=self.request.user)
        messages.success(self.request, "Saved.")
        return redirect("stakeholders:organisation", self.organisation.pk)

    def get_context_data(self, **kwargs):
        user = self.request.user
        here = rows_shown(self.request)
        contacts = self.organisation.contacts.filter(here, erased_on=None)
        return super().get_context_data(**kwargs) | {
            "organisation": self.organisation,
            "engagements": self.organisation.engagements.filter(here).select_related("logged_by")[:SHOWN],
            "promises": self.organisation.promises.filter(here).select_related("responsible"),
            "contacts": contacts if user.has_perm("engagement.view_contact") else None,
            "may_change": user.has_perm(CHANGE),
            "may_log": user.has_perm("engagement.add_engagement"),
            "may_promise": user.has_perm("engagement.add_promise"),
            "may_add_contact": user.has_perm("engagement.add_contact"),
        }


class StakeholderMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm(VIEW)


class StakeholderViewSet(ViewSet):
    name = "stakeholders"
    icon = "group"
    menu_label = "Organisations"
    menu_item_class = StakeholderMenuItem

    def get_urlpatterns(self):
        return [
            path("", OrganisationIndexView.as_view(), name="index"),
            path("results/", OrganisationIndexView.as_view(results_only=True), name="index_results"),
            path("<int:pk>/", OrganisationView.as_view(), name="organisation"),
        ]
