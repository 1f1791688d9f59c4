"""The sign-up form at the foot of every public page."""

from __future__ import annotations

from django import template

from cms.delivery import frame
from cms.history.past import is_past
from cms.models import HubSettings
from cms.pages.viewer import visibility_of
from newsletter.frame import OFFERED, names
from newsletter.people import wording

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
def name_of_the_update(context) -> str:
    """Return the name of the regular update, for use within a sentence."""
    return wording.update_name(names(visibility_of(context["request"])))
