"""A hub, and the ways to give feedback on it."""

import pytest
from bs4 import BeautifulSoup

from cms.models import HubSettings
from tests import factories


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
def send(client):
    """Send the form and return the response."""

    def send(**fields):
        return client.post("/feedback/", fields, REMOTE_ADDR=fields.pop("address", "192.0.2.1"))

    return send


def page_of(response) -> BeautifulSoup:
    """Return a page as a tree of elements."""
    return BeautifulSoup(response.content, "html.parser")


def number_in(response) -> str:
    """Return the number that a redirect leads to."""
    assert response.status_code == 303, response.content
    return response["Location"].split("/")[3]
