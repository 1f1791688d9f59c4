"""The form of an event, the page that says what comes next, and a person's own registration behind the link in each mail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from cms.base import rate_limits
from cms.delivery.public_forms import public, see_other, too_often, while_open
from cms.delivery.secret_pages import say, secret
from cms.models import HubSettings
from cms.pages.kinds import when
from cms.pages.viewer import visibility_of
from engagement.choices import FeedbackWay, RegistrantState
from engagement.models import Registrant
from engagement.registrations import registrants, retention, wording
from engagement.registrations.forms import RegisterForm
from engagement.registrations.open_registrations import PublicRegistration, registration_of
from programme.models import EventPage

# What people type, with its labels: a page that can't take it shows it.
TYPED = {
    "name": "Your name",
    "email": "Your e-mail address",
    "organisation": "Your organisation",
    "needs": "What you need",
}
TOO_LARGE = "What was sent was far too long, so you aren’t registered. Write less, or contact the team."
NOT_HERE = "This event takes no registrations here."
# How often one link is opened within an hour.
MOST_PAGES = 300


@public
@sensitive_post_parameters(*TYPED)
@require_http_methods(["GET", "HEAD", "POST"])
@while_open(**TYPED)
def register(request: HttpRequest, event_id: int) -> HttpResponse:
    """Show the form of an event and process it. The answer to a valid form is the same for any address, known or not."""
    try:
        data = request.POST if request.method == "POST" else None
    except SuspiciousOperation:  # Django stops reading at a limit
        return _closed(request, TOO_LARGE, {}, status=413)
    visibility = visibility_of(request)
    event = visibility.filter(EventPage.objects.filter(pk=event_id)).first()
    found = registration_of(event.pk, visibility) if event else None
    if event is None or found is None:
        return _closed(request, NOT_HERE, data or {}, status=404)
    if not found.is_open:
        return _closed(request, found.sentence, data or {}, 200 if data is None else 409, event)
    form = RegisterForm(data, registration=found)
    words = wording.registration_wording(HubSettings.for_request(request), found)
    if data is None:
        return _form(request, form, event, found, words)
    if not registrants.network_may_ask(request):
        return too_often(_form(request, form, event, found, words, problem=registrants.TOO_MANY))
    if not form.is_valid():
        return _form(request, form, event, found, words, status=422)
    if not form.is_robot:
        registrants.ask(found.key, form.cleaned_data, way=FeedbackWay.FORM, words=words)
    return see_other("event_registration:asked")


@public
@require_safe
def asked_for(request: HttpRequest) -> HttpResponse:
    """Show the next step, the same for everybody."""
    return _show(request, "asked", days=retention.CONFIRM_DAYS)


# Without CSRF protection, as all forms for the public (`cms.delivery.public_forms`): there is no cookie, the token is in the
# address.
@csrf_exempt
@secret
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """Show a person's registration, with buttons: a program that follows links changes nothing. POST confirms, cancels or
    erases."""
    registrant = registrants.opened(token, visibility_of(request))
    if rate_limits.asked("event_registration", str(registrant.pk)) > MOST_PAGES:
        words = "This link has reached its limit of pages for this hour. Please try again later."
        return too_often(say(request, "That is a lot of pages", words, status=429))
    if request.method != "POST":
        return _mine(request, registrant)
    act = request.POST.get("act", "")
    if act == "erase":
        registrants.erase(registrant)
        return _show(request, "erased")
    try:
        if act == "confirm":
            _check_event(request, registrant)
            registrants.confirm(registrant)
            rate_limits.note_confirmed(request, registrant.normalised)
        elif act == "cancel":
            registrants.cancel(registrant)
    except registrants.NotRegisteredError as error:
        return _mine(request, registrant, status=409, problem=str(error))
    response = see_other("event_registration:mine", token)
    response["Location"] += "?done" if act in ("confirm", "cancel") else ""
    return response


def _check_event(request: HttpRequest, registrant: Registrant) -> None:
    """Raises NotRegisteredError if the event can't be seen any more, or its programme has ended."""
    visibility = visibility_of(request)
    if visibility.end or not visibility.can_see(registrant.registration.event):
        raise registrants.NotRegisteredError(registrants.GONE)


def _mine(request: HttpRequest, registrant: Registrant, status: int = 200, problem: str = "") -> HttpResponse:
    event = registrant.registration.event
    visibility = visibility_of(request)
    is_public = visibility.can_see(event)
    found = registration_of(event.pk, visibility) if is_public else None
    context = {
        "registrant": registrant,
        "event": event,
        "about": event if is_public else None,
        "when": when(event),
        "has_begun": event.start <= timezone.now(),
        "is_asked": registrant.state == RegistrantState.ASKED,
        "is_confirmed": registrant.state == RegistrantState.CONFIRMED,
        "is_cancelled": registrant.state == RegistrantState.CANCELLED,
        "is_open": bool(found and found.is_open),
        "days": {
            RegistrantState.ASKED: retention.CONFIRM_DAYS,
            RegistrantState.CANCELLED: retention.CANCELLED_DAYS,
        }.get(RegistrantState(registrant.state), registrant.registration.keep_days),
        "done": "done" in request.GET,
        "problem": problem,
    }
    return _show(request, "mine", status, **context)


def _form(
    request: HttpRequest,
    form: RegisterForm,
    event: EventPage,
    found: PublicRegistration,
    words: str,
    status: int = 200,
    problem: str = "",
) -> HttpResponse:
    context = {"form": form, "event": event, "about": event, "when": when(event), "registration": found}
    return _show(request, "form", status, words=words, problem=problem, **context)


def _closed(
    request: HttpRequest, sentence: str, sent: Mapping[str, Any], status: int, event: EventPage | None = None
) -> HttpResponse:
    """Return the page that says why nobody can register. It shows what was typed: nothing of that is lost."""
    typed = [(name, label, sent[name]) for name, label in TYPED.items() if sent.get(name)]
    is_sent = request.method == "POST"
    return _show(request, "closed", status, sentence=sentence, typed=typed, is_sent=is_sent, event=event, about=event)


def _show(request: HttpRequest, name: str, status: int = 200, **context: Any) -> HttpResponse:
    # The forms at the foot of every page would be second ones here.
    context |= {"without_feedback": True, "without_subscribing": True}
    return render(request, f"engagement/registrations/{name}.html", context, status=status)
