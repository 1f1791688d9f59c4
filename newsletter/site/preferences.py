"""A subscriber's own page, linked from every message: lists, interests, a copy of their data, and erasure."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.delivery.public_forms import public, see_other
from cms.models import HubSettings
from cms.pages.viewer import visibility_of
from newsletter.choices import FollowingFrequency, Source
from newsletter.models import Subscriber
from newsletter.people import agreements, followings, limits, wording
from newsletter.people import preferences as people
from programme.site.lists import audiences, work_streams

from .answers import answer, by_link, limited, refused_status
from .forms import PreferencesForm, PreferencesLinkForm


@public
@require_http_methods(["GET", "HEAD", "POST"])
@limited
def ask_for_link(request: HttpRequest) -> HttpResponse:
    """Have the link sent. The answer is the same whether anybody is subscribed with the address or not."""
    form = PreferencesLinkForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        if form.is_robot:
            return see_other("newsletter:link_is_coming")
        if form.is_valid():
            address = form.cleaned_data["email"]
            if limits.address_may_ask(address.normalised):
                people.ask_for_link(address)
            return see_other("newsletter:link_is_coming")
    return answer(request, "ask_for_link", status=refused_status(form), form=form)


@public
@require_safe
def check_your_email(request: HttpRequest) -> HttpResponse:
    """Show the next step, the same for everybody."""
    return answer(request, "link_is_coming")


@public
@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def preferences(request: HttpRequest, token: str) -> HttpResponse:
    """Show a subscriber's lists and interests; POST saves their choices."""
    return _page(request, people.subscriber_of(token), token)


def _page(request: HttpRequest, subscriber: Subscriber, token: str, done: str = "") -> HttpResponse:
    lists = people.lists_for(subscriber)
    streams, terms = list(work_streams(visibility_of(request))), audiences(visibility_of(request))
    words = wording.consent_wording(HubSettings.for_request(request), visibility_of(request), confirms=False)
    form = PreferencesForm(
        lists,
        streams,
        terms,
        request.POST if request.method == "POST" and not done else None,
        followings=followings.active_followings(subscriber),
    )
    if form.is_bound and form.is_valid():
        followings.change(subscriber, form.followed)
        people.change(subscriber, form.cleaned_data["lists"], form.chosen, words, [*streams, *terms])
        done = "Your choices have been saved."
    mine, interests = people.chosen_by(subscriber)
    followed = followings.named(subscriber, visibility_of(request))
    return answer(
        request,
        "preferences",
        status=refused_status(form),
        form=form,
        done=done,
        subscriber=subscriber,
        token=token,
        words=words,
        lists=[(one, one.pk in mine) for one in lists],
        streams=[(one, one in interests) for one in streams],
        audiences=[(one, one in interests) for one in terms],
        followed=followed,
        frequencies=[*FollowingFrequency],
        is_on_any=bool(mine or followed),
    )


@public
@require_POST
@by_link
def leave_all(request: HttpRequest, token: str) -> HttpResponse:
    """End all subscriptions."""
    subscriber = people.subscriber_of(token)
    agreements.end_all(subscriber, Source.PREFERENCES)
    return _page(request, subscriber, token, done="You have unsubscribed. You won't get any more messages.")


@public
@require_POST
@by_link
def export(request: HttpRequest, token: str) -> HttpResponse:
    """Return a copy of everything about the person, as a JSON file."""
    data = people.export(people.subscriber_of(token))
    response = JsonResponse(data, json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = 'attachment; filename="my-newsletter-data.json"'
    return response


@public
@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def erase(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for confirmation; POST erases the person."""
    subscriber = people.subscriber_of(token)
    if request.method == "POST":
        people.erase(subscriber)
        return answer(request, "erased")
    return answer(request, "erase", subscriber=subscriber, token=token)
