"""The newest pack of a meeting for a member without an account, as a page and as PDF."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from cms.base.pdf import MEDIA_TYPE
from cms.base.rate_limits import asked
from cms.delivery.public_forms import too_often
from cms.delivery.secret_pages import say, secret
from cms.pages.viewer import visibility_of
from measures.models import MeetingPack
from measures.packs.links import LINKS
from measures.packs.services import newest

# How often one link is answered within an hour.
MOST_PAGES = 300


@secret
@require_safe
def pack(request: HttpRequest, token: str) -> HttpResponse:
    """Show the newest pack of the link's meeting."""
    link = LINKS.opened(token, visibility_of(request).site)
    if refused := _refused(request, link):
        return refused
    found = newest(link.meeting)
    if found is None:
        return say(request, "There is no pack yet", "The team hasn't made the pack of this meeting yet.", status=404)
    LINKS.used(link)
    context = {
        "content": found.content,
        "link": link,
        "token": token,
        "has_pdf": MeetingPack.objects.filter(pk=found.pk, pdf__isnull=False).exists(),
        "without_feedback": True,
    }
    return render(request, "measures/packs/pack.html", context)


@secret
@require_safe
def pdf(request: HttpRequest, token: str) -> HttpResponse:
    """Return the newest pack as PDF. It was made with the pack, never here."""
    link = LINKS.opened(token, visibility_of(request).site)
    if refused := _refused(request, link):
        return refused
    found = MeetingPack.objects.filter(meeting=link.meeting_id).first()
    if found is None or found.pdf is None:
        return say(request, "There is no PDF", "This pack isn't there as PDF. The page shows the same.", status=404)
    LINKS.used(link)
    return as_response(found)


def as_response(pack: MeetingPack) -> HttpResponse:
    """Return a pack's PDF as a file that browsers show."""
    response = HttpResponse(bytes(pack.pdf or b""), content_type=MEDIA_TYPE)
    name = f"pack-{pack.day.isoformat()}.pdf"
    response["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=name) or "inline"
    response["Cache-Control"] = "private, no-store"
    return response


def _refused(request: HttpRequest, link) -> HttpResponse | None:
    """Return the answer for a link that was used too often within the hour."""
    if asked("meeting_pack", str(link.pk)) <= MOST_PAGES:
        return None
    words = "This link has reached its limit of pages for this hour."
    return too_often(say(request, "That is a lot of pages", words, status=429))
