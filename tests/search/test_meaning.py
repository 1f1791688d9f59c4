"""What the engine takes words for: a thing and its number, a term that is explained, a list of things, an acronym, a name."""

import pytest

from programme.choices import TextStatus
from search.engine.parsing import parse, without_number
from search.engine.terms import Vocabulary
from search.models import Synonym
from tests import factories


@pytest.fixture
def stream(tree):
    return factories.WorkStreamFactory(parent=tree.streams, title="Woods")


@pytest.mark.parametrize(
    ("typed", "counted"),
    [
        ("recommendation 7", ("recommendation", "7")),
        ("what does Recommendation no. 7 say", ("recommendation", "7")),
        ("rec 7", ("recommendation", "7")),
        ("recommendation seven", ("recommendation", "7")),
        ("recommendations 7 and 8", ()),
        ("update 5 april", ()),
        ("update 2018", ()),
        ("page 7", ()),
        ("recommendation", ()),
    ],
)
def test_a_thing_is_told_from_a_day_by_what_stands_around_its_number(typed, counted):
    assert parse(typed, Vocabulary()).counted == counted


@pytest.mark.parametrize(
    ("typed", "rest"),
    [
        ("Recommendation 13", "Recommendation"),
        ("the rec. 13", "the recommendation."),
        ("action twelve", "action"),
        ("action-12th", "action-"),
    ],
)
def test_what_is_left_without_the_number(typed, rest):
    assert without_number(typed, parse(typed, Vocabulary())) == rest


def test_no_day_is_taken_for_the_number_of_a_thing(tree, stream, ask):
    seventh = factories.CommitmentFactory(
        parent=stream, kind="recommendation", number=7, title="Recommendation 7: dens"
    )
    factories.NewsFactory(parent=tree.news, title="A recommendation on the 13th", date="2018-12-13")
    assert [hit.page.pk for hit in ask("recommendation 7").hits] == [seventh.pk]
    assert ask("recommendation 7").missing == ()
    found = ask("recommendation 13")
    assert found.missing == ("recommendation 13",)
    assert found.hits[0].page.pk == seventh.pk
    assert (found.searched, found.corrected) == ("recommendation 13", False)


@pytest.mark.parametrize(
    "words",
    [
        "recommendation-13",
        "recommendation 13th",
        "rec 13",
        "recomendation 13",
        '"of dens" action 13',
        "action 13 22/06/2017",
    ],
)
def test_a_number_that_nothing_has_is_no_error_however_it_is_written(tree, stream, ask, words):
    assert ask(words).useful, "on a hub that has no such things"
    factories.CommitmentFactory(parent=stream, kind="recommendation", number=7, title="Recommendation 7: dens")
    assert ask(words).useful


def test_a_thing_named_by_its_number_is_found_whatever_else_is_typed(tree, stream, ask):
    third = factories.CommitmentFactory(parent=stream, kind="recommendation", number=3, title="Recommendation 3: dens")
    factories.NewsFactory(parent=tree.news, title="Zebras", summary="How far recommendation 3 is, and zebras")
    for words in ("recommendation 3 zebras", "did anything come of recommendation three", "recommendation 3"):
        found = ask(words)
        assert found.hits[0].page.pk == third.pk, words
        assert "recommendation 3" not in found.missing
    factories.NewsFactory(parent=tree.news, title="A note", summary="It names action 9")
    found = ask("action 9 zebras")
    assert "A note" in [hit.page.title for hit in found.hits]
    assert (found.relaxed, found.missing) == (True, ())


@pytest.mark.parametrize(
    ("said", "stem"),
    [("twenty seventeen", "2017"), ("Twenty twenty", "2020"), ("twenty twenty two", "2022"), ("20 20-one", "2021")],
)
def test_a_year_may_be_dictated(said, stem):
    assert parse(f"meeting in march {said}", Vocabulary()).typed == ("meet", "march", stem)


def test_the_glossary_is_found_by_what_it_says_and_first_by_a_term(tree, ask, titles):
    factories.GlossaryPageFactory(parent=tree.home, title="Words")
    term = factories.GlossaryTermFactory(name="sett", description="A burrow with many entrances.")
    factories.NewsFactory(parent=tree.news, title="News", summary="A sett was found")
    assert titles("entrances") == ["Words"]
    assert titles("sett")[0] == "Words"
    term.unpublish()
    assert titles("entrances") == []
    assert titles("sett") == ["News"]


def test_who_types_only_what_a_page_lists_finds_that_page_first(tree, stream, titles):
    factories.CommitmentFactory(parent=stream, kind="recommendation", number=1, title="Recommendation 1")
    factories.ProgressPageFactory(parent=tree.home, title="How far we are")
    assert titles("recommendations")[0] == "How far we are"
    assert titles("recommendation 1") == ["Recommendation 1"]


def test_a_page_whose_wording_is_not_held_comes_after_one_that_says_something(stream, titles):
    for number, status in ((1, TextStatus.NOT_HELD), (2, TextStatus.HELD)):
        factories.CommitmentFactory(parent=stream, number=number, title=f"Badgers {number}", text_status=status)
    assert titles("badgers") == ["Badgers 2", "Badgers 1"]


def test_letters_that_stand_for_words_are_not_misspelt(tree, ask):
    factories.NewsFactory(parent=tree.news, title="The oak")
    assert ask("OAQ").total == 0
    assert ask("THE OAQK").searched == "THE oak"
    assert ask("oakk").searched == "oak"


def test_another_first_letter_is_believed_if_the_rest_is_right(tree, ask):
    factories.NewsFactory(parent=tree.news, title="The meeting")
    assert ask("neeting").searched == "meeting"
    assert ask("sexting").total == 0


def test_of_four_letters_none_is_taken_for_another(tree, ask):
    factories.NewsFactory(parent=tree.news, title="The file")
    assert ask("Fife").total == 0
    assert [ask(words).searched for words in ("flie", "fille")] == ["file"] * 2


def test_a_word_that_sounds_alike_is_nearer_than_one_that_looks_alike(tree, ask):
    factories.NewsFactory(parent=tree.news, title="The chair")
    factories.NewsFactory(parent=tree.news, title="Clare")
    assert ask("clair").searched == "clare"


def test_a_common_word_of_english_is_meant_though_the_site_lacks_it(tree, ask):
    factories.NewsFactory(parent=tree.news, title="The vice chair", summary="A form to the end")
    assert [ask(words).total for words in ("voice", "wind farm")] == [0, 0]
    assert ask("formm").searched == "form"


def test_a_name_of_one_word_makes_no_common_word_a_mistake(tree, ask):
    factories.NewsFactory(parent=tree.news, title="Kinship care for parents")
    Synonym.objects.create(name="parent", slug="parent", words="guardian")
    assert ask("kinship care payments").searched == "kinship care payments"


def test_a_word_that_no_page_has_is_corrected_if_pages_have_another_form_of_it(tree, ask):
    factories.NewsFactory(parent=tree.news, title="Assessing badgers")
    found = ask("assesment of badgers")
    assert (found.searched, found.total) == ("assessment of badgers", 1)
    assert ask("inspecters").total == 0


def test_a_word_that_is_spelt_right_is_not_replaced_though_another_may_be_offered(tree, ask):
    factories.NewsFactory(parent=tree.news, title="Prosecution", summary="Consulting and worked")
    for words, other in (("prostitution", "prosecution"), ("counselling", "consulting")):
        assert (ask(words).total, ask(words).suggestion) == (0, other)
    assert ask("prosecutoin").searched == "prosecution"
    factories.NewsFactory(parent=tree.news, title="Maree")
    assert ask("Marie").searched == "maree"


def test_a_right_word_that_few_pages_have_is_not_doubted(tree, ask):
    for number in range(20):
        factories.NewsFactory(parent=tree.news, title=f"Worked {number}", summary="A worker" if number == 1 else "-")
    assert ask("social worker").suggestion == ""
    assert ask("worker").suggestion == ""


def test_a_synonym_may_be_misspelt(tree, ask):
    factories.NewsFactory(parent=tree.news, title="Abuse")
    Synonym.objects.create(name="abuse", slug="abuse", words="violence")
    assert (ask("voilence").searched, ask("voilence").total) == ("violence", 1)


def test_what_is_shown_is_the_site_s_own_spelling(tree, ask):
    factories.NewsFactory(parent=tree.news, title="The programme")
    assert ask("programe").searched == "programme"


def test_an_action_says_to_which_stream_it_belongs_and_a_person_the_post(tree, ask):
    stream = factories.WorkStreamFactory(parent=tree.streams, title="Badgers")
    factories.CommitmentFactory(parent=stream, number=1, title="Action 1")
    factories.TeamProfileFactory(parent=tree.team, given_name="Ada", family_name="Bell", post_title="Keeper of setts")
    hit = ask("action 1").hits[0]
    assert (hit.facts, hit.status_label) == (("Badgers",), "No update recorded")
    assert ask("Ada Bell").hits[0].facts == ("Keeper of setts",)


def test_an_abbreviation_without_a_vowel_has_a_plural(tree, titles):
    factories.NewsFactory(parent=tree.news, title="An SCR")
    assert titles("SCRs") == ["An SCR"]


def test_no_word_is_two_because_it_begins_like_one(tree, ask):
    factories.NewsFactory(parent=tree.news, title="The others come out")
    assert ask("outcome").total == 0


def test_of_two_words_that_are_as_near_the_one_that_makes_a_name_is_meant(tree, ask):
    for number in range(3):
        factories.NewsFactory(parent=tree.news, title=f"The heading {number}")
    factories.NewsFactory(parent=tree.news, title="Of children", summary="A children's hearing")
    Synonym.objects.create(name="children's hearings", slug="hearings", words="panel")
    assert ask("childrens heaing").searched == "childrens hearing"


def test_a_phrase_does_not_reach_from_one_label_into_the_next(tree, ask):
    factories.NewsFactory(parent=tree.news, title="An owl", kind="update", date="2018-04-05", author="Strix")
    assert ask('"april 2018"').total == 1
    assert ask('"update 5 april"').total == 0
