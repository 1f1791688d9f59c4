"""Asks owners for reports and reminds them: on the days that the programme sets, or when the team asks.

Owners are written to by day only, and once: the row of a report says that somebody has asked, whichever worker it was.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import Site

from cms.base.active_site import site_active
from cms.base.choices import StatusCategory
from cms.base.dates import today
from cms.base.restorations import is_held
from cms.jobs.registry import Stop, do_each, job
from cms.pages.addresses import in_tree_of
from cms.pages.viewer import end_of_site
from cms.visibility.rule import Visibility
from engagement.choices import OwnerReportReason, OwnerReportState
from engagement.models import CommitmentOwner, Contact, OwnerReport, OwnerReportSettings
from engagement.models.owners import OPEN, UNANSWERED, who_may_be_asked
from programme.choices import STATUSES
from programme.models import CommitmentPage
from programme.progress import status_on

from . import links, log_actions, mails

EVERY = 15 * 60  # seconds
HOURS = range(8, 18)  # local, in which owners are written to
# A period that began longer ago isn't asked about any more: regular reports were set up since, or the hub stood still.
STILL_NEW = datetime.timedelta(days=7)
# Mails of one run; the rest follows at once.
AT_ONCE = 10
SETTLED = (StatusCategory.DONE, StatusCategory.STOPPED)
# The key of a commitment, a reason, and its day.
Occasion: TypeAlias = tuple[int, str, datetime.date]


class NotAskedError(Exception):
    """The owner can't be asked; the message is one sentence for the editor."""


@dataclass(frozen=True)
class ReportRequest:
    """What an owner is to be asked for."""

    owner: CommitmentOwner
    reason: OwnerReportReason
    for_day: datetime.date
    answer_by: datetime.date

    @property
    def occasion(self) -> Occasion:
        """The commitment, and the due date or period that it is asked for."""
        return self.owner.commitment_id, self.reason, self.for_day


@job("Owners' reports: ask", every=EVERY)
def ask_due(stop: Stop) -> bool:
    """Ask and remind the owners whose day has come. Nothing while the hub is held after a restoration."""
    return not is_held() and run(timezone.now(), stop)


def run(now: datetime.datetime, stop: Stop = lambda: False) -> bool:
    """Ask and remind who is due at a moment, and say whether more mails wait. Raises ExceptionGroup with all that failed."""
    if timezone.localtime(now).hour not in HOURS:
        return False
    left = [AT_ONCE]
    sites = [site for site in Site.objects.select_related("root_page") if end_of_site(site.pk) is None]
    do_each(((f"site {site.pk}", partial(_of_site, site, now, left, stop)) for site in sites), stop)
    return left[0] == 0


def _of_site(site: Site, now: datetime.datetime, left: list[int], stop: Stop) -> None:
    own = OwnerReportSettings.of(site)
    with site_active(site):
        waiting: list[tuple[str, Callable[[], object]]] = []
        waiting += [(f"contact {one.pk}", partial(_ask, one, wanted, site)) for one, wanted in _asked(site, own, now)]
        waiting += [(f"contact {one.pk}", partial(_remind, one, late, site)) for one, late in _late(site, own, now)]
        del waiting[left[0] :]
        left[0] -= len(waiting)
        do_each(waiting, stop)


def _asked(site: Site, own: OwnerReportSettings, now: datetime.datetime) -> list[tuple[Contact, list[ReportRequest]]]:
    grouped: dict[Contact, list[ReportRequest]] = defaultdict(list)
    for wanted in requests_of(site, own, timezone.localdate(now)):
        grouped[wanted.owner.contact].append(wanted)
    return list(grouped.items())


def requests_of(site: Site, own: OwnerReportSettings, day: datetime.date) -> Iterator[ReportRequest]:
    """Yield what owners of a site are to be asked for on a day: once for each day, and nothing while a report is open.

    A new owner is asked again for what the former one never answered.
    """
    if own.days_before is None and own.every_months is None:
        return
    owners = list(owners_of(site))
    reports = OwnerReport.objects.filter(commitment__in=[owner.commitment_id for owner in owners])
    earlier = list(reports.values_list("commitment", "reason", "for_day", "contact", "answered_at"))
    asked = {((commitment, reason, for_day), contact) for commitment, reason, for_day, contact, _ in earlier}
    answered = {(commitment, reason, for_day) for commitment, reason, for_day, _, moment in earlier if moment}
    unanswered = {occasion for occasion, _ in asked} - answered
    # A due date doesn't wait for a regular report that nobody has answered.
    expected = Q(state=OwnerReportState.ANSWERED) | (_open_still() & Q(answer_by__gte=day))
    busy = set(reports.filter(expected).values_list("commitment", flat=True))
    waits = expected & ~Q(reason=OwnerReportReason.PERIOD, state=OwnerReportState.ASKED)
    busy_for_due = set(reports.filter(waits).values_list("commitment", flat=True)) if busy else busy
    for owner in owners:
        if _is_settled(owner.commitment, day):
            continue
        found = (
            one
            for one in _requests(owner, own, day, unanswered)
            if one.occasion not in answered
            and (one.occasion, owner.contact_id) not in asked
            and owner.commitment_id not in (busy_for_due if one.reason == OwnerReportReason.DUE else busy)
        )
        if wanted := next(found, None):
            yield wanted


def owners_of(site: Site) -> QuerySet[CommitmentOwner]:
    """Return the owners of a site's public commitments who may be asked, with their entries."""
    public = Visibility(site).filter(CommitmentPage.objects.filter(in_tree_of(site), alias_of=None))
    found = CommitmentOwner.objects.filter(who_may_be_asked("contact__"), commitment__in=public.order_by().values("pk"))
    found = found.select_related("contact__organisation", "commitment__work_stream")
    return found.prefetch_related("commitment__progress_entries").order_by("pk")


def _open_still() -> Q:
    """Return the condition for reports that are answered and wait for the team, or asked for by a link that works."""
    works = Q(links__revoked_at=None, links__expires_at__gt=timezone.now())
    return Q(state=OwnerReportState.ANSWERED) | (Q(state__in=UNANSWERED) & works)


def _is_settled(commitment: CommitmentPage, day: datetime.date) -> bool:
    entries = sorted(commitment.progress_entries.all(), key=lambda entry: (entry.date, entry.sort_order or 0))
    status = status_on(entries, day)
    return status is not None and STATUSES(status).category in SETTLED


def _requests(
    owner: CommitmentOwner, own: OwnerReportSettings, day: datetime.date, unanswered: Container[Occasion]
) -> Iterator[ReportRequest]:
    """Yield what the settings ask for on a day. A period that an owner didn't answer isn't over for the next one."""
    due = owner.commitment.due_date
    if own.days_before and due and due - datetime.timedelta(days=own.days_before) <= day <= due:
        yield ReportRequest(owner, OwnerReportReason.DUE, due, due)
    if own.every_months:
        begins = day.replace(month=day.month - (day.month - 1) % own.every_months, day=1)
        answer_by = day + datetime.timedelta(days=own.answer_days)
        wanted = ReportRequest(owner, OwnerReportReason.PERIOD, begins, answer_by)
        if day - begins < STILL_NEW or wanted.occasion in unanswered:
            yield wanted


def _ask(contact: Contact, wanted: Iterable[ReportRequest], site: Site, user: User | None = None) -> list[OwnerReport]:
    """Ask an owner for reports by one mail. Raises OwnerMailError if it can't be sent; then they weren't asked.

    The job doesn't try an address again that the mail server doesn't take: the reports are shown as not mailed.
    """
    made = [found for one in wanted if (found := _made(one, user))]
    if not made:
        return []  # another worker was faster
    reports = OwnerReport.objects.filter(pk__in=[report.pk for report, _ in made])
    try:
        mails.mail(contact, made, mails.ASKING, site)
    except mails.OwnerMailError as error:
        if user is None and isinstance(error, mails.OwnerAddressError):
            return []
        reports.delete()
        raise
    reports.update(mailed_at=timezone.now())
    for report, _ in made:
        _close_earlier(report)
        log_actions.write("ask", report, user)
    return [report for report, _ in made]


@transaction.atomic
def _made(wanted: ReportRequest, user: User | None) -> tuple[OwnerReport, str] | None:
    try:
        with transaction.atomic():
            report = OwnerReport.objects.create(
                commitment=wanted.owner.commitment,
                contact=wanted.owner.contact,
                reason=wanted.reason,
                for_day=wanted.for_day,
                answer_by=wanted.answer_by,
                asked_by=user,
            )
    except IntegrityError:
        return None
    return report, links.make(report, user)


def _close_earlier(report: OwnerReport) -> None:
    """Close what the owner never answered: a new report is asked for in its place."""
    earlier = OwnerReport.objects.filter(commitment=report.commitment_id, state__in=UNANSWERED).exclude(pk=report.pk)
    for one in earlier:
        links.revoke_all(one)
    earlier.update(state=OwnerReportState.CLOSED)


def _late(site: Site, own: OwnerReportSettings, now: datetime.datetime) -> list[tuple[Contact, list[OwnerReport]]]:
    if own.remind_days is None:
        return []
    found = OwnerReport.objects.filter(
        in_tree_of(site, "commitment__path"),
        state=OwnerReportState.ASKED,
        reminded_at=None,
        mailed_at__lte=now - datetime.timedelta(days=own.remind_days),
        contact__isnull=False,
        commitment__live=True,
    )
    found = found.select_related("contact__organisation", "commitment__work_stream").prefetch_related("links")
    grouped: dict[Contact, list[OwnerReport]] = defaultdict(list)
    for report in found.order_by("pk"):
        if report.contact and report.contact.may_be_asked and report.open_until:
            grouped[report.contact].append(report)
    return list(grouped.items())


def _remind(contact: Contact, late: Iterable[OwnerReport], site: Site) -> None:
    """Remind an owner by one mail. Each is marked first, so that no other worker reminds as well."""
    taken = [
        one
        for one in late
        if OwnerReport.objects.filter(pk=one.pk, state=OwnerReportState.ASKED, reminded_at=None).update(
            reminded_at=timezone.now()
        )
    ]
    if not taken:
        return
    try:
        mails.mail(contact, [(one, links.make(one)) for one in taken], mails.REMINDING, site)
    except mails.OwnerAddressError:
        return  # the list shows that the address isn't taken
    except mails.OwnerMailError:
        OwnerReport.objects.filter(pk__in=[one.pk for one in taken]).update(reminded_at=None)
        raise
    for one in taken:
        log_actions.write("remind", one)


def check_asking(commitment: CommitmentPage, site: Site, besides: OwnerReport | None = None) -> None:
    """Raises NotAskedError if nobody is to be asked about a commitment now. A report `besides` others may be open."""
    if end_of_site(site.pk):
        raise NotAskedError("The programme has ended, so owners aren't asked any more.")
    if not Visibility(site).can_see(commitment):
        raise NotAskedError("The page isn't public. Owners are asked once it is.")
    reports = OwnerReport.objects.filter(commitment=commitment.pk, state__in=OPEN)
    others = reports.exclude(pk=besides.pk) if besides else reports
    if others.filter(_open_still()).exists():
        raise NotAskedError("A report is open already. Send its link again, or decide on the answer.")


def ask_now(owner: CommitmentOwner, user: User, site: Site) -> OwnerReport:
    """Ask an owner at once. Raises NotAskedError, OwnerMailError."""
    check_asking(owner.commitment, site)
    answer_by = today() + datetime.timedelta(days=OwnerReportSettings.of(site).answer_days)
    wanted = ReportRequest(owner, OwnerReportReason.BY_HAND, today(), answer_by)
    return _ask(owner.contact, [wanted], site, user)[0]
