"""The engine's interpretation of words: a numbered thing, a glossary term, a list, an acronym, a name."""

import pytest

from programme.choices import DutyKind, TextStatus
from programme.models import Duty
from search.engine.parser import parse, without_number
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


# Leads


@pytest.fixture
def led(tree, stream):
    """A stream with a lead and a supporter, and a long news item about it."""
    leading = factories.TeamProfileFactory(parent=tree.team, given_name="Ada", family_name="Bell", post_title="Ranger")
    helping = factories.TeamProfileFactory(parent=tree.team, given_name="Bo", family_name="Cole")
    Duty.objects.create(page=leading, kind=DutyKind.POLICY_LEAD, work_stream=stream)
    Duty.objects.create(page=helping, kind=DutyKind.SUPPORT, work_stream=stream)
    for profile in (leading, helping):
        profile.save_revision().publish()
    factories.NewsFactory(
        parent=tree.news, title="Who leads on woods", summary="The person who leads woods is in charge of woods."
    )
    Synonym.objects.create(name="lead", slug="lead", words="in charge\nhead")


@pytest.mark.parametrize(
    "words",
    ["who leads woods", "lead for woods", "who is in charge of the woods", "head of woods", "who leads on woods"],
)
def test_who_asks_who_leads_finds_the_person_first(led, titles, words):
    found = titles(words)
    assert found[0] == "Ada Bell"
    assert "Woods" in found


def test_a_stream_that_nobody_leads_comes_before_people_who_lead_others(tree, led, titles):
    factories.WorkStreamFactory(parent=tree.streams, title="Water")
    assert titles("who leads water")[0] == "Water"


def test_a_person_s_result_says_post_and_duties_of_today_as_far_as_they_are_public(led, stream, ask):
    assert ask("Ada Bell").hits[0].facts == ("Ranger", "Policy lead: Woods")
    assert ask("Bo Cole").hits[0].facts[-1] == "Support: Woods"
    stream.unpublish()
    assert ask("Ada Bell").hits[0].facts == ("Ranger",)


def test_a_duty_for_the_whole_programme_is_said_in_the_team_s_words(tree, ask):
    profile = factories.TeamProfileFactory(parent=tree.team, given_name="Ada", family_name="Bell", post_title="")
    Duty.objects.create(page=profile, kind=DutyKind.ADVISER, title="Adviser on setts")
    profile.save_revision().publish()
    assert ask("Ada Bell").hits[0].facts == ("Adviser on setts",)


# Filler words


@pytest.fixture
def chatter(tree):
    """Pages full of filler words."""
    text = "You need help, want to know, or find nothing? Tell somebody, get going, try again and take your time."
    factories.NewsFactory(parent=tree.news, title="A badger", summary=text)
    factories.NewsFactory(parent=tree.news, title="An otter", summary="The otter swims.")


@pytest.mark.parametrize(
    "words",
    ["need help", "how do i get help", "i want to know", "help tell", "get zebra help", "who needs gnus to know"],
)
def test_what_matches_nothing_but_filling_words_is_no_answer(chatter, ask, words):
    found = ask(words)
    assert (found.useful, found.total) == (True, 0)


def test_filling_words_need_not_be_there_and_are_counted_for_nothing(chatter, ask):
    for words in ("need help with an otter", "how can i find somebody who knows about otters"):
        found = ask(words)
        assert [hit.page.title for hit in found.hits] == ["An otter"], words
        assert (found.relaxed, found.missing) == (False, ())


def test_filling_words_are_found_in_a_title(tree, ask):
    factories.NewsFactory(parent=tree.news, title="Get help now")
    assert ask("help").total == ask("get help").total == 1


# Words in names


def test_a_page_whose_name_was_typed_is_found_though_it_lacks_another_word(tree, stream, titles):
    factories.NewsFactory(parent=tree.news, title="Notes", summary="Ravens were seen near the woods.")
    assert set(titles("ravens woods")) == {"Notes", "Woods"}
    assert set(titles("zebra gnu woods")) == {"Woods", "Notes"}


def test_what_most_pages_have_tells_nothing(tree, titles):
    for number in range(12):
        factories.NewsFactory(parent=tree.news, title=f"Badger law {number}", summary="What the law says of badgers")
    factories.StandardPageFactory(parent=tree.home, title="Law", summary="All of it")
    for number in range(20):
        factories.EventFactory(parent=tree.events, title=f"Badger day {number}")
    assert "Law" in titles("badger law", size=20)


# Questions


def test_a_page_is_first_for_what_is_nearly_one_of_its_questions(tree, titles):
    for number in range(4):
        factories.NewsFactory(parent=tree.news, title=f"Finished setts {number}", summary="A programme for badgers")
    factories.StandardPageFactory(parent=tree.home, title="About", search_words="has the programme ended\nwho pays")
    Synonym.objects.create(name="ended", slug="ended", words="finished")
    assert titles("has the programme finished")[0] == "About"
    assert titles("finished setts")[0].startswith("Finished setts")


def test_a_question_says_more_than_the_words_of_several(tree, titles):
    factories.StandardPageFactory(
        parent=tree.home, title="Contact", search_words="who feeds badgers\nwhere otters live"
    )
    factories.NewsFactory(parent=tree.news, title="Water", summary="Otters and those who feed there")
    factories.StandardPageFactory(parent=tree.home, title="Ponds", search_words="where otters feed")
    assert titles("otters feed")[0] == "Ponds"
    assert set(titles("otters feed")) == {"Ponds", "Water", "Contact"}


def test_a_page_that_lacks_a_word_comes_in_only_where_it_is_better_than_the_third(tree, titles):
    for number in range(3):
        factories.NewsFactory(parent=tree.news, title=f"Otters by the river {number}")
    factories.NewsFactory(parent=tree.news, title="Notes", summary="An otter was seen")
    assert "Notes" not in titles("river otter")
    factories.StandardPageFactory(parent=tree.home, title="Rafting", search_words="river trips")
    assert "Rafting" in titles("river trips otter")


# Scots and Gaelic


def test_lenition_and_accents_make_no_difference_nor_does_a_g_that_scots_leaves_away(tree, ask, titles):
    factories.NewsFactory(parent=tree.news, title="Neglect of children")
    Synonym.objects.create(name="neglect", slug="neglect", words="dearmad\nskelping")
    Synonym.objects.create(name="child", slug="child", words="cloinne\npàiste\nbairn")
    for words in (
        "dearmad cloinne",
        "dhearmad chloinne",
        "paiste",
        "Phàiste",
        "bairns",
        "skelpin bairns",
        "dearmad na cloinne",
    ):
        assert titles(words) == ["Neglect of children"], words
        assert not ask(words).missing


def test_a_synonym_of_several_words_is_no_part_of_itself(tree, titles):
    factories.NewsFactory(parent=tree.news, title="Looked after badgers")
    factories.NewsFactory(parent=tree.news, title="Take care")
    Synonym.objects.create(name="looked after", slug="looked-after", words="in care")
    assert titles("badgers in care")[0] == "Looked after badgers"
    assert titles("looked after") == ["Looked after badgers"]
