"""A commitment with an owner, and the link by which the owner reports."""

import datetime
import re

import pytest
from django.core import mail
from django.utils import timezone

from cms.base.dates import today
from cms.models import HubSettings
from engagement.models import CommitmentOwner, OwnerReportSettings
from engagement.owners import requests
from programme.models import Organisation, ProgressEntry
from tests import factories
from tests.admin.conftest import editor, lead, moderator  # noqa: F401  fixtures

LINK = re.compile(r"http://localhost(/owner-reports/[^/\s]+/)")


@pytest.fixture
def hub(tree):
    return HubSettings.objects.create(
        site=tree.site, site_name="The hub", contact_name="The team", contact_email="team@example.org"
    )


@pytest.fixture
def body(db):
    return Organisation.objects.create(name="Health Board", slug="health-board")


@pytest.fixture
def commitment(hub, tree, body):
    stream = factories.WorkStreamFactory(parent=tree.streams, title="Neglect")
    page = factories.CommitmentFactory(
        parent=stream, number=7, text="<p>Train all teams.</p>", responsible_body=body, due_date=today() + days(30)
    )
    ProgressEntry.objects.create(page=page, date=today() - days(90), status="in_progress", note="It has begun.")
    page.save_revision().publish()
    return page


@pytest.fixture
def contact(body):
    return factories.ContactFactory(name="Ada Bell", email="ada@example.org", organisation=body)


@pytest.fixture
def owner(commitment, contact):
    return CommitmentOwner.objects.create(commitment=commitment, contact=contact)


@pytest.fixture
def before_due(tree):
    return OwnerReportSettings.objects.create(site=tree.site, days_before=30)


@pytest.fixture
def asked(owner, before_due):
    """Ask the owner, and return the report."""
    requests.run(noon())
    return owner.contact.owner_reports.get()


@pytest.fixture
def path(asked):
    """Return the path of the link that was mailed."""
    return path_in(mail.outbox[-1])


def days(number: int) -> datetime.timedelta:
    return datetime.timedelta(days=number)


def noon(day: datetime.date | None = None) -> datetime.datetime:
    """Return a moment at which owners are written to."""
    return timezone.make_aware(datetime.datetime.combine(day or today(), datetime.time(12)))


def path_in(message) -> str:
    return LINK.search(message.body)[1]


def answered(**changes) -> dict[str, str]:
    """Return what an owner sends."""
    there = {
        "status": "complete",
        "date": "March 2026",
        "note": "All teams are trained.",
        "evidence_link": "example.org/report",
        "answered_by": "Ada Bell",
    }
    return there | changes
