"""The contents of an answer: order, filters, counts, corrections, promoted results, and tips if there is no query."""

import datetime

import pytest

from programme.choices import DutyKind, ProgressStatus, TextStatus
from programme.models import Duty, ProgressEntry
from search.engine.questions import Order
from search.models import PromotedResult, Synonym
from tests import factories


def rich(text: str) -> list[dict]:
    return [{"type": "rich_text", "value": {"text": f"<p>{text}</p>"}}]


@pytest.fixture
def zoo(tree):
    """News of animals in two streams and years."""
    woods = factories.WorkStreamFactory(parent=tree.streams, title="Woods")
    water = factories.WorkStreamFactory(parent=tree.streams, title="Water")
    topic = factories.TopicFactory(name="Night", slug="night")

    def news(title: str, year: int, *streams, **more):
        return factories.NewsFactory(
            parent=tree.news, title=title, date=datetime.date(year, 3, 1), work_streams=list(streams), **more
        )

    return {
        "woods": woods,
        "water": water,
        "badger": news("The badger", 2017, woods, topics=[topic]),
        "otter": news("The otter", 2018, water, body=rich("It isn't a badger.")),
        "both": news("An otter and a badger", 2018, woods, water),
        "owl": news("The owl", 2017, woods, topics=[topic], summary="Sits above the sett of a badger"),
    }


def test_a_title_goes_before_a_summary_and_that_before_a_body(zoo, titles):
    assert titles("badger") == ["The badger", "An otter and a badger", "The owl", "The otter"]


def test_all_words_must_be_there(zoo, titles):
    assert titles("otter badger")[0] == "An otter and a badger"
    assert titles('"sits" zebra gnu') == []


def test_a_word_that_no_page_has_is_left_out_and_named(zoo, ask):
    found = ask("sits zebra")
    assert [hit.page.title for hit in found.hits] == ["The owl"]
    assert (found.relaxed, found.missing, found.searched) == (True, ("zebra",), "sits zebra")
    assert ask("zebra").total == ask("zebra gnu").total == 0


def test_an_unfinished_word_is_taken_for_a_beginning(zoo, ask):
    found = ask("badg")
    assert found.hits[0].page.title == "The badger"
    assert (found.corrected, found.relaxed, found.missing) == (False, False, ())


def test_a_whole_word_is_no_beginning_of_another_nor_is_one_that_was_asked_for_exactly(tree, ask):
    factories.NewsFactory(parent=tree.news, title="Badgers started")
    assert ask("star").total == 0
    assert ask("badg").total == 1
    assert [ask("badg", exact=True).total, ask('"badg"').total] == [0, 0]


def test_a_quoted_word_is_that_word_alone(tree, ask):
    factories.NewsFactory(parent=tree.news, title="The badger")
    Synonym.objects.create(name="badger", slug="badger", words="brock")
    assert [ask(words).total for words in ("brock", '"brock"', "bagder", '"bagder"', '"badgers"')] == [1, 0, 1, 0, 1]


def test_a_quoted_phrase_must_stand_together(zoo, titles, ask):
    assert titles('"sett of a badger"') == ["The owl"]
    assert ask('"badger of a sett"').total == 0


def test_newest_first(zoo, titles):
    assert titles("badger", order=Order.DATE)[:2] == ["The otter", "An otter and a badger"]


def test_pages_of_results_don_t_overlap(tree, ask):
    for number in range(13):
        factories.NewsFactory(parent=tree.news, title=f"Badger {number}")
    parts = [ask("badger", offset=offset, size=5) for offset in (0, 5, 10, 15)]
    assert [len(part.hits) for part in parts] == [5, 5, 3, 0]
    assert len({hit.page.pk for part in parts for hit in part.hits}) == 13
    assert {part.total for part in parts} == {13}


def counts(found, name: str) -> dict[str, int]:
    return {value.value: value.count for facet in found.facets if facet.name == name for value in facet.values}


def test_each_facet_counts_with_the_others_filters_and_not_its_own(zoo, ask):
    found = ask("badger", streams=(zoo["woods"].slug,))
    assert found.total == 3
    assert counts(found, "stream") == {zoo["woods"].slug: 3, zoo["water"].slug: 2}
    assert counts(found, "year") == {"2018": 1, "2017": 2}
    assert counts(ask("badger", years=(2018,)), "stream") == {zoo["woods"].slug: 1, zoo["water"].slug: 2}
    assert counts(ask("badger"), "topic") == {"night": 2}
    assert counts(ask("badger"), "type") == {"news": 4}


def test_values_of_one_filter_are_alternatives_and_of_two_must_both_hold(zoo, ask):
    assert ask("badger", years=(2017, 2018)).total == 4
    assert ask("badger", years=(2017,), streams=(zoo["water"].slug,)).total == 0


def test_a_chosen_value_without_pages_stays_to_be_unticked(zoo, ask):
    found = ask("owl", streams=(zoo["water"].slug,))
    (facet,) = [facet for facet in found.facets if facet.name == "stream"]
    assert [(value.value, value.count, value.chosen) for value in facet.values] == [
        (zoo["woods"].slug, 1, False),
        (zoo["water"].slug, 0, True),
    ]


def test_unknown_values_are_ignored_and_named(zoo, ask):
    found = ask("badger", years=(1066,), types=("yeti",))
    assert found.total == 4
    assert found.ignored == ("yeti", "1066")


def test_filters_without_words_list_what_they_leave_newest_first(zoo, ask):
    found = ask("", types=("news",), years=(2017, 2018))
    assert not found.useful
    assert found.total == 4
    assert found.hits[0].date.year == 2018


def test_a_commitments_status_is_that_of_today(tree, ask):
    stream = factories.WorkStreamFactory(parent=tree.streams)
    page = factories.CommitmentFactory(parent=stream, title="Count badgers", number=1)
    factories.CommitmentFactory(parent=stream, title="Feed badgers", number=2)
    ProgressEntry.objects.create(page=page, date=datetime.date(2017, 1, 1), status=ProgressStatus.IN_PROGRESS, note="-")
    ProgressEntry.objects.create(page=page, date=datetime.date(2999, 1, 1), status=ProgressStatus.COMPLETE, note="-")
    assert counts(ask("badgers"), "status") == {"in_progress": 1, "not_recorded": 1}
    (hit,) = ask("badgers", statuses=("in_progress",)).hits
    assert hit.page.pk == page.pk
    assert (hit.status, hit.status_label) == ("in_progress", "In progress")
    (hit,) = ask("badgers", statuses=("not_recorded",)).hits
    assert (hit.status, hit.status_label) == ("not_recorded", "No update recorded")


# Interpretation of queries


def test_a_stream_is_found_by_who_leads_it_and_a_person_by_the_stream(tree, titles):
    stream = factories.WorkStreamFactory(parent=tree.streams, title="Badgers")
    profile = factories.TeamProfileFactory(parent=tree.team, given_name="Ada", family_name="Bell", title="Ada Bell")
    Duty.objects.create(page=profile, kind=DutyKind.POLICY_LEAD, work_stream=stream)
    profile.save_revision().publish()
    assert set(titles("who leads on badgers")) == {"Badgers", "Ada Bell"}
    assert set(titles("Ada Bell")) == {"Badgers", "Ada Bell"}


def test_synonyms_hold_both_ways_and_may_be_of_several_words(zoo, titles):
    Synonym.objects.create(name="badger", slug="badger", words="brock\nold grey one")
    assert titles("brock")[0] == "The badger"
    assert "The badger" in titles("the old grey one")
    assert titles("brocks") == titles("brock")


def test_a_draft_of_a_synonym_means_nothing(zoo, titles):
    Synonym.objects.create(name="badger", slug="badger", words="brock", live=False)
    assert titles("brock") == []


def test_a_misspelt_word_is_corrected_at_once_when_nothing_is_found(zoo, ask):
    found = ask("bagder")
    assert (found.searched, found.corrected, found.total) == ("badger", True, 4)
    found = ask("bagder", exact=True)
    assert (found.searched, found.corrected, found.total, found.suggestion) == ("bagder", False, 0, "badger")


def test_a_rare_word_beside_a_common_one_is_doubted(tree, ask):
    for number in range(12):
        factories.NewsFactory(parent=tree.news, title=f"Badger number {number}")
    factories.NewsFactory(parent=tree.news, title="A bodger of wood")
    found = ask("bodger")
    assert (found.total, found.corrected, found.suggestion) == (1, False, "badger")


def test_when_no_page_has_all_words_those_with_most_are_found_and_it_is_said(zoo, ask):
    found = ask("the night owl sits above the badger zebra")
    assert found.relaxed
    assert found.hits[0].page.title == "The owl"
    assert not ask("owl badger").relaxed


@pytest.mark.parametrize("words", ["", " ", "the of and", "?!", "…", '"', "\x00", "what is the", "-", "(", "*"])
def test_nothing_to_look_for_is_said(zoo, ask, words):
    found = ask(words)
    assert not found.useful
    assert (found.total, found.hits) == (0, [])


@pytest.mark.parametrize(
    "words",
    [
        "a\x00b",
        '"unclosed badger',
        "NOT badger OR",
        "title:badger*",
        "' OR 1=1 --",
        "x" * 10_000,
        "word " * 2_000,
        "\ufffd\u202e\ud800",
        "99/99/9999",
        "2017-13-45",
        "½ ² Ⅳ ﬁ",
        "🦡" * 50,
        "<script>",
        "%_%",
        "a-" * 200,
        '"' * 99,
    ],
)
def test_no_question_is_an_error(zoo, ask, suggested, words):
    ask(words)
    suggested(words)


# Promoted results


def test_promoted_pages_stand_on_top_and_not_among_the_others(zoo, ask):
    PromotedResult.objects.create(queries="night animals\nbadgers", page=zoo["owl"], text="See the owl.", order=2)
    PromotedResult.objects.create(queries="The Badger", page=zoo["both"], order=1)
    found = ask("Badgers")
    assert [hit.page.title for hit in found.promoted] == ["An otter and a badger", "The owl"]
    assert all(hit.promoted for hit in found.promoted)
    assert found.promoted[1].excerpt == "See the owl."
    assert [hit.page.title for hit in found.hits] == ["The badger", "The otter"]
    assert found.total == 2
    later = ask("badger", offset=1)
    assert later.promoted == []
    assert [hit.page.title for hit in later.hits] == ["The otter"]
    assert [hit.page.title for hit in ask("animals of the night").promoted] == ["The owl"]
    assert ask("otter").promoted == []


def test_a_promoted_page_passes_the_filters_and_is_counted_nowhere(tree, zoo, ask):
    PromotedResult.objects.create(queries="badger", page=zoo["both"])
    found = ask("badger")
    assert counts(found, "type") == {"news": found.total} == {"news": 3}
    assert [hit.page.pk for hit in ask("badger", types=("news",)).promoted] == [zoo["both"].pk]
    factories.EventFactory(parent=tree.events, title="A day out")
    assert ask("badger", types=("event",)).promoted == []


# Suggestions


def test_suggestions_begin_like_what_is_typed(zoo, suggested):
    assert suggested("bad") == ["The badger", "An otter and a badger"]
    assert suggested("ott bad") == ["An otter and a badger"]
    assert suggested("the ow") == ["The owl"]
    assert suggested("zeb") == suggested("") == suggested("?") == []
    assert len(suggested("o", 2)) == 2


def test_suggestions_know_other_ways_to_write_a_word(tree, suggested):
    factories.NewsFactory(parent=tree.news, title="Children's day")
    factories.NewsFactory(parent=tree.news, title="Ada McLean")
    assert [suggested(typed) for typed in ("childrens", "maclean")] == [["Children's day"], ["Ada McLean"]]


def test_of_things_with_a_number_the_one_that_was_typed_is_suggested_first(tree, suggested):
    stream = factories.WorkStreamFactory(parent=tree.streams)
    one = factories.CommitmentFactory(parent=stream, number=1, title="Action 1: feed the badgers of the whole wood")
    ten = factories.CommitmentFactory(parent=stream, number=10, title="Action 10", text_status=TextStatus.NOT_HELD)
    assert suggested("action 1") == suggested("acti") == suggested("action one") == [one.title, ten.title]


def test_suggestions_forgive_a_mistake_and_name_no_hidden_title(tree, suggested):
    badger = factories.NewsFactory(parent=tree.news, title="The badger")
    factories.NewsFactory(parent=tree.news, title="Voices of children")
    for typed in ("badgr", "bagde", "bedger", "baadger", "the bagder"):
        assert suggested(typed) == ["The badger"], typed
    assert suggested("bodega") == suggested("bdg") == []
    assert suggested("choices") == []
    badger.unpublish()
    assert suggested("bagder") == []


def test_suggestions_know_other_names_and_accents(tree, suggested):
    factories.WorkStreamFactory(parent=tree.streams, title="Badgers", other_names="Meles meles\nTroglodytes")
    factories.NewsFactory(parent=tree.news, title="Café Brôck")
    assert suggested("trogl") == ["Badgers"]
    assert suggested("cafe bro") == ["Café Brôck"]
