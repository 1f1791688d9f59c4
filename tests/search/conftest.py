"""Fixtures for querying the engine."""

import pytest
from wagtail.models import Site

from cms.visibility.period import current_period
from cms.visibility.rule import Visibility
from search.engine.answers import Answer
from search.engine.questions import Question
from search.engine.retrieval import answer, suggest
from tests import factories


def public() -> Visibility:
    """Return the public's present view, as for a request."""
    site = Site.objects.select_related("root_page").get(is_default_site=True)
    return Visibility(site, period=current_period())


@pytest.fixture
def mailing_list(db):
    """A mailing list, as every hub has after its set-up, so that the page for subscribing exists."""
    return factories.MailingListFactory()


@pytest.fixture
def ask():
    """Run a query; returns the answer."""

    def ask(words: str, **more) -> Answer:
        return answer(Question(words, **more), public())

    return ask


@pytest.fixture
def titles(ask):
    """Run a query; returns the titles found, in order."""
    return lambda words, **more: [hit.page.title for hit in ask(words, **more).hits]


@pytest.fixture
def suggested():
    """Ask for suggestions; returns their titles, in order."""
    return lambda typed, most=8: [one.text for one in suggest(typed, public(), most)]
