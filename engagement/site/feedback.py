"""The pages on which people give feedback and get a confirmation."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Page

from cms.base.rate_limits import network_of
from cms.batches.reader import BatchReader
from cms.delivery.public_forms import public, see_other, too_often, while_open
from cms.models import HubSettings
from cms.pages.addresses import page_at
from cms.pages.viewer import visibility_of
from engagement.choices import FeedbackWay, Useful
from engagement.feedback import numbers, submissions, wording
from engagement.feedback.forms import LONGEST_MESSAGE, FeedbackForm
from engagement.models import YouSaidWeDidPage
from programme.site.lists import work_streams

TOO_MANY = (
    "We have had too much feedback from your network in the last hour. What you wrote is still below: send it again in an "
    "hour, or contact the team as described at the foot of this page."
)
TOO_LARGE = f"Your message was far too long. A message can have up to {LONGEST_MESSAGE:,} characters: send it in parts."


@public
@sensitive_post_parameters("message", "name", "email")
@require_http_methods(["GET", "HEAD", "POST"])
@while_open(message="Your message", name="Your name", email="Your e-mail address")
def feedback(request: HttpRequest) -> HttpResponse:
    """Show the full form, and process it and the short form at the foot of every page."""
    try:
        data = request.POST if request.method == "POST" else None
    except SuspiciousOperation:  # Django stops reading at a limit, so there is no data to show again
        return _show(request, "form", status=413, problem=TOO_LARGE, **_form(request, None))
    shown = _form(request, data)
    form, words = shown["form"], shown["words"]
    if data is None:
        return _show(request, "form", **shown)
    if not submissions.network_may_send(request):
        return too_often(_show(request, "form", problem=TOO_MANY, **shown))
    if not form.is_valid():
        return _show(request, "form", status=422, **shown)
    said = form.cleaned_data
    if form.is_robot:
        number = numbers.new()
    else:
        reader = BatchReader.for_visibility(visibility_of(request))
        number = submissions.give(said, reader, network=network_of(request), way=FeedbackWay.FORM, words=words)
    response = see_other("engagement:sent" if said["message"] else "engagement:counted", number)
    if said["page"]:
        response["Location"] += f"?{urlencode({'page': said['page']})}"
    return response


def _form(request: HttpRequest, data: QueryDict | None) -> dict[str, Any]:
    """Return the form, with the data sent or the values in the address, and the rest of its context."""
    page = _page(request, (request.GET if data is None else data).get("page", ""))
    # The page that somebody comes from already gives the subject.
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
    """Confirm a message with its number and the next steps. The same for every number, used or not."""
    return _show(request, "sent", number=number, about=_page(request, request.GET.get("page", "")))


@public
@require_safe
@while_open()
def counted(request: HttpRequest, number: str) -> HttpResponse:
    """Confirm that an answer is counted, and ask for the reason, which is then added to it."""
    page = _page(request, request.GET.get("page", ""))
    initial = {"adds_to": number, "page": request.GET.get("page", "")}
    return _show(request, "counted", form=FeedbackForm(initial=initial), about=page)


def _page(request: HttpRequest, path: str) -> Page | None:
    """Return the public page at the path, if there is one."""
    return page_at(path, BatchReader.for_visibility(visibility_of(request))) if path else None


def _show(request: HttpRequest, name: str, status: int = 200, **context) -> HttpResponse:
    """Return one of the pages, with the link to “You said, we did”."""
    done = visibility_of(request).filter(YouSaidWeDidPage.objects.order_by("path")).first()
    # The forms at the foot of every page would be second ones here.
    context |= {"without_feedback": True, "without_subscribing": True, "hides": True}
    context |= {"you_said": done, "answers": Useful.choices}
    return render(request, f"engagement/feedback/{name}.html", context, status=status)
