"""The form with which people subscribe, at the foot of every public page."""

from __future__ import annotations

from django import template

from cms import frame
from cms.delivery.viewer import visibility_of
from cms.models import HubSettings
from newsletter.frame import OFFERED
from newsletter.people import wording

register = template.Library()


@register.simple_tag(takes_context=True)
def words_to_subscribe(context) -> str:
    """Return the text that stands at the form, or nothing where no list is offered."""
    if context.get("without_subscribing"):
        return ""
    visibility = visibility_of(context["request"])
    if not frame.part(visibility, OFFERED):
        return ""
    return wording.consent_wording(HubSettings.for_request(context["request"]), visibility)


@register.simple_tag(takes_context=True)
def name_of_the_update(context) -> str:
    """Return what the regular update is called, within a sentence."""
    return wording.update_name(HubSettings.for_request(context["request"]))
