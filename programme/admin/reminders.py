"""Puts a reminder off until a day, settles it with a note, or shows it again."""

from __future__ import annotations

import datetime

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages

from cms.base import words
from cms.base.date_fields import DayField
from cms.editing import put_off
from cms.editing.permissions import DeskContext
from cms.editing.views.admin_page import AdminPage

# The day that the form proposes.
LATER = datetime.timedelta(days=7)


class PutOffForm(forms.Form):
    """A day or a note. `settles` says which of the two is needed."""

    until = DayField(required=False, label="Show it again on", help_text="Needed to put it off.")
    note = forms.CharField(
        required=False,
        max_length=put_off.LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Needed to settle it: why nothing has to be done. The team sees it.",
    )

    def __init__(self, *args, today: datetime.date, waits: bool, settles: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.today, self.settles = today, settles
        if waits:
            self.fields["until"].help_text = ""
            self.fields["note"].help_text = "For yourself."

    def clean(self):
        given = super().clean()
        given["note"] = " ".join(given.get("note", "").split())
        if self.settles:
            given["until"] = None
            if not given["note"] and "note" not in self.errors:
                self.add_error("note", "Say in a note why it is settled.")
        elif "until" not in self.errors and (given.get("until") is None or given["until"] <= self.today):
            self.add_error("until", "Give a day after today.")
        return given


class PutOffView(AdminPage):
    """One reminder, with a form. If the user sees none such, or may not act on it, the list is shown again."""

    template_name = "programme/admin/put_off.html"
    page_title = "Put off a reminder"
    header_icon = "time"

    def setup(self, request: HttpRequest, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.asked = DeskContext.by(request)

    def dispatch(self, request: HttpRequest, *args, **kwargs):
        found = put_off.find(self.asked, request.GET.get("group", ""), request.GET.get("line", ""))
        if found is None:
            messages.warning(request, "This reminder is no longer there.")
            return self._back()
        self.group, self.line = found
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        later = {"until": self.asked.today + LATER}
        return self._show(PutOffForm(today=self.asked.today, waits=self.group.waits, initial=later))

    def post(self, request: HttpRequest) -> HttpResponse:
        act = request.POST.get("act")
        if act == "show_again":
            put_off.show_again(self.asked, self.group, self.line)
            messages.success(request, f"“{self.line.text}” is shown again.")
            return self._back()
        settles = act == "settle" and not self.group.waits
        form = PutOffForm(request.POST, today=self.asked.today, waits=self.group.waits, settles=settles)
        if not form.is_valid():
            return self._show(form)
        until = form.cleaned_data["until"]
        put_off.put_off(self.asked, self.group, self.line, until=until, note=form.cleaned_data["note"])
        done = f"is put off until {words.day(until)}" if until else "is settled"
        messages.success(request, f"“{self.line.text}” {done}.")
        return self._back()

    def _show(self, form: PutOffForm) -> HttpResponse:
        apart = next((each.row for each in self.group.put_off if each.line.key == self.line.key), None)
        return self.render_to_response(
            self.get_context_data(form=form, group=self.group, line=self.line, apart=apart, back=self._address())
        )

    def _back(self) -> HttpResponse:
        return redirect(self._address())

    def _address(self) -> str:
        return "wagtailadmin_home" if self.request.GET.get("from") == "dashboard" else "attention"
