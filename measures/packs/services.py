"""Making a pack: it gathers what happened since the meeting before, and is kept as it was made."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.template.loader import render_to_string

from cms.base import pdf
from cms.base.active_site import site_active
from cms.base.dates import today
from cms.base.own_words import worded
from cms.base.partial_dates import PartialDate
from cms.base.words import day as day_in_words
from cms.delivery.models import HubSettings
from cms.pages.addresses import site_of_page
from measures.models import MeetingPack
from programme.choices import MeetingState
from programme.models import MeetingPage

from . import other_sections, progress_sections
from .log_actions import ACTIONS
from .parts import PackContext

SECTIONS = (
    progress_sections.changed,
    progress_sections.due,
    progress_sections.risks,
    other_sections.meetings,
    other_sections.engagement,
    other_sections.feedback,
    other_sections.published,
    other_sections.dates,
)


class PackRefusedError(ValueError):
    """A pack can't be made. The message is a sentence for the editor."""


def may_make(meeting: MeetingPage, user: User | AnonymousUser) -> bool:
    """Say whether the user may make the meeting's pack and see it: those who may edit the meeting may."""
    return bool(meeting.permissions_for_user(user).can_edit())


def drafted(meeting: MeetingPage) -> MeetingPage:
    """Return the meeting as last saved: its day may have been moved in a draft."""
    found: MeetingPage = meeting.get_latest_revision_as_object()
    return found


def objection_to(meeting: MeetingPage) -> str:
    """Return why no pack of a meeting, as last saved, can be made; empty if one can."""
    known = PartialDate.of(meeting, "date") if meeting.date else None
    if known is None:
        return "The meeting has no date yet. Give it one and save it, then make its pack."
    if known.last_day < today() or meeting.state != MeetingState.PLANNED:
        return "This meeting is over, so no pack of it is made any more. Those that were made stay."
    return ""


def meeting_before(meeting: MeetingPage) -> MeetingPage | None:
    """Return the group's last meeting before this one that was held, if it is published."""
    held = MeetingPage.objects.filter(group=meeting.group_id, live=True, date__lt=meeting.date, date__lte=today())
    return held.exclude(pk=meeting.pk).exclude(state=MeetingState.PLANNED).order_by("-date").first()


def make(meeting: MeetingPage, user: User, *, with_drafts: bool = False) -> MeetingPack:
    """Make the pack of a meeting as of today, and keep it. With `with_drafts` it has entries that aren't public yet.

    Raises PermissionDenied, or PackRefusedError for a meeting without a date and for one that is over.
    """
    if not may_make(meeting, user):
        raise PermissionDenied
    meeting = drafted(meeting)
    if objection := objection_to(meeting):
        raise PackRefusedError(objection)
    site = site_of_page(meeting)
    context = PackContext(meeting, site, today(), meeting_before(meeting), user)
    with site_active(site):
        content = _content(context, with_drafts=with_drafts)
    file = as_pdf(content)  # it takes seconds, so before the database is locked
    with transaction.atomic():
        pack = MeetingPack.objects.create(
            site=site,
            meeting_id=meeting.pk,
            day=context.day,
            since=context.since,
            has_drafts=with_drafts,
            content=content,
            made_by=user,
            pdf=file,
        )
        ACTIONS.write("make", meeting, user, day=day_in_words(pack.day))
    return pack


def _content(context: PackContext, *, with_drafts: bool) -> dict[str, Any]:
    """Return a pack's content as values that JSON can hold."""
    makers = [*SECTIONS, *([progress_sections.drafts] if with_drafts else [])]
    meeting, before = context.meeting, context.before
    hub = HubSettings.objects.filter(site=context.site).first() or HubSettings()
    return {
        "programme": hub.site_name,
        "notice": hub.notice,
        "group": meeting.group.title,
        "meeting": meeting.title,
        "when": meeting.when,
        "place": meeting.place,
        "day": day_in_words(context.day),
        "since": (
            f"What is new is counted since the meeting before, {PartialDate(before.date, before.date_precision).when}."
            if before
            else worded(
                "No earlier meeting of this group is on the hub, so all since the beginning of the programme is new."
            )
        ),
        "sections": [maker(context).as_data() for maker in makers],
    }


def as_pdf(content: dict[str, Any]) -> bytes | None:
    """Return a pack's content as a tagged PDF; none where WeasyPrint isn't installed."""
    if not pdf.is_possible():
        return None
    return pdf.of_html(render_to_string("measures/packs/print.html", {"content": content}))


def newest(meeting: MeetingPage) -> MeetingPack | None:
    """Return the newest pack of a meeting, if one was made."""
    return MeetingPack.objects.filter(meeting=meeting.pk).defer("pdf").select_related("made_by").first()
