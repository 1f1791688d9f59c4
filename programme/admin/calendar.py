"""The communication calendar: one month at a time as a grid and a list, and the private address for calendar apps."""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views import View
from wagtail.admin import messages

from cms.base.requests import EditorRequest
from cms.editing import diary
from cms.editing.diary import DiaryEntry
from cms.editing.permissions import DeskContext
from cms.editing.views.admin_page import AdminPage
from cms.models import DiaryAddress
from programme.admin.calendar_days import MoveForm
from programme.admin.forms import CalendarForm

VIEWS = ("month", "list")


@dataclass(frozen=True)
class Day:
    """A day of the grid with its entries."""

    date: datetime.date
    in_month: bool
    entries: list[DiaryEntry]


@dataclass(frozen=True)
class Month:
    """A month and its entries."""

    first: datetime.date
    entries: list[DiaryEntry]

    @property
    def last(self) -> datetime.date:
        return last_of(self.first)

    @property
    def whole(self) -> list[DiaryEntry]:
        """Entries dated only by month or year."""
        return [entry for entry in self.entries if entry.vague_date]

    @property
    def weeks(self) -> list[list[Day]]:
        """The weeks of the grid, from Monday to Sunday. An entry lasting several days is on each of them."""
        dated = [entry for entry in self.entries if not entry.vague_date]
        return [
            [
                Day(date, date.month == self.first.month, [entry for entry in dated if entry.day <= date <= entry.last])
                for date in week
            ]
            for week in calendar.Calendar().monthdatescalendar(self.first.year, self.first.month)
        ]

    @property
    def days(self) -> list[tuple[datetime.date, list[DiaryEntry]]]:
        """The days of the list, each with the entries that begin on it; those that began earlier are on the first day."""
        found: dict[datetime.date, list[DiaryEntry]] = {}
        for entry in self.entries:
            if not entry.vague_date:
                found.setdefault(max(entry.day, self.first), []).append(entry)
        return sorted(found.items())


def last_of(first: datetime.date) -> datetime.date:
    """Return the last day of the month that the day begins."""
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def month_of(text: str, today: datetime.date) -> datetime.date:
    """Return the first day of a month such as “2018-05”; of this month if it isn't one."""
    try:
        year, _, month = text.partition("-")
        # One year is left free at either end, for the months before and after.
        first = datetime.date(int(year), int(month), 1)
        return first if datetime.MINYEAR < first.year < datetime.MAXYEAR else today.replace(day=1)
    except (ValueError, OverflowError):
        return today.replace(day=1)


class CalendarView(AdminPage):
    """A month of dated entries. On a phone the list is shown instead of the grid."""

    template_name = "programme/admin/calendar.html"
    page_title = "Calendar"
    header_icon = "calendar-alt"

    def get(self, request: EditorRequest) -> HttpResponse:
        asked = DeskContext.by(request)
        form = CalendarForm(request.GET, asked=asked)
        wanted = form.cleaned_data if form.is_valid() else {}
        stream = wanted.get("stream")
        first = month_of(request.GET.get("month", ""), asked.today)
        found = diary.entries(
            asked, first, last_of(first), kind=wanted.get("kind", ""), stream=stream.pk if stream else None
        )
        view = request.GET.get("view")
        view = view if view in VIEWS else "month"
        return self.render_to_response(
            self.get_context_data(
                form=form,
                month=Month(first, found),
                today=asked.today,
                view=view,
                other_view=self._to(view="list" if view == "month" else "month"),
                previous=self._to(month=f"{first - datetime.timedelta(days=1):%Y-%m}"),
                next=self._to(month=f"{last_of(first) + datetime.timedelta(days=1):%Y-%m}"),
                this_month=self._to(month=f"{asked.today:%Y-%m}"),
                weekdays=list(calendar.day_name),
                move=MoveForm(),
            )
        )

    def _to(self, **changes: str) -> str:
        query = self.request.GET.copy()
        for name, value in changes.items():
            query[name] = value
        return f"?{query.urlencode()}"


class AddressView(AdminPage):
    """The private calendar address of the signed-in user: create, replace or remove it."""

    template_name = "programme/admin/calendar_address.html"
    page_title = "Calendar in your own app"
    header_icon = "calendar-alt"

    page_above = ("calendar", "Calendar")

    def get(self, request: EditorRequest) -> HttpResponse:
        row = DiaryAddress.objects.filter(user=request.user, active=True).first()
        address = request.build_absolute_uri(reverse("programme:diary", args=[row.token])) if row else ""
        answer = self.render_to_response(self.get_context_data(address=address, kinds=diary.choices()))
        answer["Cache-Control"] = "private, no-store"
        return answer


class ChangeAddressView(View):
    """The buttons of that page."""

    http_method_names = ["post"]

    def post(self, request: EditorRequest) -> HttpResponse:
        active = request.POST.get("do") != "stop"
        DiaryAddress.renew(request.user, active=active)
        if active:
            messages.success(request, "Here is your new address. Any earlier address no longer works.")
        else:
            messages.success(request, "The address no longer works.")
        return redirect("calendar_address")
