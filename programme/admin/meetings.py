"""The cycle of a group's meetings in the admin: plan the next meeting, agree minutes, close actions."""

from __future__ import annotations

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from wagtail.admin import messages

from cms.base.date_fields import DayField, TimeOfDayField
from cms.base.dates import day_in_address, today
from cms.base.own_words import worded
from cms.base.requests import EditorRequest
from cms.base.typed_dates import Towards
from programme import beside
from programme.choices import ActionState
from programme.meetings import (
    NotPossibleError,
    agree_minutes,
    close_action,
    open_actions,
    plan_next,
    proposed_agenda,
)
from programme.models import GroupPage, MeetingAction, MeetingPage
from programme.models.meetings import objection_to_hours


class PlanForm(forms.Form):
    date = DayField(towards=Towards.NEXT, help_text="Today or later.")
    start_time = TimeOfDayField(label="From", required=False, help_text="Such as 10am or 14:30.")
    end_time = TimeOfDayField(label="Until", required=False)
    place = forms.CharField(required=False, max_length=200)
    agenda = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 6}), help_text="One item on each line, in order."
    )

    def clean_date(self):
        date = self.cleaned_data["date"]
        if date < today():
            raise ValidationError(
                "This day is in the past. To add a meeting that has been held, use the list of meetings."
            )
        return date

    def clean(self):
        said = super().clean()
        start, end = said.get("start_time"), said.get("end_time")
        if objection := objection_to_hours(start, end):
            self.add_error("end_time" if start else "start_time", objection)
        return said


class AgreeForm(forms.Form):
    amendment = forms.CharField(
        label="What was corrected",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Such as “The meeting of March corrected paragraph 4: …”. Leave empty if they were agreed as they were.",
    )


class CloseForm(forms.Form):
    state = forms.ChoiceField(
        label="It is", choices=[(state, state.label) for state in (ActionState.DONE, ActionState.DROPPED)]
    )
    day = DayField(label="Since")

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day > today():
            raise ValidationError("This day is in the future.")
        return day


def plan(request: EditorRequest, group_id: int) -> HttpResponse:
    """Show the form for the group's next meeting, or make its draft."""
    group = get_object_or_404(GroupPage, pk=group_id)
    if not group.permissions_for_user(request.user).can_add_subpage():
        raise PermissionDenied
    last = MeetingPage.objects.filter(group=group.pk).order_by("-date").first()
    proposal = {"place": last.place if last else "", "agenda": "\n".join(proposed_agenda(group))}
    if day := day_in_address(request.GET.get("day", "")):
        proposal["date"] = day
    if last and last.start_time:
        proposal |= {"start_time": last.start_time, "end_time": last.end_time or ""}
    form = PlanForm(request.POST or None, initial=proposal)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            hours = (said["start_time"], said["end_time"])
            agenda = said["agenda"].splitlines()
            meeting = plan_next(group, request.user, date=said["date"], hours=hours, place=said["place"], agenda=agenda)
        except NotPossibleError as error:
            form.add_error("date", str(error))
        else:
            messages.success(
                request, f"“{meeting.title}” is a draft. Check the agenda and the people expected, then publish."
            )
            return redirect("wagtailadmin_pages:edit", meeting.pk)
    explanation = worded(
        "The draft lists everybody who has a seat on that day. It shows open actions from earlier meetings."
    )
    return _form(request, form, "Plan the next meeting", group, explanation, "Make the draft")


def agree(request: EditorRequest, meeting_id: int) -> HttpResponse:
    """Show the form for corrections, or mark the minutes as agreed."""
    meeting = get_object_or_404(MeetingPage, pk=meeting_id)
    _require_publisher(meeting, request)
    form = AgreeForm(request.POST or None, initial={"amendment": meeting.amendment_note})
    if request.method == "POST" and form.is_valid():
        try:
            agree_minutes(meeting.pk, request.user, amendment=form.cleaned_data["amendment"].strip())
        except NotPossibleError as error:
            form.add_error(None, str(error))
        except ValidationError as error:
            form.add_error(None, f"The page can't be published as it is: {' '.join(error.messages)}")
        else:
            messages.success(request, "The minutes are now published as agreed.")
            return redirect("wagtailadmin_pages:edit", meeting.pk)
    explanation = "This is published at once. Any other changes in the meeting's draft stay in the draft."
    return _form(request, form, "Mark minutes as agreed", meeting, explanation, "The minutes are agreed")


def actions(request: EditorRequest, group_id: int) -> HttpResponse:
    """List the group's open actions with the meetings at which they were agreed."""
    group = get_object_or_404(GroupPage, pk=group_id)
    if not group.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    context = {
        "group": group,
        "actions": list(open_actions(group)),
        "may_close": beside.may_publish(group, request.user),
        "today": today(),
    }
    return render(request, "programme/admin/open_actions.html", context)


def close(request: EditorRequest, action_id: int) -> HttpResponse:
    """Show the form for closing an action, or close it."""
    action = get_object_or_404(MeetingAction.objects.select_related("page__group"), pk=action_id)
    _require_publisher(action.page, request)
    form = CloseForm(request.POST or None, initial={"day": today()})
    if request.method == "POST" and form.is_valid():
        try:
            close_action(action.pk, request.user, state=form.cleaned_data["state"], day=form.cleaned_data["day"])
        except NotPossibleError as error:
            form.add_error(None, str(error))
        except ValidationError as error:
            form.add_error(None, f"The page can't be published as it is: {' '.join(error.messages)}")
        else:
            messages.success(
                request,
                worded("Action %(number)s of the %(meeting)s is closed.", number=action.number, meeting=action.page),
            )
            return redirect("programme_actions", action.page.group_id)
    owner = f" Owner: {action.owner}." if action.owner else ""
    return _form(
        request,
        form,
        worded("Close action %(number)s", number=action.number),
        action.page,
        f"{action.text}{owner}",
        worded("Close the action"),
    )


def _require_publisher(meeting: MeetingPage, request: EditorRequest) -> None:
    if not beside.may_publish(meeting, request.user) or beside.is_locked(meeting, request.user):
        raise PermissionDenied


def _form(request, form, title: str, about, explanation: str, button: str) -> HttpResponse:
    context = {"form": form, "title": title, "about": about, "explanation": explanation, "button": button}
    return render(request, "programme/admin/meeting_form.html", context, status=422 if form.errors else 200)
