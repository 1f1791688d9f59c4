"""A hub, and the ways to give feedback on it."""

import datetime
import threading

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from cms.accounts.roles import EDITORS, PROGRAMME_LEADS
from cms.models import HubSettings
from engagement.choices import PostCheck, PostState
from engagement.models import SocialPost
from tests import factories
from tests.admin.conftest import sign_in

from .platform_server import BLUESKY, MASTODON, Platform


@pytest.fixture
def hub(tree):
    """The settings of an empty hub."""
    factories.add_signposts()
    return HubSettings.objects.create(
        site=tree.site,
        site_name="The hub",
        organisation="The Government",
        response_time="within five working days",
    )


@pytest.fixture
def neglect(hub, tree):
    return factories.WorkStreamFactory(parent=tree.streams, title="Neglect")


@pytest.fixture
def editor(hub, roles):
    return sign_in("editor", group=EDITORS)


@pytest.fixture
def cosla(hub):
    return factories.OrganisationFactory(name="COSLA")


@pytest.fixture
def send(client):
    """Send the form and return the response."""

    def send(**fields):
        return client.post("/feedback/", fields, REMOTE_ADDR=fields.pop("address", "192.0.2.1"))

    return send


@pytest.fixture
def platform(settings):
    with Platform() as server:
        settings.SOCIAL_KEYS = {
            MASTODON: {"key": "secret-token", "server": server.address},
            BLUESKY: {"key": "app-password", "server": server.address},
        }
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def lead(hub, roles):
    return sign_in("lead", group=PROGRAMME_LEADS)


@pytest.fixture
def ready(hub, roles):
    """Return a function that makes a post that is ready, released to be posted at a moment."""

    def ready(address: str = MASTODON, at: datetime.datetime | None = None, **values) -> SocialPost:
        channel = factories.ChannelFactory(address=address, platform="A platform")
        now = timezone.now()
        released = {"released_at": now, "post_at": at or now - datetime.timedelta(minutes=1)}
        checked = [check.value for check in PostCheck]
        values = {"text": "Read it.", "link": "https://example.org/a", "checked": checked} | released | values
        return factories.SocialPostFactory(channel=channel, state=PostState.READY, **values)

    return ready


def page_of(response) -> BeautifulSoup:
    """Return a page as a tree of elements."""
    return BeautifulSoup(response.content, "html.parser")


def number_in(response) -> str:
    """Return the number that a redirect leads to."""
    assert response.status_code == 303, response.content
    return response["Location"].split("/")[3]
