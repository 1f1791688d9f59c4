"""An event that takes registrations, and people who register."""

import datetime
import re

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from cms.base.dates import today
from cms.models import HubSettings
from engagement.models import EventRegistration
from engagement.registrations import letters
from tests import factories
from tests.admin.conftest import editor, lead, moderator  # noqa: F401  fixtures

LINK = re.compile(r"http://localhost(/event-registration/mine/[^/\s]+/)")
ASKED = "/event-registration/asked/"


@pytest.fixture
def hub(tree):
    return HubSettings.objects.create(
        site=tree.site,
        site_name="The hub",
        organisation="Example Council",
        contact_name="The team",
        contact_email="team@example.org",
    )


@pytest.fixture
def event(hub, tree):
    """An event in ten days."""
    start = noon(today() + days(10))
    return factories.EventFactory(
        parent=tree.events,
        title="Spring meeting",
        start=start,
        end=start + datetime.timedelta(hours=3),
        place="Town Hall, Leith",
        online_address="https://meet.example.org/spring",
    )


@pytest.fixture
def registration(event) -> EventRegistration:
    return factories.EventRegistrationFactory(event=event)


@pytest.fixture
def path(registration) -> str:
    return f"/event-registration/{registration.event_id}/"


@pytest.fixture
def send(path):
    """Send the form; from another network with `address`."""

    def send(address="192.0.2.1", **fields):
        return Client(REMOTE_ADDR=address).post(path, {"name": "Ada Bell", "email": "ada@example.org"} | fields)

    return send


@pytest.fixture
def link(send) -> str:
    """Register, and return the path of the link that was mailed."""
    send()
    return mailed()


def days(number: int) -> datetime.timedelta:
    return datetime.timedelta(days=number)


def noon(day: datetime.date | None = None) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day or today(), datetime.time(12)))


def mailed() -> str:
    """Hand the waiting mails over, and return the path of the link in the last one."""
    letters.run(timezone.now())
    return LINK.search(mail.outbox[-1].body)[1]
