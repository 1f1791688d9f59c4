"""What editors do on a day of the calendar: begin something there, and move a draft to it."""

from __future__ import annotations

import datetime

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views import View
from wagtail.admin import messages
from wagtail.models import Page

from cms.base import words
from cms.base.date_fields import DayField
from cms.base.requests import EditorRequest
from cms.base.typed_dates import Towards
from cms.editing import diary
from cms.editing.permissions import DeskContext
from cms.editing.views.admin_page import AdminPage
from programme.drafts import NotMovableError, move_to


class DayForm(forms.Form):
    """A day of the calendar."""

    day = DayField(label="Day", towards=Towards.NEXT)


class MoveForm(DayForm):
    """A draft and the day that it is moved to."""

    page = forms.ModelChoiceField(Page.objects.all(), widget=forms.HiddenInput)


def _month(day: datetime.date) -> str:
    return f"{reverse('calendar')}?month={day:%Y-%m}"


class DayView(AdminPage):
    """The forms of everything that the user may begin on a day."""

    template_name = "programme/admin/calendar_day.html"
    header_icon = "calendar-alt"

    def get(self, request: EditorRequest) -> HttpResponse:
        form = DayForm(request.GET)
        day = form.cleaned_data["day"] if form.is_valid() else DeskContext.by(request).today
        self.page_title = f"Add something on {words.day(day)}"
        return self.render_to_response(
            self.get_context_data(offers=diary.offers(DeskContext.by(request), day), back=_month(day))
        )


class MoveView(View):
    """Moves a draft, and leads back to the month in which it is then."""

    http_method_names = ["post"]

    def post(self, request: EditorRequest) -> HttpResponse:
        form = MoveForm(request.POST)
        if not form.is_valid():
            wrong = form.errors.get("day", ["The draft isn't there any more."])[0]
            messages.error(request, f"Nothing was moved. {wrong}")
            return redirect("calendar")
        page = form.cleaned_data["page"].specific
        day = form.cleaned_data["day"]
        try:
            draft = move_to(page, day, request.user)
        except NotMovableError as error:
            messages.error(request, f"Nothing was moved. {error}")
        else:
            messages.success(request, f"“{draft.title}” is now on {words.day(day)}. It is still a draft.")
        return redirect(_month(day))
