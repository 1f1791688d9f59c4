"""How tests ask the engine."""

import pytest
from wagtail.models import Site

from cms.visibility.period import current_period
from cms.visibility.rule import Visibility
from search.engine.answering import answer, suggest
from search.engine.answers import Answer
from search.engine.asking import Question
from tests import factories


def public() -> Visibility:
    """Return what the public sees now, as a request does."""
    site = Site.objects.select_related("root_page").get(is_default_site=True)
    return Visibility(site, period=current_period())


@pytest.fixture
def mailing_list(db):
    """A list to join, as every hub that was set up has: with it there is a page where people subscribe."""
    return factories.MailingListFactory()


@pytest.fixture
def ask():
    """Ask a question; returns the answer."""

    def ask(words: str, **more) -> Answer:
        return answer(Question(words, **more), public())

    return ask


@pytest.fixture
def titles(ask):
    """Ask a question; returns the titles found, in their order."""
    return lambda words, **more: [hit.page.title for hit in ask(words, **more).hits]


@pytest.fixture
def suggested():
    """Type something; returns the titles suggested, in their order."""
    return lambda typed, most=8: [one.text for one in suggest(typed, public(), most)]
