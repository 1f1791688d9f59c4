"""Links to owners' reports: making and opening them. Each opens one report about one commitment."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import Site

from cms.base.secret_links import GONE, LinkClosedError, SecretLinkTokens, open_link
from cms.operations.secret_uses import KEY, SecretUse, out_of
from cms.visibility.hub_addresses import full_address
from cms.visibility.rule import Visibility
from engagement.models import OwnerReport, OwnerReportLink

from . import log_actions

TOKENS = SecretLinkTokens("engagement.owners")
# A link works this long after the day by which an answer is expected.
DAYS_AFTER = 30


def make(report: OwnerReport, user: User | None = None) -> str:
    """Make another link to a report, and return its token, which is kept nowhere."""
    token = TOKENS.new()
    OwnerReportLink.objects.create(
        report=report, digest=TOKENS.digest_of(token), expires_at=end_of(report.answer_by), created_by=user
    )
    return token


def end_of(answer_by: datetime.date) -> datetime.datetime:
    """Return the moment at which links to a report end."""
    day = answer_by + datetime.timedelta(days=DAYS_AFTER + 1)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


def address_of(token: str, site: Site | None) -> str:
    """Return the full address that a token opens, on the site of its commitment."""
    return full_address("owner_reports:report", token, site=site)


def opened(token: str, visibility: Visibility) -> OwnerReportLink:
    """Return the link of a token, with its report and commitment.

    It works while the commitment is public. Raises LinkClosedError.
    """
    link = open_link(
        OwnerReportLink.objects.select_related("report__commitment__work_stream", "report__contact__organisation"),
        TOKENS,
        token,
        visibility.site,
    )
    if not visibility.can_see(link.report.commitment):
        raise LinkClosedError(GONE)
    return link


@transaction.atomic
def used(link: OwnerReportLink) -> None:
    """Log that the report was looked at through the link."""
    OwnerReportLink.objects.filter(pk=link.pk).update(last_used_at=timezone.now())
    log_actions.write("open", link.report)


def revoke_all(report: OwnerReport) -> None:
    """Revoke all links to a report at once."""
    report.links.filter(revoked_at=None).update(revoked_at=timezone.now())


def open_links() -> QuerySet[OwnerReportLink]:
    """Return the links that work."""
    return OwnerReportLink.objects.filter(revoked_at=None, expires_at__gt=timezone.now())


def secret_use() -> Iterator[SecretUse]:
    """The use of `SECRET_KEY` by links to owners' reports, for `manage.py secrets`."""
    works = open_links()
    last = works.order_by("-expires_at").values_list("expires_at", flat=True).first()
    yield SecretUse(
        KEY, "Links to owners' reports", out_of(works.count()), f"{last:%Y-%m-%d}" if last else "none is open"
    )
