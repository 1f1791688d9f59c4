"""Answers of owners, and what the team does with them: approve, return, close, send the link again.

Each locks the report: of two people at once, the second learns what the first decided.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from wagtail.models import Site

from cms.base.dates import today
from engagement.choices import OwnerReportState
from engagement.models import CommitmentOwner, Contact, OwnerReport, OwnerReportLink, OwnerReportSettings
from engagement.models.owners import OPEN
from programme.admin.entries import record_form
from programme.entries import Outcome
from programme.models import CommitmentPage

from . import links, log_actions, mails
from .requests import NotAskedError, check_asking

BY_MAILING = ("state", "returned_because", "decided_by", "decided_at", "answer_by", "mailed_at")
ANSWER = ("status", "date", "date_precision", "note", "evidence_link", "answered_by")


class DecidedError(Exception):
    """Somebody has decided on the report meanwhile; the message is one sentence."""


def answer(link: OwnerReportLink, values: dict[str, Any]) -> None:
    """Keep the answer of a link's holder; it takes the place of an earlier one. Raises DecidedError."""
    with transaction.atomic():
        report = _locked(link.report)
        if not report.is_open:
            raise DecidedError(
                f"The team has decided on this report on {_day(report)}, so it can't be changed any more."
            )
        for name in ANSWER:
            setattr(report, name, values[name])
        report.state, report.answered_at = OwnerReportState.ANSWERED, timezone.now()
        report.save(update_fields=[*ANSWER, "state", "answered_at"])
        log_actions.write("answer", report, status=report.status)


@transaction.atomic
def approve(report: OwnerReport, form: Any, user: User, seen: str) -> Outcome:
    """Record an answer as an entry of the ledger, as the form has it, with the user's rights.

    `seen` is the version of the answer that the user read. Raises DecidedError, and NotAcceptedError if the entry can't be
    recorded; then nothing has changed.
    """
    locked = _to_decide(report, seen)
    _, outcome = record_form(form, locked.commitment, user)
    locked.decided_by, locked.decided_at, locked.state = user, timezone.now(), OwnerReportState.APPROVED
    locked.save(update_fields=["decided_by", "decided_at", "state"])
    log_actions.write(
        "approve", locked, user, how="" if is_as_answered(locked, form.cleaned_data) else ", with changes"
    )
    return outcome


def is_as_answered(report: OwnerReport, given: dict[str, Any]) -> bool:
    """Say whether the form has what the owner answered."""
    date = given["date"]
    said = (report.status, report.date, report.date_precision, report.note, report.evidence_link)
    is_same = said == (given["status"], date.first_day, date.precision, given["note"], given["evidence_link"])
    return is_same and not (given.get("evidence_page") or given.get("evidence_document"))


def give_back(report: OwnerReport, said: str, user: User, site: Site, seen: str) -> None:
    """Return an answer to its owner with a word, by mail.

    Raises DecidedError, NotAskedError, OwnerMailError; then nothing has changed.
    """
    with transaction.atomic():
        locked = _to_decide(report, seen)
        _check_owner(locked)
        before = _kept(locked)
        locked.returned_because, locked.state = said, OwnerReportState.RETURNED
        locked.decided_by, locked.decided_at = user, timezone.now()
        token = _link(locked, user, site)
    _mail(locked, token, mails.returning(said), site, before)
    log_actions.write("return", locked, user)


def send_again(report: OwnerReport, user: User, site: Site) -> None:
    """Mail another link to a report that isn't answered, or was closed. Earlier links stop working: they may have gone to a
    wrong address. Raises DecidedError, NotAskedError, OwnerMailError; then nothing has changed.
    """
    check_asking(report.commitment, site, besides=report)
    with transaction.atomic():
        locked = _locked(report)
        if locked.state in (OwnerReportState.ANSWERED, OwnerReportState.APPROVED):
            raise DecidedError("This report is answered, so its link isn't sent again.")
        _check_owner(locked)
        before = _kept(locked)
        if locked.state == OwnerReportState.CLOSED:
            locked.state = OwnerReportState.ASKED
        token = _link(locked, user, site)
    _mail(locked, token, mails.SENDING_AGAIN, site, before)
    locked.links.filter(revoked_at=None).exclude(digest=links.LINKS.tokens.digest_of(token)).update(
        revoked_at=timezone.now()
    )
    log_actions.write("send", locked, user)


@transaction.atomic
def hand_over(commitment: CommitmentPage, owner: Contact | None, user: User) -> None:
    """Stop the links of all but the owner of a commitment. What was answered stays, to be decided on; the rest is closed."""
    others = OwnerReport.objects.filter(commitment=commitment.pk, state__in=OPEN)
    for report in others.exclude(contact=owner) if owner else others:
        if report.state == OwnerReportState.ANSWERED:
            links.revoke_all(report)
        else:
            close(report, user)


def _check_owner(report: OwnerReport) -> None:
    """Raises NotAskedError, unless the report is the present owner's."""
    if report.contact is None:
        raise NotAskedError("The owner is no longer among the contacts.")
    if not CommitmentOwner.objects.filter(commitment=report.commitment_id, contact=report.contact_id).exists():
        raise NotAskedError("This contact no longer owns the commitment, so nothing is mailed to them.")


def _kept(report: OwnerReport) -> dict[str, Any]:
    """Return what mailing a link changes, as it is before."""
    return {name: getattr(report, name) for name in BY_MAILING}


def _link(report: OwnerReport, user: User, site: Site) -> str:
    """Save a report that is to be mailed, with time to answer, and return the token of another link. Links that were mailed
    before go on working as long as this one."""
    enough = today() + datetime.timedelta(days=OwnerReportSettings.of(site).answer_days)
    report.answer_by, report.mailed_at = max(report.answer_by, enough), timezone.now()
    report.save(update_fields=BY_MAILING)
    token = links.make(report, user)
    report.links.filter(revoked_at=None).update(expires_at=links.end_of(report.answer_by))
    return token


def _mail(report: OwnerReport, token: str, letter: mails.OwnerLetter, site: Site, before: dict[str, Any]) -> None:
    """Mail a link, outside of transactions: others can write while the mail server answers. If it can't be sent, the report is
    again as it was."""
    assert report.contact  # noqa: S101  checked with the owner
    try:
        mails.mail(report.contact, [(report, token)], letter, site)
    except mails.OwnerMailError:
        with transaction.atomic():
            report.links.filter(digest=links.LINKS.tokens.digest_of(token)).delete()
            OwnerReport.objects.filter(pk=report.pk, state=report.state).update(**before)
        raise


@transaction.atomic
def close(report: OwnerReport, user: User) -> None:
    """Close a report without an entry; its links stop working at once. Raises DecidedError."""
    locked = _locked(report)
    if not locked.is_open:
        raise DecidedError("Somebody has decided on this report meanwhile.")
    links.revoke_all(locked)
    locked.state, locked.decided_by, locked.decided_at = OwnerReportState.CLOSED, user, timezone.now()
    locked.save(update_fields=["state", "decided_by", "decided_at"])
    log_actions.write("close", locked, user)


def version_of(report: OwnerReport) -> str:
    """Return what is different once the owner has answered anew."""
    return report.answered_at.isoformat() if report.answered_at else ""


def _to_decide(report: OwnerReport, seen: str) -> OwnerReport:
    locked = _locked(report)
    if locked.state != OwnerReportState.ANSWERED:
        raise DecidedError("Somebody has decided on this report meanwhile.")
    if version_of(locked) != seen:
        raise DecidedError("The owner has changed the answer meanwhile. Compare it with the form, then decide.")
    return locked


def _locked(report: OwnerReport) -> OwnerReport:
    locked = OwnerReport.objects.select_for_update(of=("self",)).select_related(
        "commitment__work_stream", "contact__organisation"
    )
    return locked.get(pk=report.pk)


def _day(report: OwnerReport) -> str:
    decided = timezone.localtime(report.decided_at)
    return f"{decided.day} {decided:%B %Y}"
