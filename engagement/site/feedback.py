"""The pages on which people give feedback and see that it has arrived."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Page

from cms.delivery.viewer import visibility_of
from cms.graphql.addresses import page_at
from cms.graphql.context import Context
from cms.graphql.roots import visible
from cms.limits import network_of
from cms.models import HubSettings
from cms.public_forms import public, see_other, too_often
from engagement.choices import FeedbackWay, Useful
from engagement.feedback import giving, numbers, wording
from engagement.feedback.forms import LONGEST_MESSAGE, FeedbackForm
from programme.site.lists import work_streams

TOO_MANY = (
    "We have had too much feedback from your network in the last hour. What you wrote is still below: send it again in an "
    "hour, or contact the team as described at the foot of this page."
)
TOO_LARGE = f"Your message was far too long. A message can have up to {LONGEST_MESSAGE:,} characters: send it in parts."


@public
@sensitive_post_parameters("message", "name", "email")
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest) -> HttpResponse:
    """Show the whole form and take what it and the short one at the foot of every page send."""
    try:
        data = request.POST if request.method == "POST" else None
    except SuspiciousOperation:  # Django reads only so much; nothing of it is there to be shown again
        return _show(request, "form", status=413, problem=TOO_LARGE, **_form(request, None))
    shown = _form(request, data)
    form, words = shown["form"], shown["words"]
    if data is None:
        return _show(request, "form", **shown)
    if not giving.network_may_send(request):
        return too_often(_show(request, "form", problem=TOO_MANY, **shown))
    if not form.is_valid():
        return _show(request, "form", **shown)
    said = form.cleaned_data
    if form.is_robot:
        number = numbers.new()
    else:
        context = Context.for_visibility(visibility_of(request))
        number = giving.give(said, context, network=network_of(request), way=FeedbackWay.FORM, words=words)
    response = see_other("engagement:sent" if said["message"] else "engagement:counted", number)
    if said["page"]:
        response["Location"] += f"?{urlencode({'page': said['page']})}"
    return response


def _form(request: HttpRequest, data: QueryDict | None) -> dict[str, Any]:
    """Return the form, filled with what was sent or what the address says, and what stands beside it."""
    page = _page(request, (request.GET if data is None else data).get("page", ""))
    # Whoever comes from a page has said by that what it is about.
    streams: Any = [] if page else work_streams(visibility_of(request))
    initial = {name: request.GET.get(name, "") for name in ("page", "useful")}
    return {
        "form": FeedbackForm(data, streams=streams, initial=initial),
        "about": page,
        "words": wording.contact_wording(HubSettings.for_request(request)),
    }


@public
@require_safe
def sent(request: HttpRequest, number: str) -> HttpResponse:
    """Say that a message has arrived, under which number, and what comes next. The same for every number, used or not."""
    return _show(request, "sent", number=number, about=_page(request, request.GET.get("page", "")))


@public
@require_safe
def counted(request: HttpRequest, number: str) -> HttpResponse:
    """Say that an answer is counted, and ask for the reason, which is then put to it."""
    page = _page(request, request.GET.get("page", ""))
    initial = {"adds_to": number, "page": request.GET.get("page", "")}
    return _show(request, "counted", form=FeedbackForm(initial=initial), about=page)


def _page(request: HttpRequest, path: str) -> Page | None:
    """Return the public page at the path, if there is one."""
    return page_at(path, Context.for_visibility(visibility_of(request))) if path else None


def _show(request: HttpRequest, name: str, status: int = 200, **context) -> HttpResponse:
    """Return one of the pages, with where to read what became of feedback."""
    done = visible("engagement.YouSaidWeDidPage", Context.for_visibility(visibility_of(request))).first()
    # The forms at the foot of every page would be second ones here.
    context |= {"without_feedback": True, "without_subscribing": True, "hides": True}
    context |= {"you_said": done, "answers": Useful.choices}
    return render(request, f"engagement/feedback/{name}.html", context, status=status)
