"""Tags for the admin's templates."""

import json

from django import template

from cms.base import hub_name as names
from cms.delivery.models import notice_of_active_site
from cms.drafts.acceptance import UncheckedPart, unchecked_parts
from cms.drafts.authorship import Authorship, authorship
from cms.editing import beginnings, hidden_past

register = template.Library()


@register.simple_tag
def begins(name: str, argument: str) -> str:
    """Return what begins a panel or field, by the name of its class or function: see `beginnings`."""
    return beginnings.begins(name, json.loads(argument) if name.endswith("Panel") else argument)


@register.simple_tag
def hub_name() -> str:
    """Return the name shown in the admin."""
    return names.hub_name()


@register.simple_tag
def demonstration_notice() -> str:
    """Return the sentence by which a demonstration is known; empty for any other site."""
    return notice_of_active_site()


@register.simple_tag
def hub_initials() -> str:
    """Return the initials of the name, such as IH, where space is short."""
    return "".join(word[0] for word in names.hub_name().split() if word[0].isupper())


@register.simple_tag
def unchecked(page, latest=None) -> list[UncheckedPart]:
    """Return the parts of a page's draft that are as a program wrote them and that nobody has accepted.

    `latest` is its latest version, if that has been read.
    """
    return unchecked_parts(page, latest or None)


@register.simple_tag
def authors(page) -> Authorship:
    """Return who proposed, changed and approved what isn't public yet of a page."""
    return authorship(page)


@register.simple_tag
def authors_between(page, first: str, last: str) -> Authorship:
    """Return who wrote and approved the versions after one and up to another, which are named as in Wagtail's comparison."""
    named = {"live": page.live_revision_id or 0, "earliest": 0, "latest": page.latest_revision_id or 0}
    after, upto = sorted(named[one] if one in named else int(one) for one in (first, last))
    return authorship(page, after, upto)


@register.inclusion_tag("cms/admin/past_days/hide_too.html", takes_context=True)
def hide_past(context) -> dict[str, object]:
    """Say what past days keep of the things that a page of the admin takes from the public, and offer to hide that."""
    view = context.get("view")
    if "items" in context:
        things = [one["item"] for one in context["items"]] if hidden_past.action_of(view) else []
    else:
        things = [thing] if (thing := context.get("page") or context.get("object")) else []
    return {
        "sentence": hidden_past.sentence(hidden_past.pasts_of(things)),
        "form": hidden_past.HidePastForm(context["request"].POST or None, user=context["request"].user),
        "below": context.get("live_descendant_count") or context.get("has_live_descendants"),
    }
