"""An issue in the inbox: its messages as a subscriber gets them, under sender, subject, preview line and findings.

The side panel of the form shows them of what is being typed; the desk, of what was saved.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import escape

from newsletter.choices import EditionAudience
from newsletter.generator.editions import BuiltEdition, editions_of
from newsletter.generator.findings import GeneratorError
from newsletter.message import LEAVE_URL, PREFERENCES_URL, REASON
from newsletter.models import IssuePage
from newsletter.models.issues import issue_previews
from newsletter.rights import may_edit
from newsletter.sending import messages

# A message may contain no script and fetch nothing but pictures.
POLICY = "default-src 'none'; img-src *; style-src 'unsafe-inline'; form-action 'none'; frame-ancestors 'self'"
DARK_RULE = "@media (prefers-color-scheme: dark)"
HEAD, BODY = re.compile(r"<head\b[^>]*>"), re.compile(r"<body\b[^>]*>")
ELSEWHERE = '<base target="_blank">'  # a link in a preview must not replace it


@dataclass(frozen=True)
class InboxPreview:
    """One of the form's previews: an edition as HTML or as plain text."""

    label: str
    audience: EditionAudience
    look: str = ""

    def __call__(self, page: IssuePage, request: HttpRequest) -> HttpResponse:
        """Return the message made from the page as it is in memory, saved or not."""
        # A new page is shown to people who may add it; readers of drafts aren't shown internal sections.
        if self.audience == EditionAudience.INTERNAL and page.pk and not may_edit(request.user, page):
            raise PermissionDenied
        try:
            edition = editions_of(page)[self.audience]
        except GeneratorError as error:
            return no_preview(request, str(error))
        return in_inbox(request, page, edition, self.audience, self.look)


def register_previews() -> None:
    """Add the previews to those of an issue. Called when the app is ready."""
    for audience in reversed(EditionAudience):
        issue_previews.add(f"email-{audience}", InboxPreview(f"E-mail, {audience.label.lower()}", audience))
        text = InboxPreview(f"E-mail as plain text, {audience.label.lower()}", audience, "text")
        issue_previews.add(f"text-{audience}", text)


def in_inbox(
    request: HttpRequest, page: IssuePage, edition: BuiltEdition, audience: EditionAudience, look: str = ""
) -> HttpResponse:
    """Return an edition below the lines that a mail program shows. `look` may be “text” or “dark”."""
    context = {"origin": messages.origin_of(page, timezone.now()), "edition": edition}
    values = _values(page, audience)
    if look == "text":
        context["text"] = _filled(edition.text, values)
        response = render(request, "newsletter/admin/inbox_text.html", context)
    else:
        html = edition.html.replace(DARK_RULE, "@media all") if look == "dark" else edition.html
        html = _filled(html, {name: escape(value) for name, value in values.items()})
        top = render_to_string("newsletter/admin/inbox_top.html", context)
        html = HEAD.sub(lambda head: head[0] + ELSEWHERE, html, count=1)
        response = HttpResponse(BODY.sub(lambda body: body[0] + top, html, count=1))
    response["Content-Security-Policy"] = POLICY
    return response


def no_preview(request: HttpRequest, failure: str) -> HttpResponse:
    """Return the page that says why there is no message."""
    response = render(request, "newsletter/admin/no_preview.html", {"failure": failure}, status=422)
    response["Content-Security-Policy"] = POLICY
    return response


def _values(page: IssuePage, audience: EditionAudience) -> dict[str, str]:
    """Return what a subscriber of the first list of the audience would have for the placeholders."""
    name = next((each.name for each in page.mailing_lists.all() if each.kind == audience), "the list")
    front = messages.front_page(page)
    return {LEAVE_URL: front, PREFERENCES_URL: front, REASON: messages.reason(name)}


def _filled(text: str, values: dict[str, str]) -> str:
    for placeholder, value in values.items():
        text = text.replace(placeholder, value)
    return text
