"""A site that counts, with an open question, and readers."""

import pytest
from django.test import Client
from wagtail.models import Site

from measures.models import CountsSettings, SurveyQuestion
from tests import factories

FORM = "/feedback/survey/"
THANKS = "/feedback/survey/counted/"


@pytest.fixture
def counting(tree) -> Site:
    """The site of the tree, with counts switched on."""
    CountsSettings.objects.create(site=tree.site, counts_readers=True)
    return tree.site


@pytest.fixture
def question(counting) -> SurveyQuestion:
    """A question that is open today."""
    return factories.SurveyFactory(site=counting)


@pytest.fixture
def send(client, question):
    """Send an answer, by default the first; from another network with `address`."""

    def send(place=0, address="192.0.2.1", **fields):
        data = {"question": question.pk, "answer": question.answers.all()[place].pk, "page": "/news/"} | fields
        return Client(REMOTE_ADDR=address).post(FORM, data)

    return send
