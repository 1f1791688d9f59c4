"""The engagement log in the admin: when the programme was in touch with whom."""

from __future__ import annotations

import django_filters
from django import forms
from django.db.models import QuerySet
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.views import generic

from cms.editing.records import RecordIndexView, RecordViewSet, cell_of, exported, is_key
from cms.pages.conflicts import GuardedForm
from engagement.choices import EngagementKind
from engagement.models import Contact, Engagement
from programme.models import Organisation, WorkStreamPage


class ContactsField(forms.ModelMultipleChoiceField):
    """Contacts by name and organisation; `str` of a contact is for logs, and names nobody."""

    def label_from_instance(self, contact: Contact) -> str:
        return f"{contact.name} ({contact.organisation})" if contact.organisation else contact.name


class EngagementForm(GuardedForm):
    """An engagement. Lists to tick hold what is in use; contacts only for those who may see them."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "contacts" in self.fields:
            field = self.fields["contacts"]
            self.fields["contacts"] = ContactsField(
                Contact.objects.filter(erased_on=None).select_related("organisation"),
                required=False,
                label=field.label,
                help_text="The people you know who took part. Others need no entry.",
                widget=forms.CheckboxSelectMultiple,
            )

    def _save_m2m(self):
        # An erased contact isn't offered, but was there all the same.
        erased = list(self.instance.contacts.exclude(erased_on=None)) if "contacts" in self.cleaned_data else []
        super()._save_m2m()
        self.instance.contacts.add(*erased)

    def clean(self):
        data = super().clean()
        if not self.errors and not (data.get("organisations") or data.get("contacts") or data.get("audiences")):
            self.add_error("organisations", "Tick an organisation, or whom it was for further below.")
        return data


class EngagementFilterSet(WagtailFilterSet):
    kind = django_filters.ChoiceFilter(choices=EngagementKind.choices, label="Kind")
    date = django_filters.DateFromToRangeFilter(label="Date", widget=DateRangePickerWidget)
    organisations = django_filters.ModelChoiceFilter(queryset=Organisation.objects.all(), label="Organisation")
    work_streams = django_filters.ModelChoiceFilter(
        queryset=lambda request: WorkStreamPage.objects.order_by("path"), label="Work stream"
    )
    is_public = django_filters.BooleanFilter(label="Public")

    class Meta:
        model = Engagement
        fields = ["kind", "date", "organisations", "work_streams", "is_public"]


class EngagementIndexView(RecordIndexView):
    template_name = "engagement/admin/log.html"
    list_export = [
        *("date", "kind", "title", "organisation_names", "stream_names", "message_names", "summary", "is_public"),
        *("public_summary", "logged_by"),
    ]
    export_headings = {
        "organisation_names": "Organisations",
        "stream_names": "Work streams",
        "message_names": "Key messages",
        "is_public": "Public",
    }
    # Without contacts: an erasure can't reach a file.
    custom_field_preprocess = exported(kind=lambda value: EngagementKind(value).label, logged_by=cell_of)

    def get_base_queryset(self):
        return super().get_base_queryset().prefetch_related("organisations", "work_streams", "key_messages")

    def search_queryset(self, queryset: QuerySet[Engagement]) -> QuerySet[Engagement]:
        # An engagement may have several organisations.
        return super().search_queryset(queryset).distinct()


class EngagementCreateView(generic.CreateView):
    def get_initial_form_instance(self):
        return Engagement(logged_by=self.request.user)

    def get_initial(self):
        """Begin with the organisation whose page the editor comes from."""
        asked = self.request.GET.get("organisation", "")
        return super().get_initial() | ({"organisations": [int(asked)]} if is_key(asked) else {})


class EngagementViewSet(RecordViewSet):
    model = Engagement
    name = "engagements"
    icon = "history"
    menu_label = "Engagement log"
    index_view_class = EngagementIndexView
    add_view_class = EngagementCreateView
    inspect_view_enabled = False
    filterset_class = EngagementFilterSet
    base_form_class = EngagementForm
    search_fields = ["title", "summary", "organisations__name"]
    related = ("logged_by",)
    ordering = "-date"
    form_fields = None
    list_display = [
        "title",
        Column("organisations", label="Organisations", accessor="organisation_names"),
        Column("work_streams", label="Work streams", accessor="stream_names"),
        Column("kind", label="Kind", accessor="get_kind_display", sort_key="kind"),
        DateColumn("date", label="Date", sort_key="date"),
        BooleanColumn("is_public", label="Public", sort_key="is_public"),
        Column("logged_by", label="Logged by"),
    ]
    panels = [
        MultiFieldPanel(
            [FieldPanel("title"), FieldRowPanel([FieldPanel("kind"), FieldPanel("date")]), FieldPanel("summary")],
            "Engagement",
        ),
        MultiFieldPanel(
            [
                FieldPanel("organisations", widget=forms.CheckboxSelectMultiple),
                FieldPanel("contacts", permission="engagement.view_contact"),
                FieldPanel("audiences", widget=forms.CheckboxSelectMultiple),
            ],
            "With whom",
        ),
        MultiFieldPanel(
            [
                FieldPanel("work_streams", widget=forms.CheckboxSelectMultiple),
                FieldPanel("key_messages", widget=forms.CheckboxSelectMultiple),
                PageChooserPanel("page", ["programme.EventPage", "programme.MeetingPage"]),
            ],
            "Related content",
        ),
        MultiFieldPanel([FieldPanel("is_public"), FieldPanel("public_summary")], "For readers"),
    ]
