"""The question at the foot of every public page, and registration on the pages of events."""

from __future__ import annotations

from django import template
from wagtail.models import Page

from cms.history.past import is_past
from cms.pages.viewer import is_preview, visibility_of
from engagement.choices import Useful
from engagement.registrations.open_registrations import PublicRegistration, registration_of

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


@register.simple_tag(takes_context=True)
def registration_here(context) -> PublicRegistration | None:
    """Return the registration for the event whose page this is; None if it takes none.

    Previews, sign-off pages and pages behind a password have none: its form is for everybody.
    """
    request, page = context.get("request"), context.get("page")
    if request is None or not isinstance(page, Page) or not page.pk:
        return None
    if is_preview(request):
        return None
    visibility = visibility_of(request)
    found = registration_of(page.pk, visibility)
    return found if found and visibility.can_see(page) else None
