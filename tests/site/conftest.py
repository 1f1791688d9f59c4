"""A hub with one page of every type, and readers' requests."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from wagtail.models import Page

from tests.trees import Mould

from .hub import build


@pytest.fixture
def read(client):
    """Open an address anonymously and return the page as a tree of elements."""

    def read(page: Page | str, status: int = 200) -> BeautifulSoup:
        response = client.get(page if isinstance(page, str) else page.url)
        assert response.status_code == status, response.content
        return BeautifulSoup(response.content, "html.parser")

    return read


@pytest.fixture(scope="session")
def mould_of_pages(moulds, django_db_blocker, tmp_path_factory) -> Mould:
    """One page of every type in the database and the media folder."""
    with django_db_blocker.unblock():
        return Mould.made(build, under=moulds[0], media=tmp_path_factory.mktemp("media"))


@pytest.fixture
def hub(mould_of_pages, tree) -> dict[str, Page]:
    """One page of every type, each related to the others. Returns them by a short name."""
    keys = mould_of_pages.cast()
    pages = {page.pk: page for page in Page.objects.filter(pk__in=keys.values()).specific()}
    return {name: pages[key] for name, key in keys.items()}


@pytest.fixture
def in_a_week():
    """A moment in the future."""
    return timezone.now() + datetime.timedelta(days=7)
