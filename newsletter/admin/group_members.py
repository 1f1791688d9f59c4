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
from newsletter.people.group_members import Decision

PERMISSIONS = ("newsletter.add_subscription", "engagement.view_contact")
MEMBER = "member-"


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
        done = group_members.follow(mailing_list, _decisions(request), _removed(request), request.user, words)
        messages.success(
            request,
            f"{done.added} added, {done.asked} asked by letter, {done.removed} removed. The rest stays as it is.",
        )
        return redirect("newsletter-lists:feed", pk)
    context = {"mailing_list": mailing_list, "proposal": group_members.propose(mailing_list)}
    return render(request, "newsletter/admin/feed.html", context)


def _decisions(request: EditorRequest) -> dict[int, Decision]:
    """Return the decision for each contact. Fields that aren't decisions are ignored."""
    known = {one.value: one for one in Decision}
    return {
        int(name.removeprefix(MEMBER)): known[value]
        for name, value in request.POST.items()
        if name.startswith(MEMBER) and name.removeprefix(MEMBER).isdecimal() and value in known
    }


def _removed(request: EditorRequest) -> set[int]:
    return {int(key) for key in request.POST.getlist("remove") if key.isdecimal()}
