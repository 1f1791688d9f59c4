"""The pages on which people begin to follow a page, and stop.

Every page that can be followed has the form, too; it is the same for everybody, so that the page can be kept.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from cms.delivery.public_forms import public, see_other, while_open
from cms.models import HubSettings
from cms.pages.viewer import visibility_of
from newsletter.choices import Source, SubscriptionState
from newsletter.frame import can_follow, follow_frequencies
from newsletter.models import Following
from newsletter.people import followed_pages, followings, limits, tokens, wording
from newsletter.people.follow_requests import ask_to_follow

from .answers import answer, bad_link, limited, refused_status
from .forms import FollowForm
from .unsubscriptions import is_one_click


@public
@require_http_methods(["GET", "HEAD", "POST"])
@while_open(email="Your e-mail address")
@limited
def follow(request: HttpRequest, key: int) -> HttpResponse:
    """Show the form for a page and process it. The answer to a valid form is the same for any address, known or not.

    Raises Http404 if the page isn't public or can't be followed, or while following isn't offered.
    """
    visibility = visibility_of(request)
    page = followed_pages.page_to_follow(key, visibility) if can_follow(visibility) else None
    if page is None:
        raise Http404
    form = FollowForm(follow_frequencies(visibility), request.POST if request.method == "POST" else None)
    words = wording.follow_wording(HubSettings.for_request(request), visibility)
    if form.is_bound:
        if form.is_robot:
            return see_other("newsletter:check_your_email")
        if form.is_valid():
            _ask(request, form, page, words)
            return see_other("newsletter:check_your_email")
    return answer(
        request,
        "follow",
        status=refused_status(form),
        form=form,
        words=words,
        followed=followed_pages.name_of(page),
        back=visibility.path_of(page),
    )


def _ask(request: HttpRequest, form: FollowForm, page: Page, words: str) -> None:
    address = form.cleaned_data["email"]
    if limits.address_may_ask(address.normalised):
        site = visibility_of(request).site
        ask_to_follow(address, page, form.cleaned_data["frequency"], site=site, source=Source.FORM, words=words)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def unfollow(request: HttpRequest, token: str) -> HttpResponse:
    """Show one button; POST ends the following and answers 200, however often (RFC 8058)."""
    try:
        key = tokens.read_unfollow(token)
        if request.method == "POST":
            source = Source.ONE_CLICK if is_one_click(request) else Source.LINK
            named = followings.end_by_link(key, source)
        else:
            named = Following.objects.select_related("subscriber").get(key=key)
    except (tokens.BadSubscriberTokenError, Following.DoesNotExist):
        return bad_link(request)
    # Of a page that isn't public any more, not even the title.
    name = followed_pages.names_of([named.page_id], visibility_of(request)).get(named.page_id or 0, "")
    has_ended = not followings.of_the_same_page(named).exclude(state=SubscriptionState.ENDED).exists()
    return answer(request, "unfollowed" if has_ended else "unfollow", followed=name, is_done=request.method == "POST")
