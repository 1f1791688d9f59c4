"""The question at the foot of every public page."""

from __future__ import annotations

from django import template

from cms.history.past import is_past
from cms.pages.viewer import visibility_of
from engagement.choices import Useful

register = template.Library()


@register.simple_tag(takes_context=True)
def page_to_judge(context) -> str:
    """Return the path that feedback is about, or nothing where none is asked for, as by an archived programme or on a past
    day. No query.

    An address with parts of its own, such as a link in a message, is nobody else's: it goes into no form.
    """
    request = context.get("request")
    if request is None or context.get("without_feedback") or is_past() or visibility_of(request).end:
        return ""
    match = request.resolver_match
    return "" if match and match.kwargs else request.path


@register.simple_tag
def answers_to_useful() -> list[tuple[str, str]]:
    """Return the answers to “Was this page useful?”, as they are sent and as they are read."""
    return Useful.choices
