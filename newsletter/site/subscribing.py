"""The pages on which people subscribe and confirm."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from cms.delivery.viewer import visibility_of
from cms.models import HubSettings
from cms.public_forms import public, see_other
from newsletter.choices import Source
from newsletter.models import MailingList
from newsletter.people import joining, limits, tokens, wording
from programme.site.lists import work_streams

from .answers import answer, bad_link, limited
from .forms import SubscribeForm


@public
@require_http_methods(["GET", "HEAD", "POST"])
@limited
def subscribe(request: HttpRequest) -> HttpResponse:
    """Show the form and take it. Whatever the address, known or not, the answer to a form without errors is the same."""
    lists = list(MailingList.objects.filter(offered=True))
    if not lists:
        return answer(request, "no_list")
    streams = work_streams(visibility_of(request))
    form = SubscribeForm(lists, streams, request.POST if request.method == "POST" else None)
    words = wording.consent_wording(HubSettings.for_request(request), visibility_of(request))
    if form.is_bound:
        if form.is_robot:
            return see_other("newsletter:check_your_email")
        if form.is_valid():
            _ask(form, words)
            return see_other("newsletter:check_your_email")
    return answer(request, "subscribe", form=form, words=words, several=len(lists) > 1)


def _ask(form: SubscribeForm, words: str) -> None:
    data = form.cleaned_data
    if not limits.address_may_ask(data["email"].normalised):
        return
    joining.ask_to_join(
        data["email"],
        data["lists"],
        data["interests"],
        page=data["page"],
        source=Source.FORM,
        words=words,
    )


@public
@require_safe
def check_your_email(request: HttpRequest) -> HttpResponse:
    """Say what comes next, to everybody alike."""
    return answer(request, "check_your_email", days=tokens.CONFIRM_DAYS)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is about to be confirmed, with a button; a program that follows links changes nothing. POST confirms."""
    try:
        key = tokens.read_confirm(token)
        if request.method == "POST":
            active = joining.confirm(key)
            return answer(
                request, "confirmed", subscriptions=active, link=tokens.preferences_url(active[0].subscriber.key)
            )
    except (tokens.BadTokenError, joining.NothingToConfirmError):
        return bad_link(request)
    subscriptions, is_to_do = joining.waiting(key)
    if not subscriptions:
        return bad_link(request)
    return answer(
        request,
        "confirm",
        subscriptions=subscriptions,
        is_done=not is_to_do,
        words=wording.consent_wording(HubSettings.for_request(request), visibility_of(request), confirms=False),
    )
