"""Issues in the team's calendar: those that are planned, and every send."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from cms.editing.diary import DiaryEntry
from cms.editing.permissions import DeskContext
from newsletter.choices import SendState
from newsletter.models import IssuePage, Send
from programme.diary import COMMON, in_the_tree, known_to, moments


def issues(asked: DeskContext, first: datetime.date, last: datetime.date) -> Iterable[DiaryEntry]:
    """Issues without a send by their date, and sends by the time they began or are due. Two queries."""
    planned = in_the_tree(asked, IssuePage.objects.filter(date__range=(first, last), sends=None))
    for pk, path, owner, title, live, date in known_to(asked, planned.values_list(*COMMON, "date")):
        state = "Published, never sent" if live else "Planned"
        url = asked.editing.address(pk, path, owner)
        yield DiaryEntry(f"issue-{pk}", "issue", date, title, url, state, draft=0 if live or not url else pk)
    begin, end = moments(first, last)
    here = Send.objects.filter(asked.visibility.in_own_tree("issue__path"))
    sends = here.annotate(at=Coalesce("started_at", "due_at")).filter(at__gte=begin, at__lt=end)
    columns = [f"issue__{name}" for name in COMMON]
    for _, path, owner, title, _, pk, state, at in known_to(asked, sends.values_list(*columns, "pk", "state", "at")):
        url = reverse("newsletter_send", args=[pk]) if asked.editing.may_edit(path, owner) else ""
        yield DiaryEntry(f"send-{pk}", "issue", timezone.localdate(at), title, url, SendState(state).label, at=at)
