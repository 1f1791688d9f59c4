"""The page on which people leave, and the address at which mail programs do it for them (RFC 8058).

That RFC asks for: POST with the body `List-Unsubscribe=One-Click`, as multipart/form-data or urlencoded; no cookie and no other
state of a browser; no redirect as the answer; and that GET, which programs send that only look at links, does nothing.
"""

from __future__ import annotations

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.views.decorators.http import require_http_methods, require_POST

from cms.public_forms import public
from newsletter.choices import Source, SubscriptionState
from newsletter.models import Subscription
from newsletter.people import leaving, tokens

from .answers import answer, bad_link


@public
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Show one button; POST ends the subscription and answers 200, however often."""
    try:
        named = tokens.read_leave(token)
        if request.method == "POST":
            source = Source.ONE_CLICK if _is_one_click(request) else Source.LINK
            subscription = leaving.leave_by_link(named.subscription_key, source, named.send_id)
        else:
            subscription = Subscription.objects.select_related("mailing_list").get(key=named.subscription_key)
    except (tokens.BadTokenError, Subscription.DoesNotExist):
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


def _is_one_click(request: HttpRequest) -> bool:
    """Say whether a mail program asks. A body that can't be read is no reason to keep somebody on a list."""
    try:
        return request.POST.get("List-Unsubscribe") == "One-Click"
    except (BadRequest, SuspiciousOperation, MultiPartParserError):
        return False


def _has_left(subscription: Subscription) -> bool:
    """Say whether the person is on the list of the subscription no more, not even by a later one."""
    of_the_list = Subscription.objects.filter(
        subscriber=subscription.subscriber_id, mailing_list=subscription.mailing_list_id
    )
    return not of_the_list.exclude(state=SubscriptionState.ENDED).exists()


@public
@require_POST
def undo(request: HttpRequest, token: str) -> HttpResponse:
    """Take leaving back, from the page that told of it."""
    try:
        subscription = leaving.undo(tokens.read_undo(token))
    except (tokens.BadTokenError, Subscription.DoesNotExist):
        return bad_link(request)
    if subscription is None:
        return bad_link(request)
    return answer(
        request,
        "undone",
        mailing_list=subscription.mailing_list,
        link=tokens.preferences_url(subscription.subscriber.key),
    )
