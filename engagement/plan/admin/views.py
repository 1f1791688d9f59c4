"""The plan in the admin: the grid with its findings, and what is done in it."""

from __future__ import annotations

import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from wagtail.admin import messages

from cms.base import words
from cms.base.own_words import worded
from cms.base.years import objection_to
from engagement.models import EngagementSettings, PlanItem, QuietPeriod
from engagement.plan import findings, grid, services
from engagement.plan.calendar import quiet_periods
from engagement.plan.entries import PlanEntry, read
from engagement.plan.findings import PlanFinding
from engagement.plan.use import used_messages
from programme.drafts import NotMovableError, move_to

from .forms import PlanFilterForm, PlanMoveForm
from .mixins import PlanAccess, PlanPage

SHOWN = 5  # findings of a kind


class PlanView(PlanPage):
    """The grid, its findings above it, and on a phone a list."""

    template_name = "engagement/plan/admin/plan.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        asked, today = self.asked, self.asked.today
        settings = EngagementSettings.of(asked.site)
        # First without the people, who are those of the entries.
        unit, begin = self._asked_for(today)
        span = grid.columns(begin, unit, today)
        # A gap is seen whole.
        before = span[0].first - datetime.timedelta(weeks=settings.gap_weeks)
        entries = read(asked, before, span[-1].last)
        people = {one.responsible: one.responsible_name for one in entries if one.responsible}
        form = PlanFilterForm(request.GET, asked=asked, audiences=self.audiences, messages=self.messages, people=people)
        days = (span[0].first, span[-1].last)
        shown = [one for one in entries if form.shows(one) and days[0] <= one.day <= days[1]]
        still = quiet_periods(asked, span[0].first, span[-1].last)
        by = form.given.get("by") or "audience"
        columns = grid.columns(begin, unit, today, still)
        audiences, key_messages = self._narrowed(form)
        rows = grid.rows(by, shown, columns, key_messages if by == "message" else audiences)
        found = self._findings(entries, form.given.get("audience"), still, days, settings.gap_weeks)
        return self.render_to_response(
            self.get_context_data(
                form=form,
                columns=columns,
                rows=rows,
                listed=[
                    (column, [one for one in shown if column.first <= one.day <= column.last]) for column in columns
                ],
                by=by,
                row_label=grid.ROWS[by],
                unit=unit,
                findings=[(name, these[:SHOWN], these[SHOWN:]) for name, these in found if these],
                quiet=still,
                previous=self._query(begin=self._step(span[0].first, unit, -len(span))),
                next=self._query(begin=self._step(span[0].first, unit, len(span))),
                now=self._query(begin=None),
                move=PlanMoveForm(asked=asked, initial={"back": request.GET.urlencode()}),
                may_add=request.user.has_perm("engagement.add_planitem"),
                may_change=request.user.has_perm("engagement.change_planitem"),
            )
        )

    def _findings(
        self,
        entries: list[PlanEntry],
        audience: int | None,
        still: list[QuietPeriod],
        days: tuple[datetime.date, datetime.date],
        weeks: int,
    ) -> list[tuple[str, list[PlanFinding]]]:
        """Return the findings by their kind, for all audiences or one.

        No other filter narrows them: another channel fills a gap, and a colleague's item clashes.
        """
        today = self.asked.today
        audiences = {audience: self.audiences[audience]} if audience else self.audiences
        about = [one for one in entries if not audience or audience in one.audiences]
        within = [one for one in about if days[0] <= one.day <= days[1]]
        read_days = (days[0] - datetime.timedelta(weeks=weeks), days[1])
        late = f"{reverse('plan-items:index')}?overdue=true{f'&audiences={audience}' if audience else ''}"
        return [
            ("Overdue", list(findings.overdue(about, today, late))),
            ("Clashes", list(findings.clashes(within, audiences, today))),
            ("In a quiet period", list(findings.in_quiet_periods(within, still, today))),
            ("Gaps", list(findings.gaps(entries, audiences, weeks, read_days, days, today))),
            (
                worded("Key messages never used"),
                list(findings.never_used(self.messages, used_messages(self.asked), entries)),
            ),
        ]

    def _asked_for(self, today: datetime.date) -> tuple[str, datetime.date]:
        """Return the unit of the columns and the first day, which are needed before anything is read."""
        form = PlanFilterForm(self.request.GET, asked=self.asked, audiences={}, messages={}, people={})
        given = form.given
        unit = given.get("unit") or "week"
        return unit, form.begins(today)

    def _narrowed(self, form: PlanFilterForm) -> tuple[dict[int, str], dict[int, str]]:
        """Return the audiences and messages that are looked at: one of them if it is chosen, otherwise all."""
        audience, message = form.given.get("audience"), form.given.get("message")
        return (
            {audience: self.audiences[audience]} if audience else self.audiences,
            {message: self.messages[message]} if message else self.messages,
        )

    def _step(self, day: datetime.date, unit: str, steps: int) -> datetime.date | None:
        there = grid.stepped(day, unit, steps)
        return None if objection_to(there) else there

    def _query(self, **changes: Any) -> str:
        query = self.request.GET.copy()
        for name, value in changes.items():
            query.pop(name, None)
            if value is not None:
                query[name] = str(value)
        return f"?{query.urlencode()}"


class PlanMoveView(PlanAccess):
    """Moves an item or a draft to another day, and leads back to the plan as it was."""

    http_method_names = ["post"]
    right = "engagement.change_planitem"

    def post(self, request: HttpRequest) -> HttpResponse:
        form = PlanMoveForm(request.POST, asked=self.asked)
        if not form.is_valid():
            wrong = next(iter(form.errors.values()))[0]
            messages.error(request, f"Nothing was moved. {wrong}")
            return redirect(back_to(request))
        item, page, day = (form.cleaned_data[name] for name in ("item", "page", "day"))
        try:
            if item:
                services.move(item, day, self.asked.user)
            else:
                move_to(page.specific, day, self.asked.user)
        except NotMovableError as error:
            messages.error(request, f"Nothing was moved. {error}")
        else:
            # It may be beyond the columns that are shown.
            there = messages.button(f"{reverse('plan')}?begin={day:%Y-%m-%d}", "Show that day")
            messages.success(request, f"“{item or page}” is now on {words.day(day)}.", buttons=[there])
        return redirect(back_to(request))


class PlanDraftView(PlanAccess):
    """Makes the draft of an item and leads to its form."""

    http_method_names = ["post"]
    right = "engagement.change_planitem"

    def post(self, request: HttpRequest, item_id: int) -> HttpResponse:
        item = get_object_or_404(PlanItem.objects.filter(self.asked.rows()), pk=item_id)
        try:
            address = services.draft(item, self.asked)
        except services.NotDraftedError as error:
            messages.error(request, str(error))
            return redirect(back_to(request))
        messages.success(request, f"This is the draft of “{item.title}”. The plan leads to it.")
        return redirect(address)


def back_to(request: HttpRequest) -> str:
    """Return the address of the plan with the query that the form names."""
    return f"{reverse('plan')}?{urlencode(list(QueryDict(request.POST.get('back', '')).items()))}"
