"""The report of a send, during and after it: its progress, the actions that are possible, and its results."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import Count
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect
from wagtail.admin import messages
from wagtail.models import PageLogEntry

from cms.base.user_fields import name_of
from newsletter.admin.desk import IssueView, links_of
from newsletter.choices import DeliveryKind, EndedReason, ExclusionReason, RecipientState, SendState
from newsletter.models import DeliveryEvent, Send, SendRecipient
from newsletter.rights import may_send
from newsletter.sending.completion import COUNTED, IN_HAND
from newsletter.sending.errors import SendRefusedError
from newsletter.sending.progress import SendProgress, progress
from newsletter.sending.services import OPEN, RUNNING, cancel, pause, release, resume, settle

STILL_TO_SEND = "Still to be sent"
MOST_SHOWN = 100  # uncertain or refused recipients on the page; the rest come up as these are settled
# The states in which each button makes sense.
CAN = {
    "pause": {SendState.SENDING},
    "resume": {SendState.PAUSED},
    "release": {SendState.HELD},
    "cancel": set(OPEN),
}


@dataclass(frozen=True)
class Shown:
    """A recipient as the user may see it."""

    pk: int
    name: str
    error: str

    @classmethod
    def to(cls, user, recipient: SendRecipient) -> Shown:
        """Return the recipient with its address for those who may see subscribers, and with a number for others."""
        if user.has_perm("newsletter.view_subscriber"):
            return cls(recipient.pk, recipient.address, recipient.error)
        # What a mail server says often repeats the address.
        return cls(recipient.pk, f"Recipient {recipient.pk}", re.sub(r"\S+@\S+", "…", recipient.error))


class OneSendView(IssueView):
    """A page of the admin about one send of an issue."""

    def found(self):
        self.send = get_object_or_404(
            Send.objects.select_related("issue", "snapshot", "created_by"), pk=self.kwargs["pk"]
        )
        return self.send.issue


class ReportView(OneSendView):
    """The send on one page. Its numbers are counted from the recipients' rows each time."""

    template_name = "newsletter/admin/report.html"

    def get_page_title(self):
        return f"Report: {self.send.issue.get_admin_display_title()}"

    def crumbs_above(self):
        return [{"url": self.desk_url, "label": str(self.send.issue)}]

    def get_context_data(self, **kwargs):
        send = self.send
        may_decide = may_send(self.request.user, send.issue)
        return super().get_context_data(
            send=send,
            links=links_of(send.issue, self.request.user),
            progress=(now := progress(send)),
            sentence=sentence(now),
            counts=in_words(now),
            running=send.state in RUNNING,
            actions=[name for name, states in CAN.items() if send.state in states] if may_decide else [],
            may_decide=may_decide,
            exclusions=_counted(send.exclusions, "reason", ExclusionReason),
            left=_counted(send.ended_subscriptions, "ended_reason", EndedReason),
            deliveries=_counted(DeliveryEvent.objects.filter(recipient__send=send), "kind", DeliveryKind),
            uncertain=self._recipients(RecipientState.UNCERTAIN),
            refused=self._recipients(RecipientState.REFUSED),
            log=PageLogEntry.objects.filter(page=send.issue_id, action__startswith="newsletter.").select_related(
                "user"
            )[:MOST_SHOWN],
            **kwargs,
        )

    def _recipients(self, state: RecipientState) -> list[Shown]:
        waiting = SendRecipient.objects.filter(send=self.send, state=state, settled_at__isnull=True)
        return [Shown.to(self.request.user, each) for each in waiting.order_by("pk")[:MOST_SHOWN]]


def in_words(now: SendProgress) -> list[tuple[str, int]]:
    """Return the results of a send by name, including those that are zero."""
    waiting = sum(now.counts.get(state, 0) for state in IN_HAND)
    return [*((state.label, now.counts.get(state, 0)) for state in COUNTED), (STILL_TO_SEND, waiting)]


def sentence(now: SendProgress) -> str:
    """Return the progress of a send in words."""
    if not now.recipients:
        return "The number of people is counted when it begins."
    left = f", about {now.minutes_left} minute{'' if now.minutes_left == 1 else 's'} left" if now.minutes_left else ""
    accepted = now.counts.get(RecipientState.ACCEPTED, 0)
    return f"Sent to {accepted} of {now.recipients} {'person' if now.recipients == 1 else 'people'}{left}."


def _counted(rows, field: str, choices) -> list[tuple[str, int]]:
    """Return the number of rows of each choice, by its label; choices without rows are left out."""
    numbers = dict(rows.order_by().values_list(field).annotate(number=Count("pk")))
    return [(choice.label, numbers[choice.value]) for choice in choices if numbers.get(choice.value)]


class ProgressView(OneSendView):
    """The numbers alone, which the page fetches every few seconds while the send runs."""

    def get(self, request, *args, **kwargs):
        now = progress(self.send)
        return JsonResponse(
            {
                "state": self.send.get_state_display(),
                "running": self.send.state in RUNNING,
                "done": now.done,
                "recipients": now.recipients,
                "counts": dict(in_words(now)),
                "sentence": sentence(now),
            }
        )


class DecideView(OneSendView):
    """Pause, resume, release or cancel a send."""

    http_method_names = ["post"]
    for_senders = True
    DONE = {
        "pause": "Paused. No more messages are sent until you resume.",
        "resume": "It goes on.",
        "release": "It goes on.",
        "cancel": "Cancelled. Messages already sent can't be recalled; nobody else gets the issue.",
    }

    def post(self, request, *args, action: str, **kwargs):
        user = request.user
        try:
            if action == "pause":
                pause(self.send, f"Paused by {name_of(user)}.", user)
            else:
                {"resume": resume, "release": release, "cancel": cancel}[action](self.send, user)
        except SendRefusedError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, self.DONE[action])
        return redirect("newsletter_send", self.send.pk)


class SettleView(OneSendView):
    """Settle uncertain recipients: one, or all that are shown."""

    http_method_names = ["post"]
    for_senders = True

    def post(self, request, *args, **kwargs):
        again = request.POST.get("decision") == "again"
        rows = SendRecipient.objects.filter(send=self.send, state=RecipientState.UNCERTAIN)
        settled = 0
        ticked = set(request.POST.getlist("recipient"))
        for recipient in [row for row in rows if str(row.pk) in ticked]:
            try:
                settle(recipient, again, request.user)
            except SendRefusedError as error:
                messages.error(request, f"{Shown.to(request.user, recipient).name}: {error}")
            else:
                settled += 1
        if settled:
            what = "Will be sent again" if again else "Left as they are"
            messages.success(request, f"{what}: {settled} recipient{'' if settled == 1 else 's'}.")
        elif not request.POST.getlist("recipient"):
            messages.warning(request, "Tick at least one recipient.")
        return redirect("newsletter_send", self.send.pk)
