"""The pages on which people subscribe and confirm."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from cms.base.rate_limits import note_confirmed
from cms.delivery.public_forms import public, see_other, while_open
from cms.models import HubSettings
from cms.pages.viewer import visibility_of
from cms.sites.rows import active_rows
from newsletter.choices import Source
from newsletter.models import Following, MailingList, Subscriber
from newsletter.people import following_letters, followings, limits, subscriptions, tokens, wording
from programme.site.lists import audiences, work_streams

from .answers import answer, bad_link, limited, refused_status
from .forms import SubscribeForm


@public
@require_http_methods(["GET", "HEAD", "POST"])
@while_open(email="Your e-mail address")
@limited
def subscribe(request: HttpRequest) -> HttpResponse:
    """Show the form and process it. The answer to a valid form is the same for any address, known or not."""
    lists = list(MailingList.objects.filter(active_rows(), offered=True))
    if not lists:
        return answer(request, "no_list")
    streams, terms = work_streams(visibility_of(request)), audiences(visibility_of(request))
    form = SubscribeForm(lists, streams, terms, request.POST if request.method == "POST" else None)
    words = wording.consent_wording(HubSettings.for_request(request), visibility_of(request))
    if form.is_bound:
        if form.is_robot:
            return see_other("newsletter:check_your_email")
        if form.is_valid():
            _ask(form, words)
            return see_other("newsletter:check_your_email")
    return answer(request, "subscribe", status=refused_status(form), form=form, words=words, several=len(lists) > 1)


def _ask(form: SubscribeForm, words: str) -> None:
    data = form.cleaned_data
    if not limits.address_may_ask(data["email"].normalised):
        return
    subscriptions.ask_to_join(
        data["email"],
        data["lists"],
        form.chosen,
        page=data["page"],
        source=Source.FORM,
        words=words,
    )


@public
@require_safe
def check_your_email(request: HttpRequest) -> HttpResponse:
    """Show the next step, the same for everybody."""
    return answer(request, "check_your_email", days=tokens.CONFIRM_DAYS)


@public
@require_http_methods(["GET", "HEAD", "POST"])
@while_open()
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Show the subscriptions to confirm, with a button, so that a program that follows links changes nothing. POST confirms."""
    try:
        key = tokens.read_confirm(token)
        if request.method == "POST":
            active = subscriptions.confirm(key)
            subscriber = Subscriber.objects.get(key=key)
            if subscriber.address:  # not one that was erased meanwhile
                note_confirmed(request, subscriber.address)
            active_ones = followings.active_followings(subscriber)
            names = following_letters.names_of_followed(active_ones, visibility_of(request))
            link = tokens.preferences_url(key)
            return answer(request, "confirmed", subscriptions=active, followed=names, link=link)
    except (tokens.BadSubscriberTokenError, subscriptions.NothingToConfirmError):
        return bad_link(request)
    asked_for, is_to_do = subscriptions.waiting(key)
    followed, is_to_follow = _to_follow(key)
    if is_to_do != is_to_follow:
        # Only what is still to be confirmed.
        asked_for, followed = (asked_for, []) if is_to_do else ([], followed)
    if not asked_for and not followed:
        return bad_link(request)
    hub, visibility = HubSettings.for_request(request), visibility_of(request)
    words = [wording.consent_wording(hub, visibility, confirms=False)] if asked_for else []
    if followed:
        words.append(wording.follow_wording(hub, visibility, confirms=False))
    return answer(
        request,
        "confirm",
        subscriptions=asked_for,
        followed=following_letters.names_of_followed(followed, visibility),
        is_done=not (is_to_do or is_to_follow),
        words=words,
    )


def _to_follow(key: uuid.UUID) -> tuple[list[Following], bool]:
    """Return the followings that a link confirms, and whether they are still to be confirmed."""
    subscriber = Subscriber.objects.filter(key=key, normalised__isnull=False).first()
    if subscriber is None:
        return [], False
    if unconfirmed := followings.to_confirm(subscriber):
        return unconfirmed, True
    return list(followings.active_followings(subscriber)), False
