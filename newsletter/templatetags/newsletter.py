"""The sign-up form at the foot of every public page, and the form to follow one."""

from __future__ import annotations

from django import template

from cms.delivery import frame
from cms.history.past import is_past
from cms.models import HubSettings
from cms.pages.viewer import is_preview, visibility_of
from newsletter.choices import FollowingFrequency
from newsletter.frame import OFFERED, can_follow, follow_frequencies, names
from newsletter.people import wording
from newsletter.people.followed_pages import may_be_followed

register = template.Library()


@register.simple_tag(takes_context=True)
def words_to_subscribe(context) -> str:
    """Return the consent text for the form; empty if no list is offered, on a past day, and once the programme has ended."""
    if context.get("without_subscribing") or is_past():
        return ""
    visibility = visibility_of(context["request"])
    if visibility.end or not frame.part(visibility, OFFERED):
        return ""
    return wording.consent_wording(HubSettings.for_request(context["request"]), visibility)


@register.simple_tag(takes_context=True)
def words_to_follow(context) -> str:
    """Return the consent text for the form to follow the page by e-mail; empty if it can't be followed or isn't public, on a
    past day or in a preview, and while following isn't offered."""
    page, request = context.get("page"), context["request"]
    if is_past() or is_preview(request) or not may_be_followed(page):
        return ""
    visibility = visibility_of(request)
    is_translation = len(visibility.roots) > 1 and page.locale_id != visibility.roots[0].locale_id
    if is_translation or not can_follow(visibility) or not visibility.can_see(page):
        return ""
    return wording.follow_wording(HubSettings.for_request(request), visibility)


@register.simple_tag(takes_context=True)
def when_to_tell(context) -> list[FollowingFrequency]:
    """Return the times at which people who follow a page can get letters."""
    return follow_frequencies(visibility_of(context["request"]))


@register.simple_tag(takes_context=True)
def name_of_the_update(context) -> str:
    """Return the name of the regular update, for use within a sentence."""
    return wording.update_name(names(visibility_of(context["request"])))
