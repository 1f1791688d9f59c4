"""The pages of the assistant: the outlines that are begun, a page for each step, and the last, which makes the programme."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin import messages

from cms.accounts.invitations import invite
from cms.accounts.people import NOT_SENT
from cms.base.own_words import worded
from home import rights
from home.admin.mixins import ProgrammeAdminMixin
from home.admin.programmes import warn_of_host
from home.assistant.models import ProgrammeOutline
from home.assistant.publication import carry_out

from .steps import CHECK, AssistantStep, order, plan_of, problems_of, speaking_for, steps

NOT_ANSWERS = ("csrfmiddlewaretoken", "action", "as_opened")
SAVED_BY_ANOTHER = (
    "Somebody else changed this step since you opened it. What you entered is still here but isn't saved yet. Look at "
    "the step in another tab, then save again."
)


class AssistantView(ProgrammeAdminMixin):
    """The outlines that aren't finished; a POST begins one."""

    right = rights.ADD
    template_name = "home/admin/assistant/outlines.html"
    page_title = "Set up a programme"

    def post(self, request: HttpRequest) -> HttpResponse:
        outline = ProgrammeOutline.objects.create(step=order[0], changed_by=self.request.user)
        return redirect("programmes_assistant_step", outline.pk, outline.step)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        outlines = ProgrammeOutline.objects.filter(site=None).defer("logo").select_related("changed_by")
        return super().get_context_data(outlines=outlines, **kwargs)


class OfOneOutlineMixin(ProgrammeAdminMixin):
    """A page about an outline that isn't finished."""

    right = rights.ADD
    kwargs: dict[str, Any]

    @cached_property
    def outline(self) -> ProgrammeOutline:
        return get_object_or_404(ProgrammeOutline, pk=self.kwargs["outline_id"], site=None)

    def crumbs_above(self) -> list[dict[str, Any]]:
        return [{"url": reverse("programmes_assistant"), "label": AssistantView.page_title}]

    def steps_to(self, current: str) -> list[dict[str, Any]]:
        """Return the list of all steps for the page of one."""
        titles = {slug: step.title for slug, step in steps.items()} | {CHECK: "Check and publish"}
        return [
            {
                "title": worded(titles[slug]),
                "url": reverse("programmes_assistant_step", args=[self.outline.pk, slug]),
                "is_current": slug == current,
                "is_complete": slug in self.outline.complete,
                "is_begun": slug in self.outline.answers,
            }
            for slug in order
        ]


class AssistantStepView(OfOneOutlineMixin):
    """The form of a step. What is sent is kept, even if it isn't complete, unless somebody else saved in between."""

    template_name = "home/admin/assistant/step.html"
    form: Any = None

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        if kwargs["step"] not in steps:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @property
    def step(self) -> AssistantStep:
        return steps[self.kwargs["step"]]

    def get_page_title(self) -> str:
        with speaking_for(self.outline):
            return str(worded(self.step.title))

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return self._shown()

    @transaction.atomic
    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        # With a lock: the whole row is written, so it must have the steps that others saved meanwhile.
        unfinished = ProgrammeOutline.objects.select_for_update().filter(site=None)
        self.outline = get_object_or_404(unfinished, pk=self.kwargs["outline_id"])
        action, slug = request.POST.get("action", "save"), self.step.slug
        data = {name: values for name, values in request.POST.lists() if name not in NOT_ANSWERS}
        if request.POST.get("as_opened", "") not in ("", self._standing):
            messages.error(request, SAVED_BY_ANOTHER)
            return self._shown(data, status=409)
        with speaking_for(self.outline):
            form = self.step.form_of(self.outline, request.POST, request.FILES)
            is_complete = form.is_valid()
            kept = form.kept(data, more=action == "more")
        self._keep(kept, slug, is_complete=is_complete, action=action)
        if action == "leave":
            messages.success(request, "What you entered is kept. You, or somebody else, can go on at any time.")
            return redirect("programmes_assistant")
        if action == "back" or (is_complete and action != "more"):
            return redirect("programmes_assistant_step", self.outline.pk, self.outline.step)
        if action == "more":
            return self._shown()
        self.form = form
        return self._shown(data, status=422)

    def _keep(self, kept: dict[str, list[str]], slug: str, *, is_complete: bool, action: str) -> None:
        outline, place = self.outline, order.index(slug)
        outline.answers[slug] = kept
        outline.complete = [one for one in outline.complete if one != slug] + ([slug] if is_complete else [])
        if action == "back":
            outline.step = order[max(0, place - 1)]
        else:
            outline.step = order[place + 1] if action == "save" and is_complete else slug
        outline.changed_by = self.request.user
        outline.save()

    @property
    def _standing(self) -> str:
        """A digest of the step's answers, by which a form notices that somebody else saved in between."""
        answers = json.dumps(self.outline.answers.get(self.step.slug), sort_keys=True)
        return hashlib.sha256(f"{answers}{self.outline.logo_name}".encode()).hexdigest()

    def _shown(self, data: dict[str, list[str]] | None = None, status: int = 200) -> HttpResponse:
        with speaking_for(self.outline):
            form = self.form or self.step.form_of(self.outline, None if data is None else self.request.POST)
            # What was left before isn't an error when it is opened.
            if form.is_bound:
                form.is_valid()
            return self.shown(
                status,
                form=form,
                wrong=form.wrong,
                step=self.step,
                sentence=worded(self.step.sentence),
                steps=self.steps_to(self.step.slug),
                is_first=self.step.slug == order[0],
                as_opened=self._standing,
                noun=worded(form.noun),
                example=worded("Each work stream has recommendations and actions. Read our latest update."),
            )


class AssistantCheckView(OfOneOutlineMixin):
    """Shows all that becomes public, and makes the programme."""

    template_name = "home/admin/assistant/check.html"
    page_title = "Check and publish"

    @property
    def may_invite(self) -> bool:
        return self.request.user.has_perms(("auth.add_user", "auth.change_user"))

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        is_public = request.POST.get("action") == "publish"
        try:
            with speaking_for(self.outline):
                plan = plan_of(self.outline)
            accounts = carry_out(self.outline, plan, self.request.user, is_public=is_public, invites=self.may_invite)
        except ValidationError as error:
            messages.error(request, f"Nothing was made. {' '.join(error.messages)}")
            return self.shown(422)
        sent = [account.email for account in accounts if invite(account, self.request.user)]
        if sent:
            messages.success(request, f"Invitations went to {', '.join(sent)}.")
        if len(sent) < len(accounts):
            messages.error(request, NOT_SENT)
        said = "is public" if is_public else "is kept as a draft: publish its front page, and readers find it"
        messages.success(request, f"“{plan['name'].name}” {said}.")
        warn_of_host(request, plan["name"].hostname)
        return redirect("programmes")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        with speaking_for(self.outline):
            problems = problems_of(self.outline)
            titles = {step.slug: worded(step.title) for step in steps.values()}
            wrong = [
                (titles[slug], reverse("programmes_assistant_step", args=[self.outline.pk, slug]), found)
                for slug, found in problems.items()
            ]
            return super().get_context_data(
                steps=self.steps_to(CHECK),
                wrong=wrong,
                plan=None if wrong else plan_of(self.outline),
                titles=titles,
                afterwards=worded("Recommendations and actions come afterwards from a table, under “Imports”."),
                may_invite=self.may_invite,
                **kwargs,
            )


class OutlineDiscardView(OfOneOutlineMixin):
    """Asks, and throws the answers away."""

    template_name = "home/admin/assistant/discard.html"
    page_title = "Throw the answers away"

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.outline.delete()
        messages.success(request, "The answers are thrown away.")
        return redirect("programmes_assistant")
