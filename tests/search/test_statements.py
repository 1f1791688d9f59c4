"""The number of statements of an answer doesn't depend on the amount of content."""

import pytest

from search.models import PromotedResult
from tests import factories

# in the fixture `ask`: the site; the content's token
BEFORE = 2
# postings; short texts of the best; pages; texts of those shown
ANSWER = 4
# also: postings of candidates; spellings of the word in public texts (the words of the index are read once per period)
CORRECTED = ANSWER + 2
# also: the texts with both words; the names of the pages found
NUMBERED = ANSWER + 2
# once per period: its end and hidden branches; versions of blocks; their sizes; entries and marks of those that changed;
# hidden pages; hidden documents; empty lists; terms; names; statuses; promotions; phrases of help; the programme's words,
# which the site of a request brings with it
PERIOD = 14
SEVERAL_LANGUAGES = 2  # also: the home pages in all languages; pages in other languages
SUGGEST = 3  # titles with the prefix; titles of the best; pages
# also: titles with the stem as prefix; titles with a similar prefix (the words of the index are read once per period)
MISSPELT = SUGGEST + 2


def fill(tree, number: int) -> None:
    stream = factories.WorkStreamFactory(parent=tree.streams)
    for place in range(number):
        factories.NewsFactory(parent=tree.news, title=f"Badger {place}", work_streams=[stream])
        factories.EventFactory(parent=tree.events, title=f"Badger day {place}")
        factories.PublicationFactory(parent=tree.publications, title=f"Badger report {place}")


@pytest.mark.parametrize("number", [2, 12])
def test_an_answer(tree, number, ask, django_assert_num_queries):
    fill(tree, number)
    page = factories.NewsFactory(parent=tree.news, title="Sett")
    PromotedResult.objects.create(queries="badger", page=page)
    ask("bagder")
    with django_assert_num_queries(BEFORE + ANSWER):
        found = ask("badger", size=20)
    assert len(found.hits) == min(20, 3 * number)
    assert len(found.promoted) == 1
    with django_assert_num_queries(BEFORE + CORRECTED):
        assert ask("bagder").corrected


@pytest.mark.parametrize("number", [2, 12])
def test_a_thing_by_its_number(tree, number, ask, django_assert_num_queries):
    stream = factories.WorkStreamFactory(parent=tree.streams)
    for place in range(1, number + 1):
        factories.CommitmentFactory(parent=stream, kind="recommendation", number=place)
    ask("recommendation 1")
    with django_assert_num_queries(BEFORE + NUMBERED):
        assert ask("recommendation 2").total == 1
    with django_assert_num_queries(BEFORE + NUMBERED + 1):  # the texts of the thing alone, and of the whole query
        assert ask("promised by recommendation 2").total


@pytest.mark.parametrize("number", [2, 12])
def test_suggestions(tree, number, ask, suggested, django_assert_num_queries):
    fill(tree, number)
    ask("badger")
    with django_assert_num_queries(BEFORE + SUGGEST):
        assert len(suggested("bad", 6)) == 6
    suggested("badgre", 6)
    with django_assert_num_queries(BEFORE + MISSPELT):
        assert len(suggested("badgre", 6)) == 6


@pytest.mark.parametrize("number", [2, 12])
def test_an_answer_in_one_language(tree, gaelic, number, ask, suggested, django_assert_num_queries):
    factories.translate(tree.news, gaelic).save_revision().publish()
    for place in range(number):
        page = factories.NewsFactory(parent=tree.news, title=f"Badger {place}")
        factories.translate(page, gaelic).save_revision().publish()
    with django_assert_num_queries(BEFORE + PERIOD + SEVERAL_LANGUAGES + ANSWER):
        assert ask("badger").total == 2 * number
    for locale in (gaelic.pk, tree.home.locale_id):
        with django_assert_num_queries(BEFORE + ANSWER):
            assert ask("badger", locale=locale).total == number


@pytest.mark.parametrize("number", [2, 12])
def test_the_first_answer_of_a_period(tree, number, ask, django_assert_num_queries):
    fill(tree, number)
    with django_assert_num_queries(BEFORE + PERIOD + ANSWER):
        ask("badger")
