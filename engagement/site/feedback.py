"""The pages on which people give feedback and get a confirmation."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Page

from cms.base.rate_limits import Verdict, network_of, note_confirmed
from cms.batches.reader import BatchReader
from cms.delivery.public_forms import public, see_other, too_often, while_open
from cms.delivery.secret_pages import say, secret
from cms.models import HubSettings
from cms.pages.addresses import page_at
from cms.pages.viewer import visibility_of
from engagement.choices import FeedbackWay, Useful
from engagement.feedback import confirmations, numbers, submissions, wording
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
    if data is None:
        return _show(request, "form", **_form(request, None))
    verdict = submissions.verdict_on_network(request)
    if verdict is Verdict.REFUSE:
        return too_often(_show(request, "form", problem=TOO_MANY, **_form(request, data)))
    must_confirm = verdict is Verdict.CONFIRM
    shown = _form(request, data, must_confirm=must_confirm)
    form = shown["form"]
    if not form.is_valid():
        refused = _show(request, "form", status=422, **shown)
        return too_often(refused) if must_confirm else refused
    return _taken(request, form, shown["words"], must_confirm=must_confirm)


def _taken(request: HttpRequest, form: FeedbackForm, words: str, *, must_confirm: bool) -> HttpResponse:
    """Store what was sent, and redirect to the page that says what comes next."""
    said = form.cleaned_data
    if form.is_robot:
        given = submissions.Given(numbers.new(), must_confirm)
    else:
        reader, way, network = BatchReader.for_visibility(visibility_of(request)), FeedbackWay.FORM, network_of(request)
        given = submissions.give(said, reader, network=network, way=way, words=words, must_confirm=must_confirm)
    if given.waits:
        response = see_other("engagement:asked")
    else:
        response = see_other("engagement:sent" if said["message"] else "engagement:counted", given.number)
    if said["page"]:
        response["Location"] += f"?{urlencode({'page': said['page']})}"
    return response


def _form(request: HttpRequest, data: QueryDict | None, *, must_confirm: bool = False) -> dict[str, Any]:
    """Return the form, with the data sent or the values in the address, and the rest of its context."""
    page = _page(request, (request.GET if data is None else data).get("page", ""))
    # The page that somebody comes from already gives the subject.
    streams: Any = [] if page else work_streams(visibility_of(request))
    initial = {name: request.GET.get(name, "") for name in ("page", "useful")}
    return {
        "form": FeedbackForm(data, streams=streams, initial=initial, must_confirm=must_confirm),
        "about": page,
        "words": wording.contact_wording(HubSettings.for_request(request), must_confirm=must_confirm),
    }


@public
@require_safe
def sent(request: HttpRequest, number: str) -> HttpResponse:
    """Confirm a message with its number and the next steps. The same for every number, used or not."""
    return _show(request, "sent", number=number, about=_page(request, request.GET.get("page", "")))


@public
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """Say that a link is on its way, and that the team gets the message once it is followed."""
    about = _page(request, request.GET.get("page", ""))
    return _show(request, "asked", about=about, words=confirmations.CHECK_YOUR_MAIL)


# Without CSRF protection, as all forms for the public (`cms.delivery.public_forms`): there is no cookie, the token is in the
# address.
@csrf_exempt
@secret
@require_http_methods(["GET", "HEAD", "POST"])
@while_open()
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Show the sender what they wrote, with buttons: a program that follows links changes nothing. POST sends or deletes it."""
    found = confirmations.opened(token)
    if not found.unconfirmed:
        return see_other("engagement:sent", found.number)
    if request.method != "POST":
        return _show(request, "confirm", feedback=found, days=confirmations.CONFIRM_DAYS)
    if request.POST.get("act") == "erase":
        found.delete()
        return say(request, "It is deleted", "What you wrote is deleted. Nobody has read it.", status=200)
    confirmations.confirm(found)
    note_confirmed(request, found.email)
    return see_other("engagement:sent", found.number)


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
