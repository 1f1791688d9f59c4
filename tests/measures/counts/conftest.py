"""A site that counts, and a browser."""

import pytest
from django.test import Client
from wagtail.models import Site

from measures.counts.tally import tally
from measures.models import CountsSettings

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(autouse=True)
def empty_tally():
    """No test finds what another counted."""
    tally.forget()
    yield
    tally.forget()


@pytest.fixture
def counting(tree) -> Site:
    """The site of the tree, with counts switched on."""
    CountsSettings.objects.create(site=tree.site, counts_readers=True)
    return tree.site


@pytest.fixture
def reader() -> Client:
    """Somebody with a browser."""
    return Client(headers={"user-agent": BROWSER})
