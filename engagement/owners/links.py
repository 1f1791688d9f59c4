"""Links to owners' reports: making and opening them. Each opens one report about one commitment."""

from __future__ import annotations

import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from cms.base.secret_links import GONE, LinkClosedError, SecretLinkTokens
from cms.pages.link_kinds import LinkKind
from cms.visibility.rule import Visibility
from engagement.models import OwnerReport, OwnerReportLink

from . import log_actions

LINKS = LinkKind(
    "Links to owners' reports",
    OwnerReportLink,
    shows="report",
    loads=("report__commitment__work_stream", "report__contact__organisation"),
    tokens=SecretLinkTokens("engagement.owners"),
    view="owner_reports:report",
    actions=log_actions.ACTIONS,
)
# A link works this long after the day by which an answer is expected.
DAYS_AFTER = 30


def make(report: OwnerReport, user: User | None = None) -> str:
    """Make another link to a report, and return its token, which is kept nowhere."""
    return LINKS.new(report, expires_at=end_of(report.answer_by), user=user)[1]


def end_of(answer_by: datetime.date) -> datetime.datetime:
    """Return the moment at which links to a report end."""
    day = answer_by + datetime.timedelta(days=DAYS_AFTER + 1)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


def opened(token: str, visibility: Visibility) -> OwnerReportLink:
    """Return the link of a token, with its report and commitment.

    It works while the commitment is public. Raises LinkClosedError.
    """
    link = LINKS.opened(token, visibility.site)
    if not visibility.can_see(link.report.commitment):
        raise LinkClosedError(GONE)
    return link


@transaction.atomic
def used(link: OwnerReportLink) -> None:
    """Log that the report was looked at through the link."""
    link.note_use()
    log_actions.write("open", link.report)


def revoke_all(report: OwnerReport) -> None:
    """Revoke all links to a report at once."""
    report.links.filter(revoked_at=None).update(revoked_at=timezone.now())
