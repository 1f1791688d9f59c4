"""A programme that has its own words is searched by them, and by the product's as before; the index stays as it is."""

import pytest

from search.engine.parser import parse, without_number
from search.engine.terms import OwnName, Vocabulary
from search.index.texts import said_by
from tests import factories, own_words, vocabularies
from tests.sites.canaries import below

from .conftest import public

pytestmark = pytest.mark.django_db


@pytest.fixture
def stream(tree):
    return factories.WorkStreamFactory(parent=tree.streams, title="Woods")


@pytest.fixture
def pledges(tree, stream):
    """Pledges 3 and 4 and step 3, a page that mentions pledge 3, and one that has both words apart; by name."""
    with own_words.spoken():
        yield {
            "third": factories.CommitmentFactory(parent=stream, kind="recommendation", number=3, title="Lamps for all"),
            "fourth": factories.CommitmentFactory(parent=stream, kind="recommendation", number=4, title="Mills"),
            "step": factories.CommitmentFactory(parent=stream, kind="action", number=3, title="Cables"),
            "news": factories.NewsFactory(parent=tree.news, title="What pledge 3 means"),
            "apart": factories.NewsFactory(parent=tree.news, title="A pledge after 3 years"),
        }


@pytest.mark.parametrize("typed", ["pledge 3", "Pledge no. 3", "the pledges three", "recommendation 3", "rec 3"])
def test_a_number_is_that_of_the_thing_in_either_word(pledges, ask, titles, typed):
    found = titles(typed)
    assert found[0] == "Lamps for all"
    assert found[:2] == ["Lamps for all", "What pledge 3 means"]
    assert "A pledge after 3 years" not in found[: ask(typed).total]


def test_another_kind_has_its_own(pledges, titles):
    assert titles("step 3")[0] == titles("action 3")[0] == "Cables"


@pytest.mark.parametrize("typed", ["pledge 3", "pled 3", "recommendation 3"])
def test_suggestions_have_it(pledges, suggested, typed):
    assert suggested(typed)[0] in ("Lamps for all", "What pledge 3 means")
    assert "Lamps for all" in suggested(typed)


def test_all_of_a_kind_are_found_by_either_word(pledges, titles):
    assert {"Lamps for all", "Mills"} <= set(titles("pledges")) & set(titles("recommendations"))


def test_a_number_that_no_page_has_is_named_as_it_was_typed(pledges, ask):
    assert ask("pledge 77").missing == ("pledge 77",)
    assert ask("recommendation 77").missing == ("recommendation 77",)


def test_a_change_of_words_needs_no_new_index(pledges, titles):
    own_words.record(public().site).__class__.objects.update(
        recommendation_singular="promise", recommendation_plural="promises"
    )
    assert titles("promise 3")[0] == "Lamps for all"


def test_without_own_words_they_mean_nothing(tree, stream, ask):
    factories.CommitmentFactory(parent=stream, kind="recommendation", number=3, title="Lamps for all")
    assert ask("pledge 3").missing == ("pledge",)


def test_a_name_of_several_words():
    vocabulary = Vocabulary()
    vocabulary.call(OwnName("big pledge", "big pledges", "recommendation", numbered=True))
    query = parse("what is big pledge no 3", vocabulary)
    assert query.counted == ("recommendation", "3")
    assert query.counted_as == "big pledge 3"
    assert (("recommend", "3") in query.counted_phrases) and (("big", "pledg", "3") in query.counted_phrases)
    assert without_number("big pledge 3", query) == "big pledge"


def test_kinds_in_results_are_those_of_the_page_s_programme(tree):
    site = below(tree.site, "energy")
    vocabularies.give("news-kinds", [{"key": "announcement", "label": "Canary", "plural": "Canaries"}])
    vocabularies.give("news-kinds", [{"key": "announcement", "label": "Bulletin", "plural": "Bulletins"}], site)
    first = factories.NewsFactory(parent=tree.news, kind="announcement")
    theirs = factories.NewsFactory(parent=factories.NewsIndexFactory(parent=site.root_page), kind="announcement")
    assert said_by(first).facts[1] == "Canary"
    assert said_by(theirs).facts[1] == "Bulletin"
    assert "Bulletin" in said_by(theirs).labels
