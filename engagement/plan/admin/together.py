"""Items that are added together: chosen, looked at, and then added."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.defaultfilters import pluralize
from django.urls import reverse
from wagtail.admin import messages

from cms.base.date_fields import DayField
from cms.base.local_texts import worded_label
from cms.base.typed_dates import Towards
from cms.base.years import objection_to
from engagement.models import PlanItem
from engagement.plan import templates
from engagement.plan.templates import COPY, PlanDraft

from .mixins import PlanPage

MOST = 200  # items at once


class PlanTogetherForm(forms.Form):
    """A template with its subject and day, or a part of the plan and the day on which its copy begins."""

    source = forms.ChoiceField(choices=templates.CHOICES, label="Which items")
    subject = forms.CharField(
        max_length=100, required=False, label="Subject", help_text="Of a template: what is published or held."
    )
    day = DayField(
        label="Day",
        towards=Towards.NEXT,
        help_text="Of a template: the day of publication, or of the event. Of a copy: the day on which it begins.",
        error_messages={"required": "Give the day of publication, of the event, or on which the copy begins."},
    )
    first = DayField(required=False, label="Copy from", towards=Towards.LAST)
    last = DayField(required=False, label="Copy until", towards=Towards.LAST)
    audiences = forms.TypedMultipleChoiceField(
        coerce=int, required=False, label="For whom", widget=forms.CheckboxSelectMultiple, help_text="Of a template."
    )
    key_messages = forms.TypedMultipleChoiceField(
        coerce=int,
        required=False,
        label=worded_label("Key messages"),
        widget=forms.CheckboxSelectMultiple,
        help_text="Of a template.",
    )

    def __init__(self, *args: Any, audiences: dict[int, str], key_messages: dict[int, str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name, names in (("audiences", audiences), ("key_messages", key_messages)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101
            field.choices = list(names.items())

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("source") == COPY:
            for name, sentence in (
                ("first", "Give the first day of the part that is copied."),
                ("last", "Give the last day of the part that is copied."),
            ):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
            if given.get("first") and given.get("last") and given["last"] < given["first"]:
                self.add_error("last", "The last day is before the first.")
        elif given.get("source") and not given.get("subject", "").strip():
            self.add_error("subject", "Say what is published or held.")
        return given

    def drafts(self, here, user: User) -> list[PlanDraft]:
        """Return the items that the valid form is about; `here` are the items of the plan."""
        given = self.cleaned_data
        if given["source"] == COPY:
            items = templates.part_of_plan(here, given["first"], given["last"])
            return templates.copies(items, given["first"], given["day"])
        return templates.of_template(
            given["source"], given["subject"].strip(), given["day"], user, given["audiences"], given["key_messages"]
        )


class PlanTogetherView(PlanPage):
    """The form, beneath it the items that would be added, and the button that adds them."""

    template_name = "engagement/plan/admin/together.html"
    page_title = "Add items together"
    right = "engagement.add_planitem"

    def get(self, request: HttpRequest) -> HttpResponse:
        if not request.GET:
            return self._shown(self._form())
        form = self._form(request.GET)
        return self._shown(form, self._drafts(form))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form(request.POST)
        drafts = self._drafts(form)
        preview = _preview(request.POST.get("preview", ""))
        if not drafts or preview is None:
            return self._shown(form, drafts, 422 if form.errors else 200)
        if templates.add(drafts, preview, self.asked.site):
            number = len(drafts)
            messages.success(
                request, f"{number} item{pluralize(number)} {pluralize(number, 'is,are')} in the plan now."
            )
        else:
            messages.success(request, "These items were added before. Nothing was added twice.")
        first = min(one.item.date for one in drafts)
        return redirect(f"{reverse('plan')}?begin={first:%Y-%m-%d}")

    def _form(self, data: Any = None) -> PlanTogetherForm:
        return PlanTogetherForm(data, audiences=self.audiences, key_messages=self.messages)

    def _drafts(self, form: PlanTogetherForm) -> list[PlanDraft]:
        """Return the items that would be added; with too many, or with impossible days, none and an error."""
        if not form.is_valid():
            return []
        try:
            drafts = form.drafts(PlanItem.objects.filter(self.asked.rows()), self.request.user)
        except OverflowError:
            form.add_error("day", "This is too far away. Give another day.")
            return []
        wrong = next((text for one in drafts if (text := objection_to(one.item.date))), "")
        if wrong:
            form.add_error("day", wrong)
        elif len(drafts) > MOST:
            form.add_error("last", f"These are {len(drafts)} items. Copy {MOST} at most: choose fewer days.")
        elif not drafts:
            form.add_error("first", "The plan has no item on these days.")
        return [] if form.errors else drafts

    def _shown(self, form: PlanTogetherForm, drafts: list[PlanDraft] | None = None, status: int = 200) -> HttpResponse:
        names = {"audiences": self.audiences, "messages": self.messages}
        rows = [
            (
                one.item,
                ", ".join(names["audiences"].get(key, "") for key in one.audiences),
                ", ".join(names["messages"].get(key, "") for key in one.messages),
            )
            for one in sorted(drafts or [], key=lambda one: one.item.date)
        ]
        context = self.get_context_data(form=form, rows=rows, preview=uuid.uuid4())
        return self.render_to_response(context, status=status)


def _preview(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
