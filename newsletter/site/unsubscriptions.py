"""The pages on which people leave a list or stop following a page, and at which mail programs do so for them (RFC 8058).

The RFC requires: POST with the body `List-Unsubscribe=One-Click`, as multipart/form-data or urlencoded; no cookie and no other
browser state; no redirect as the answer; and a GET, sent by programs that only look at links, that does nothing.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from cms.delivery.public_forms import public, while_open
from cms.pages.viewer import visibility_of
from newsletter.choices import Source
from newsletter.people import agreements, followed_pages, subscriptions, tokens

from .answers import answer, bad_link, by_link


@public
@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Show one button; POST ends the subscription and answers 200, however often."""
    subscription = _ended(request, tokens.LEAVE, token)
    context: dict[str, Any] = {"mailing_list": subscription.mailing_list}
    if request.method == "POST":
        undo_token = tokens.UNDO.token(subscription.key) if subscription.confirmed_at else ""
        return answer(request, "left", undo_token=undo_token, **context)
    return answer(request, "leave", has_left=not agreements.like(subscription).open().exists(), **context)


@public
@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def unfollow(request: HttpRequest, token: str) -> HttpResponse:
    """Show one button; POST ends the following and answers 200, however often."""
    named = _ended(request, tokens.UNFOLLOW, token)
    # Of a page that isn't public any more, not even the title.
    name = followed_pages.names_of([named.page_id], visibility_of(request)).get(named.page_id or 0, "")
    page = "unfollow" if agreements.like(named).open().exists() else "unfollowed"
    return answer(request, page, followed=name, is_done=request.method == "POST")


def _ended(request: HttpRequest, link: tokens.SubscriberLink, token: str) -> Any:
    """Return what the link names, ended if the request is a POST."""
    if request.method != "POST":
        return agreements.named_by(link, token)
    return agreements.end_by_link(link, token, Source.ONE_CLICK if _is_one_click(request) else Source.LINK)


def _is_one_click(request: HttpRequest) -> bool:
    """Say whether the request comes from a mail program. An unreadable body is no reason to keep somebody on a list."""
    try:
        return request.POST.get("List-Unsubscribe") == "One-Click"
    except (BadRequest, SuspiciousOperation, MultiPartParserError):
        return False


@public
@require_POST
@while_open()
@by_link
def undo(request: HttpRequest, token: str) -> HttpResponse:
    """Undo an unsubscription, from the page that confirmed it."""
    subscription = subscriptions.undo(agreements.named_by(tokens.UNDO, token))
    if subscription is None:
        return bad_link(request)
    return answer(
        request,
        "undone",
        mailing_list=subscription.mailing_list,
        # A link to leave never expires, so it must not lead to what somebody's own page shows.
        link=reverse("newsletter:ask_for_link"),
    )
