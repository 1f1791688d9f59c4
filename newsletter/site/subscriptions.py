"""The pages on which people subscribe to lists, begin to follow a page, and confirm.

Every page that can be followed has the form, too; it is the same for everybody, so that the page can be kept.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from cms.base.rate_limits import note_confirmed
from cms.delivery.public_forms import public, see_other, while_open
from cms.models import HubSettings
from cms.pages.viewer import visibility_of
from cms.sites.rows import active_rows
from newsletter.choices import Source
from newsletter.frame import can_follow, follow_frequencies
from newsletter.models import MailingList, Subscriber
from newsletter.people import agreements, followed_pages, following_letters, followings, tokens, wording
from programme.site.lists import audiences, work_streams

from .answers import answer, bad_link, by_link, limited, refused_status
from .forms import FollowForm, SubscribeForm


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
    if form.is_bound and (form.is_robot or form.is_valid()):
        if not form.is_robot:
            form.ask(words, Source.FORM, page=form.cleaned_data["page"])
        return see_other("newsletter:check_your_email")
    return answer(request, "subscribe", status=refused_status(form), form=form, words=words, several=len(lists) > 1)


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
    if form.is_bound and (form.is_robot or form.is_valid()):
        if not form.is_robot:
            form.ask(words, Source.FORM, page=page, site=visibility.site)
        return see_other("newsletter:check_your_email")
    name, back = followed_pages.name_of(page), visibility.path_of(page)
    return answer(request, "follow", status=refused_status(form), form=form, words=words, followed=name, back=back)


@public
@require_safe
def check_your_email(request: HttpRequest) -> HttpResponse:
    """Show the next step, the same for everybody."""
    return answer(request, "check_your_email", days=tokens.CONFIRM_DAYS)


@public
@require_http_methods(["GET", "HEAD", "POST"])
@while_open()
@by_link
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Show the subscriptions to confirm, with a button, so that a program that follows links changes nothing. POST confirms."""
    key, visibility = tokens.CONFIRM.read(token).key, visibility_of(request)
    if request.method == "POST":
        active = agreements.confirm(key)
        subscriber = Subscriber.objects.get(key=key)
        if subscriber.address:  # not one that was erased meanwhile
            note_confirmed(request, subscriber.address)
        names = following_letters.names_of_followed(followings.active_followings(subscriber), visibility)
        return answer(request, "confirmed", subscriptions=active, followed=names, link=tokens.PREFERENCES.url(key))
    asked_for, followed, is_to_do = agreements.waiting(key)
    if not asked_for and not followed:
        return bad_link(request)
    hub = HubSettings.for_request(request)
    words = [wording.consent_wording(hub, visibility, confirms=False)] if asked_for else []
    if followed:
        words.append(wording.follow_wording(hub, visibility, confirms=False))
    return answer(
        request,
        "confirm",
        subscriptions=asked_for,
        followed=following_letters.names_of_followed(followed, visibility),
        is_done=not is_to_do,
        words=words,
    )
