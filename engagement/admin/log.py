"""The engagement log in the admin: when the programme was in touch with whom."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views import generic
from wagtail.admin.widgets import AdminAutoHeightTextInput

from cms.base.dates import day_in_address
from cms.base.local_texts import worded_label
from cms.editing.diary import DiaryEntry
from cms.editing.permissions import DeskContext
from cms.editing.records import DayColumn, RecordIndexView, RecordViewSet, is_key
from cms.editing.shown_rows import pages_shown, sharable_rows_shown
from cms.pages.conflicts import GuardedForm
from cms.sites.rows import active_rows
from engagement.choices import ENGAGEMENT_KINDS, EngagementKind
from engagement.models import Contact, Engagement, EventRegistration
from programme.models import EventPage, Organisation, WorkStreamPage

LONGEST_NAME, LONGEST_POST = 120, 150  # of a contact


class ContactsField(forms.ModelMultipleChoiceField):
    """Contacts by name and organisation; `str` of a contact is for logs, and names nobody."""

    def label_from_instance(self, contact: Contact) -> str:
        return f"{contact.name} ({contact.organisation})" if contact.organisation else contact.name


class EngagementForm(GuardedForm):
    """An engagement. Lists to tick hold what is in use; contacts only for those who may see them."""

    new_contacts = forms.CharField(
        label="Others who took part",
        required=False,
        max_length=1000,
        widget=AdminAutoHeightTextInput,
        help_text="One on each line: the name, a comma, the post. They become contacts of the organisation, if you ticked "
        "just one. An address is added to a contact later, with their consent.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "contacts" in self.fields:
            field = self.fields["contacts"]
            self.fields["contacts"] = ContactsField(
                Contact.objects.filter(active_rows(), erased_on=None).select_related("organisation"),
                required=False,
                label=field.label,
                help_text="The people you know who took part. Others need no entry.",
                widget=forms.CheckboxSelectMultiple,
            )

    def _save_m2m(self):
        # An erased contact isn't offered, but was there all the same.
        erased = list(self.instance.contacts.exclude(erased_on=None)) if "contacts" in self.cleaned_data else []
        super()._save_m2m()
        self.instance.contacts.add(*erased, *self._new_contacts())

    def _new_contacts(self) -> list[Contact]:
        """Return the contacts typed on lines; those that aren't known yet are made."""
        organisations = list(self.cleaned_data["organisations"])
        organisation = organisations[0] if len(organisations) == 1 else None
        found = []
        for line in self.cleaned_data.get("new_contacts", "").splitlines():
            name, _, post = (part.strip() for part in line.partition(","))
            if name:
                same = {"name__iexact": name, "organisation": organisation, "erased_on": None}
                known = Contact.objects.filter(active_rows(), **same).first()
                found.append(known or Contact.objects.create(name=name, post=post, organisation=organisation))
        return found

    def clean_new_contacts(self) -> str:
        for line in self.cleaned_data["new_contacts"].splitlines():
            name, _, post = (part.strip() for part in line.partition(","))
            if post and not name:
                raise ValidationError("Begin each line with a name.")
            if len(name) > LONGEST_NAME or len(post) > LONGEST_POST:
                raise ValidationError(
                    f"A name may have {LONGEST_NAME} characters, a post {LONGEST_POST}. Give each person a line."
                )
        return self.cleaned_data["new_contacts"]

    def clean(self):
        data = super().clean()
        whom = ("organisations", "contacts", "new_contacts", "audiences")
        if not self.errors and not any(data.get(name) for name in whom):
            self.add_error("organisations", "Tick an organisation, or whom it was for further below.")
        return data


class EngagementFilterSet(WagtailFilterSet):
    kind = django_filters.ChoiceFilter(choices=lambda: ENGAGEMENT_KINDS.choices, label="Kind")
    date = django_filters.DateFromToRangeFilter(label="Date", widget=DateRangePickerWidget)
    organisations = django_filters.ModelChoiceFilter(
        queryset=lambda request: Organisation.objects.filter(sharable_rows_shown(request)), label="Organisation"
    )
    work_streams = django_filters.ModelChoiceFilter(
        queryset=lambda request: WorkStreamPage.objects.filter(pages_shown(request)).order_by("path"),
        label=worded_label("Work stream"),
    )
    is_planned = django_filters.BooleanFilter(label="Planned")
    is_public = django_filters.BooleanFilter(label="Public")

    class Meta:
        model = Engagement
        fields = ["kind", "date", "organisations", "work_streams", "is_planned", "is_public"]


class EngagementIndexView(RecordIndexView):
    template_name = "engagement/admin/log.html"
    # Without contacts: an erasure can't reach a file.
    list_export = [
        *(
            "date",
            "state",
            "kind",
            "title",
            "organisation_names",
            "stream_names",
            "message_names",
            "summary",
            "is_public",
        ),
        *("public_summary", "logged_by", "follow_up"),
    ]
    export_headings = {
        "organisation_names": "Organisations",
        "stream_names": worded_label("Work streams"),
        "message_names": worded_label("Key messages"),
        "is_public": "Public",
        "follow_up": "What we do",
    }

    def get_base_queryset(self):
        return super().get_base_queryset().prefetch_related("organisations", "work_streams", "key_messages")

    def search_queryset(self, queryset: QuerySet[Engagement]) -> QuerySet[Engagement]:
        # An engagement may have several organisations.
        return super().search_queryset(queryset).distinct()


class EngagementCreateView(generic.CreateView):
    def get_initial_form_instance(self):
        return Engagement(logged_by=self.request.user)

    def get_initial(self):
        """Begin with the organisation whose page the editor comes from, the day of the calendar, or an event."""
        asked, day = self.request.GET.get("organisation", ""), day_in_address(self.request.GET.get("day", ""))
        known = {"organisations": [int(asked)]} if is_key(asked) else {}
        return super().get_initial() | known | ({"date": day} if day else {}) | self._of_event()

    def _of_event(self) -> dict[str, Any]:
        """Return what is known of the event that the editor comes from: its day, and what was learned."""
        asked = self.request.GET.get("event", "")
        event = EventPage.objects.filter(pages_shown(self.request), pk=asked if is_key(asked) else 0).first()
        if event is None:
            return {}
        found = EventRegistration.objects.filter(event=event).first()
        return {
            "title": event.title[:150],
            "kind": EngagementKind.EVENT,
            "date": timezone.localdate(event.start),
            "summary": found.learned if found else "",
            "work_streams": list(event.work_streams.all()),
            "key_messages": list(event.key_messages.all()),
            "audiences": list(event.audiences.all()),
            "page": event.pk,
        }


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
        Column("organisations", label="Organisations", accessor="organisation_names", classname="hub-wide"),
        Column("work_streams", label=worded_label("Work streams"), accessor="stream_names", classname="hub-wide"),
        Column("kind", label="Kind", accessor="get_kind_display", sort_key="kind", classname="hub-wide"),
        DayColumn("date", "Date"),
        Column("state", label="State", sort_key="is_planned"),
        BooleanColumn("is_public", label="Public", sort_key="is_public", classname="hub-wide"),
        Column("logged_by", label="Logged by", classname="hub-wide"),
    ]
    panels = [
        MultiFieldPanel(
            ["title", FieldRowPanel(["kind", "date"])],
            "Engagement",
        ),
        MultiFieldPanel(["summary", "follow_up"], "What was said, and what we do"),
        MultiFieldPanel(
            [
                FieldPanel("organisations", widget=forms.CheckboxSelectMultiple),
                FieldPanel("contacts", permission="engagement.view_contact"),
                FieldPanel("new_contacts", permission="engagement.add_contact"),
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
        MultiFieldPanel(["is_public", "public_summary"], "For readers"),
    ]


def in_the_calendar(asked: DeskContext, first: datetime.date, last: datetime.date) -> Iterable[DiaryEntry]:
    """Engagements by their day, for users who see the log. Two queries."""
    if not asked.user.has_perm("engagement.view_engagement"):
        return
    may = asked.user.has_perm("engagement.change_engagement")
    here = Engagement.objects.filter(asked.rows(), date__range=(first, last))
    for one in here.prefetch_related("work_streams"):
        url = reverse("engagements:edit", args=[one.pk]) if may else ""
        streams = frozenset(stream.pk for stream in one.work_streams.all())
        yield DiaryEntry(f"engagement-{one.pk}", "engagement", one.date, one.title, url, one.state, streams)


def offers(asked: DeskContext, day: datetime.date) -> Iterable[tuple[str, str]]:
    """Offer the form of an engagement on the day."""
    if asked.user.has_perm("engagement.add_engagement"):
        yield "Engagement", f"{reverse('engagements:add')}?day={day:%Y-%m-%d}"
