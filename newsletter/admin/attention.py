"""What of the newsletter needs attention: a promise of rhythm that slips, sends that failed or wait, uncertain recipients."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.urls import reverse

from cms.attention import Group, Line
from cms.editing import Asked
from newsletter.admin.dashboard import WAITING, Rhythm
from newsletter.choices import SendState
from newsletter.models import IssueIndexPage, Send, SendRecipient
from newsletter.sending.closing import UNSETTLED
from programme.admin.attention import is_kept


def rhythm(asked: Asked) -> Iterable[Group]:
    """Whether readers wait for an issue; for those who may write one. Readers of an archive don't."""
    if not is_kept(asked):
        return
    index = asked.published(IssueIndexPage.objects.all()).first()
    if index is None or not asked.editing.may_edit(index.path, index.owner_id):
        return
    now = Rhythm.of(asked.site, asked.now)
    lines = []
    if now.late:
        weeks = "week" if now.weeks_since == 1 else "weeks"
        lines = [
            Line(
                f"{now.last.issue.title} was the last issue",
                f"It went out {now.weeks_since} {weeks} ago; readers expect one every {now.weeks_promised} weeks.",
                reverse("newsletter-issues:index"),
            )
        ]
    yield Group(
        "newsletter-rhythm",
        "issues of the newsletter that readers wait for",
        "The sign-up form promises a rhythm. Nothing is ever sent by itself.",
        lines,
    )


def sends(asked: Asked) -> Iterable[Group]:
    """Sends that stopped, and sends with recipients of whom nobody knows whether they have it. Two queries."""
    uncertain = SendRecipient.objects.filter(UNSETTLED).values("send")
    yield Group(
        "sends-that-stopped",
        "sends that failed or wait for a decision",
        "People on the lists don't have the issue, or not all of them, until somebody decides.",
        _lines(asked, Send.objects.filter(state__in=WAITING)),
    )
    yield Group(
        "uncertain-sends",
        "sends with uncertain recipients",
        "For some recipients nobody knows whether the message arrived: send it again, or leave it.",
        _lines(asked, Send.objects.filter(pk__in=uncertain), "For some recipients it isn't known whether it arrived."),
    )


def _lines(asked: Asked, found: QuerySet[Send], reason: str = "") -> list[Line]:
    rows = found.values_list("pk", "issue__title", "issue__path", "issue__owner_id", "state", "reason")
    return [
        Line(
            title,
            reason or (f"{SendState(state).label}: {why}" if why else f"{SendState(state).label}."),
            reverse("newsletter_send", args=[pk]),
        )
        for pk, title, path, owner, state, why in rows
        if asked.editing.may_edit(path, owner)
    ]
