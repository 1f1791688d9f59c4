"""The page on which people unsubscribe, and the address at which mail programs do so for them (RFC 8058).

The RFC requires: POST with the body `List-Unsubscribe=One-Click`, as multipart/form-data or urlencoded; no cookie and no other
browser state; no redirect as the answer; and a GET, sent by programs that only look at links, that does nothing.
"""

from __future__ import annotations

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from cms.delivery.public_forms import public, while_open
from newsletter.choices import Source, SubscriptionState
from newsletter.models import Subscription
from newsletter.people import tokens, unsubscriptions

from .answers import answer, bad_link


@public
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Show one button; POST ends the subscription and answers 200, however often."""
    try:
        named = tokens.read_leave(token)
        if request.method == "POST":
            source = Source.ONE_CLICK if is_one_click(request) else Source.LINK
            subscription = unsubscriptions.leave_by_link(named.subscription_key, source, named.send_id)
        else:
            subscription = Subscription.objects.select_related("mailing_list").get(key=named.subscription_key)
    except (tokens.BadSubscriberTokenError, Subscription.DoesNotExist):
        return bad_link(request)
    if request.method == "POST":
        return answer(
            request,
            "left",
            mailing_list=subscription.mailing_list,
            undo_token=tokens.undo_token(subscription.key) if subscription.confirmed_at else "",
        )
    return answer(
        request,
        "leave",
        mailing_list=subscription.mailing_list,
        has_left=_has_left(subscription),
    )


def is_one_click(request: HttpRequest) -> bool:
    """Say whether the request comes from a mail program. An unreadable body is no reason to keep somebody on a list."""
    try:
        return request.POST.get("List-Unsubscribe") == "One-Click"
    except (BadRequest, SuspiciousOperation, MultiPartParserError):
        return False


def _has_left(subscription: Subscription) -> bool:
    """Say whether the person is no longer on the subscription's list, not even by a later subscription."""
    of_the_list = Subscription.objects.filter(
        subscriber=subscription.subscriber_id, mailing_list=subscription.mailing_list_id
    )
    return not of_the_list.exclude(state=SubscriptionState.ENDED).exists()


@public
@require_POST
@while_open()
def undo(request: HttpRequest, token: str) -> HttpResponse:
    """Undo an unsubscription, from the page that confirmed it."""
    try:
        subscription = unsubscriptions.undo(tokens.read_undo(token))
    except (tokens.BadSubscriberTokenError, Subscription.DoesNotExist):
        return bad_link(request)
    if subscription is None:
        return bad_link(request)
    return answer(
        request,
        "undone",
        mailing_list=subscription.mailing_list,
        # A link to leave never expires, so it must not lead to what somebody's own page shows.
        link=reverse("newsletter:ask_for_link"),
    )
