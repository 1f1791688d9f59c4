"""The forms about owners' reports: the filters of the list, a commitment's owner, and the word with which one is returned."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.db.models import Case, IntegerField, Q, QuerySet, When

from cms.base.date_fields import DayField
from cms.base.own_words import worded
from engagement.choices import OwnerReportState
from engagement.models import CommitmentOwner, Contact, OwnerReport
from engagement.models.owners import OPEN, UNANSWERED, who_may_be_asked
from programme.models import CommitmentPage, WorkStreamPage

SHOWN = {
    "": "Open",
    "answered": "Answered, to be decided on",
    "unanswered": "Not answered",
    "overdue": "Overdue",
    "decided": "Approved or closed",
    "all": "All",
}


class OwnerReportsFilterForm(forms.Form):
    """Which reports a list shows."""

    show = forms.ChoiceField(choices=list(SHOWN.items()), required=False)
    stream = forms.ModelChoiceField(WorkStreamPage.objects.none(), required=False, empty_label="All")
    since = DayField(required=False, label="Asked from")
    until = DayField(required=False, label="Asked until")

    def __init__(self, *args: Any, streams: QuerySet[WorkStreamPage], **kwargs: Any):
        super().__init__(*args, **kwargs)
        field = self.fields["stream"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
        field.queryset = streams
        field.label = worded("Work stream")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("since") and given.get("until") and given["since"] > given["until"]:
            self.add_error("until", "This is before the first day.")
        return given

    def applied(self, reports: QuerySet[OwnerReport], today: datetime.date) -> QuerySet[OwnerReport]:
        """Return the reports that the valid values ask for; a wrong one limits nothing. Called once the form is checked."""
        given = self.cleaned_data
        states = {
            "": Q(state__in=OPEN),
            "answered": Q(state=OwnerReportState.ANSWERED),
            "unanswered": Q(state__in=UNANSWERED),
            "overdue": Q(state__in=UNANSWERED, answer_by__lt=today),
            "decided": ~Q(state__in=OPEN),
            "all": Q(),
        }
        found = reports.filter(states[given.get("show", "")])
        if given.get("stream"):
            found = found.filter(commitment__work_stream=given["stream"].pk)
        if given.get("since"):
            found = found.filter(asked_at__date__gte=given["since"])
        if given.get("until"):
            found = found.filter(asked_at__date__lte=given["until"])
        return found


class OwnerContactField(forms.ModelChoiceField):
    """A contact by name and organisation; `str` of a contact is for logs, and names nobody."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.full_name}, shared mailbox" if obj.is_shared else obj.full_name


class CommitmentOwnerForm(forms.Form):
    """Who is asked about a commitment."""

    contact = OwnerContactField(
        Contact.objects.none(),
        required=False,
        label="Who is asked",
        empty_label="Nobody",
        help_text="A person among the contacts who agreed to be written to, or an organisation’s shared mailbox. Never public.",
    )

    def __init__(
        self, *args: Any, commitment: CommitmentPage, owner: CommitmentOwner | None, contacts: Q, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.initial["contact"] = owner and owner.contact_id
        theirs = Case(When(organisation=commitment.responsible_body_id, then=0), default=1, output_field=IntegerField())
        field = self.fields["contact"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
        own = Q(pk=owner.contact_id) if owner else Q(pk=None)
        found = Contact.objects.filter(contacts, who_may_be_asked()) | Contact.objects.filter(own)
        field.queryset = found.select_related("organisation").order_by(theirs, "name", "pk")


class ReturnReportForm(forms.Form):
    """What the owner is asked, when an answer is returned."""

    said = forms.CharField(
        label="What do you want to know?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It is mailed to the owner with a link, and shown above the form.",
    )
