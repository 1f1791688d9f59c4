"""The page on which a list is brought into line with its group: an editor sees who would be added or removed, and decides."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from wagtail.admin import messages

from cms.base.own_words import worded
from cms.base.requests import EditorRequest
from cms.editing.shown_rows import rows_shown
from cms.models import HubSettings
from cms.pages.viewer import visibility_of
from newsletter.models import MailingList
from newsletter.people import group_members, wording

PERMISSIONS = ("newsletter.add_subscription", "engagement.view_contact")


def feed(request: EditorRequest, pk: int) -> HttpResponse:
    """Show the changes that would bring the list into line with its group; POST makes those that were chosen."""
    if not request.user.has_perms(PERMISSIONS):
        raise PermissionDenied
    mailing_list = get_object_or_404(MailingList.objects.filter(rows_shown(request)).select_related("group"), pk=pk)
    if mailing_list.group is None:
        messages.error(request, worded("No group feeds this list. Choose one first."))
        return redirect("newsletter-lists:edit", pk)
    if request.method == "POST":
        words = wording.consent_wording(HubSettings.for_request(request), visibility_of(request))
        asked, removed = group_members.follow(
            mailing_list, _ticked(request, "ask"), _ticked(request, "remove"), request.user, words
        )
        messages.success(request, f"{asked} asked by letter, {removed} removed. The rest stays as it is.")
        return redirect("newsletter-lists:feed", pk)
    context = {"mailing_list": mailing_list, "proposal": group_members.propose(mailing_list)}
    return render(request, "newsletter/admin/feed.html", context)


def _ticked(request: EditorRequest, name: str) -> set[int]:
    return {int(key) for key in request.POST.getlist(name) if key.isdecimal()}
