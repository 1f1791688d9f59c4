"""The page on which a list follows the group that feeds it: see who would be added or removed, and decide."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from wagtail.admin import messages

from cms.base.requests import EditorRequest
from cms.delivery.viewer import visibility_of
from cms.models import HubSettings
from newsletter.models import MailingList
from newsletter.people import feeding, wording
from newsletter.people.feeding import Decision

PERMISSIONS = ("newsletter.add_subscription", "engagement.view_contact")
MEMBER = "member-"


def feed(request: EditorRequest, pk: int) -> HttpResponse:
    """Show what the list would need to follow its group; POST does what was chosen of it."""
    if not request.user.has_perms(PERMISSIONS):
        raise PermissionDenied
    mailing_list = get_object_or_404(MailingList.objects.select_related("group"), pk=pk)
    if mailing_list.group is None:
        messages.error(request, "No group feeds this list. Choose one first.")
        return redirect("newsletter-lists:edit", pk)
    if request.method == "POST":
        words = wording.consent_wording(HubSettings.for_request(request), visibility_of(request))
        done = feeding.follow(mailing_list, _decisions(request), _removed(request), request.user, words)
        messages.success(
            request,
            f"{done.added} added, {done.asked} asked by letter, {done.removed} removed. The rest stays as it is.",
        )
        return redirect("newsletter-lists:feed", pk)
    context = {"mailing_list": mailing_list, "proposal": feeding.propose(mailing_list)}
    return render(request, "newsletter/admin/feed.html", context)


def _decisions(request: EditorRequest) -> dict[int, Decision]:
    """Return what was chosen for each contact. What isn't a decision about one is passed over."""
    known = {one.value: one for one in Decision}
    return {
        int(name.removeprefix(MEMBER)): known[value]
        for name, value in request.POST.items()
        if name.startswith(MEMBER) and name.removeprefix(MEMBER).isdecimal() and value in known
    }


def _removed(request: EditorRequest) -> set[int]:
    return {int(key) for key in request.POST.getlist("remove") if key.isdecimal()}
