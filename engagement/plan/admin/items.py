"""Items of the plan and quiet periods in the admin: their lists and forms."""

from __future__ import annotations

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic

from cms.base.dates import day_in_address, today
from cms.base.local_texts import worded_label
from cms.base.user_fields import name_of
from cms.editing.permissions import works_on_site
from cms.editing.records import DayColumn, RecordIndexView, RecordViewSet, is_key
from cms.editing.shown_rows import pages_shown, sharable_rows_shown
from cms.pages.conflicts import GuardedForm
from cms.sites.rows import active_rows
from engagement.choices import PlanChannel, PlanKind, PlanState, PostState
from engagement.models import Engagement, PlanItem, QuietPeriod, SocialPost
from engagement.plan import services
from engagement.plan.entries import with_relations
from engagement.plan.overdue import overdue
from engagement.reach import months_before
from programme.models import Audience, KeyMessagePage, WorkStreamPage

MONTHS_TO_CHOOSE = 12  # of engagements
REQUIRED = {
    "title": "Say in a few words what is planned.",
    "channel": "Choose the channel by which it is to reach people.",
    "date": "Give the day on which it is to reach people.",
}
FOLLOWS = "It is that of the draft. Move it in the plan, or change it in the draft."


class PlanItemForm(GuardedForm):
    """An item. Its day is that of its draft, once there is one."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, sentence in REQUIRED.items():
            if name in self.fields:
                self.fields[name].error_messages["required"] = sentence
        item = self.instance
        if "responsible" in self.fields:
            field = self.fields["responsible"]
            field.queryset = field.queryset.filter(Q(is_active=True) | Q(pk=item.responsible_id)).order_by("username")
            field.label_from_instance = name_of
        if "post" in self.fields:
            open_ones = Q(active_rows()) & ~Q(state=PostState.POSTED)
            self.fields["post"].queryset = SocialPost.objects.filter(open_ones | Q(pk=item.post_id))
        if "engagement" in self.fields:
            recent = Q(active_rows(), date__gte=months_before(today(), MONTHS_TO_CHOOSE))
            self.fields["engagement"].queryset = Engagement.objects.filter(recent | Q(pk=item.engagement_id))
        if "date" in self.fields and (day := services.day_of_draft(item) if item.pk else None):
            self.initial["date"] = day
            self.fields["date"].disabled = True
            self.fields["date"].help_text = FOLLOWS

    def clean_page(self):
        page = self.cleaned_data["page"]
        if page and "page" in self.changed_data:
            site = page.get_site()
            if site is None or not works_on_site(self.for_user, site):
                raise ValidationError("Choose a page of a programme that you work on.")
        return page


class PlanItemFilterSet(WagtailFilterSet):
    date = django_filters.DateFromToRangeFilter(label="Day", widget=DateRangePickerWidget)
    kind = django_filters.ChoiceFilter(choices=PlanKind.choices, label="Kind")
    channel = django_filters.ChoiceFilter(choices=PlanChannel.choices, label="Channel")
    state = django_filters.ChoiceFilter(choices=PlanState.choices, label="State")
    audiences = django_filters.ModelChoiceFilter(
        queryset=lambda request: Audience.objects.filter(sharable_rows_shown(request)), label="For whom"
    )
    key_messages = django_filters.ModelChoiceFilter(
        queryset=lambda request: KeyMessagePage.objects.filter(pages_shown(request)).order_by("path"),
        label=worded_label("Key message"),
    )
    work_streams = django_filters.ModelChoiceFilter(
        queryset=lambda request: WorkStreamPage.objects.filter(pages_shown(request)).order_by("path"),
        label=worded_label("Work stream"),
    )

    overdue = django_filters.BooleanFilter(label="Overdue", method="are_overdue")

    def are_overdue(self, items, name, value):
        late = overdue(PlanItem.objects.all(), today()).values("pk")
        return items.filter(pk__in=late) if value else items.exclude(pk__in=late)

    class Meta:
        model = PlanItem
        fields = ["date", "kind", "channel", "state", "audiences", "key_messages", "work_streams"]


class PlanItemIndexView(RecordIndexView):
    list_export = [
        *("date", "title", "kind", "channel", "audience_names", "message_names", "stream_names"),
        *("responsible", "state", "note"),
    ]
    export_headings = {
        "title": "What",
        "audience_names": "For whom",
        "message_names": worded_label("Key messages"),
        "stream_names": worded_label("Work streams"),
    }

    def get_base_queryset(self):
        return with_relations(super().get_base_queryset())


class PlanItemCreateView(generic.CreateView):
    def get_initial(self):
        """Begin with the day, the channel, the audience or the message of the place in the plan."""
        asked = self.request.GET
        first = {"responsible": self.request.user.pk}
        if day := day_in_address(asked.get("day", "")):
            first["date"] = day
        if asked.get("channel") in PlanChannel.values:
            first["channel"] = asked["channel"]
        for name, field in (("audience", "audiences"), ("message", "key_messages")):
            if is_key(asked.get(name, "")):
                first[field] = [int(asked[name])]
        return super().get_initial() | first

    def get_success_url(self):
        return _in_the_plan(self.object)


class PlanItemEditView(generic.EditView):
    template_name = "engagement/plan/admin/item.html"

    def get_success_url(self):
        return _in_the_plan(self.object)

    def get_context_data(self, **kwargs):
        item = self.object
        draft = None
        if item.page and item.page.permissions_for_user(self.request.user).can_edit():
            draft = reverse("wagtailadmin_pages:edit", args=[item.page_id])
        elif item.post and self.request.user.has_perm("engagement.change_socialpost"):
            draft = reverse("social-posts:edit", args=[item.post_id])
        elif item.engagement and self.request.user.has_perm("engagement.change_engagement"):
            draft = reverse("engagements:edit", args=[item.engagement_id])
        shown = {"draft_url": draft, "may_be_drafted": services.may_be_drafted(item)}
        return super().get_context_data(**kwargs) | shown


def _in_the_plan(item: PlanItem) -> str:
    return f"{reverse('plan')}?begin={item.date:%Y-%m-%d}"


class PlanItemViewSet(RecordViewSet):
    model = PlanItem
    name = "plan-items"
    icon = "list-ul"
    menu_label = "Items of the plan"
    add_to_admin_menu = False
    index_view_class = PlanItemIndexView
    add_view_class = PlanItemCreateView
    edit_view_class = PlanItemEditView
    inspect_view_enabled = False
    filterset_class = PlanItemFilterSet
    base_form_class = PlanItemForm
    search_fields = ["title", "note"]
    ordering = "date"
    form_fields = None
    list_display = [
        "title",
        DayColumn("date", "Day"),
        "kind",
        "channel",
        Column("audiences", label="For whom", accessor="audience_names", classname="hub-wide"),
        Column("responsible", label="Responsible", classname="hub-wide"),
        "state",
    ]
    panels = [
        MultiFieldPanel(
            [
                "title",
                FieldRowPanel(["kind", "channel"]),
                FieldRowPanel(["date", "state"]),
                "responsible",
                "note",
            ],
            "What, when and who",
        ),
        MultiFieldPanel(
            [
                FieldPanel("audiences", widget=forms.CheckboxSelectMultiple),
                FieldPanel("key_messages", widget=forms.CheckboxSelectMultiple),
                FieldPanel("work_streams", widget=forms.CheckboxSelectMultiple),
            ],
            "For whom, and what it says",
        ),
        MultiFieldPanel(
            [PageChooserPanel("page"), "post", "engagement"],
            "What has come of it",
            help_text="Choose one once there is something. The item then has its day and, unless it is dropped, its state.",
        ),
    ]


class QuietPeriodIndexView(RecordIndexView):
    list_export = ["name", "first", "last"]
    export_headings = {"first": "First day", "last": "Last day"}


class QuietPeriodForm(GuardedForm):
    """A quiet period."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, sentence in (
            ("name", "Give the reason."),
            ("first", "Give the first day."),
            ("last", "Give the last day."),
        ):
            if name in self.fields:
                self.fields[name].error_messages["required"] = sentence


class QuietPeriodViewSet(RecordViewSet):
    model = QuietPeriod
    name = "quiet-periods"
    icon = "circle-xmark"
    menu_label = "Quiet periods"
    index_view_class = QuietPeriodIndexView
    inspect_view_enabled = False
    base_form_class = QuietPeriodForm
    search_fields = ["name"]
    ordering = "-first"
    form_fields = None
    list_display = [
        "name",
        DayColumn("first", "First day"),
        DayColumn("last", "Last day"),
    ]
    panels = ["name", FieldRowPanel(["first", "last"])]
