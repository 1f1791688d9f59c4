"""Filters of the admin's pages about the programme. If a value is invalid, its field shows an error and nothing is
filtered.
"""

from __future__ import annotations

from django import forms

from cms.base.date_fields import DayField
from cms.base.local_texts import worded_label
from cms.editing import diary
from cms.editing.permissions import DeskContext
from programme.choices import StreamState
from programme.models import WorkStreamPage


def streams_to_choose(asked: DeskContext):
    """Return the listed work streams, in the programme's order."""
    return asked.published(WorkStreamPage.objects.exclude(state=StreamState.ARCHIVED)).order_by("path")


class StreamField(forms.ModelChoiceField):
    """Chooses a work stream by its title."""

    def __init__(self):
        super().__init__(
            WorkStreamPage.objects.none(),
            label=worded_label("Work stream"),
            required=False,
            empty_label=worded_label("All work streams"),
        )

    def label_from_instance(self, page):
        return page.title


class AttentionForm(forms.Form):
    stream = StreamField()

    def __init__(self, *args, asked: DeskContext, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stream"].queryset = streams_to_choose(asked).only("title", "path")


class HouseForm(forms.Form):
    by = forms.ChoiceField(required=False, label="Columns")
    channel = forms.ChoiceField(required=False)
    since = DayField(required=False, label="Used since", help_text="Earlier uses don't count.")

    def __init__(self, *args, channels: list[tuple[str, str]], parts: dict[str, str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["by"].choices = list(parts.items())
        self.fields["channel"].choices = [("", "All channels"), *channels]


class CalendarForm(forms.Form):
    stream = StreamField()
    kind = forms.ChoiceField(required=False, label="What")
    month = forms.CharField(required=False, widget=forms.HiddenInput)
    view = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, asked: DeskContext, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stream"].queryset = streams_to_choose(asked).only("title", "path")
        self.fields["kind"].choices = [("", "Everything"), *diary.choices()]
