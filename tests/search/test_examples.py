"""Queries are compared with examples: trouble is recognised without a phrase, and queries like ordinary ones aren't
trouble."""

import pytest
from django.core.exceptions import ValidationError

from search.help.examples import ExampleRow, Examples
from search.help.recogniser import FamilyRow, Recogniser, TroubleRow, VoiceRow
from search.models import ExampleQuestions
from search.models.help import HelpPlace, Speaker

TROUBLE = TroubleRow("physical_abuse", "soon", "To you.", "To a parent.", "To an adult.", "hits", "", "")
EXAMPLES = [
    ExampleRow(
        "young", "physical_abuse", "he hits me and leaves bruises\nbruises on my arms again\nmy stepdad leaves bruises"
    ),
    ExampleRow("parent", "physical_abuse", "bruises on my son after contact\nmy son came back with bruises"),
    ExampleRow("nobody", "", "greatest hits album\nhits of the eighties\nminutes of the meeting\nwho is the chair"),
]


def recogniser(examples=EXAMPLES) -> Recogniser:
    voices = [VoiceRow("trade", "guidance"), VoiceRow("nobody", "concealer")]
    return Recogniser([FamilyRow("x", "x", False)], [TROUBLE], voices, Examples(examples))


@pytest.mark.parametrize(
    ("text", "speaker"),
    [("more bruises on my arms", Speaker.YOUNG), ("my son has bruises after contact", Speaker.PARENT)],
)
def test_what_no_phrase_knows_is_recognised_by_examples_with_the_speaker(text, speaker):
    assert recogniser(()).recognise(text) is None
    found = recogniser().recognise(text)
    assert (found.place, found.speaker, found.trouble) == (HelpPlace.FIRST, speaker, TROUBLE)
    assert found.sentence in (TROUBLE.sentence_young, TROUBLE.sentence_parent)


def test_a_phrase_in_a_question_like_ordinary_ones_makes_one_line():
    assert recogniser(()).recognise("hits of the eighties").place == HelpPlace.FIRST
    assert recogniser().recognise("hits of the eighties").place == HelpPlace.LINE
    assert recogniser().recognise("he hits me").place == HelpPlace.FIRST


@pytest.mark.parametrize("word", ["guidance", "concealer"])
def test_voices_of_a_trade_and_of_nobody_are_believed_unless_the_examples_are_certain(word):
    assert recogniser().recognise(f"bruises {word} of the meeting") is None
    assert recogniser().recognise(f"{word} for bruises on my arms again").place == HelpPlace.FIRST


def test_a_long_word_says_no_more_than_a_short_one():
    examples = Examples(
        [ExampleRow("young", "physical_abuse", "my ma"), ExampleRow("nobody", "", "investigative notes")]
    )
    assert examples.weigh("my ma investigative") > 0


def test_a_question_that_shares_nothing_with_the_examples_is_judged_by_phrases():
    assert recogniser().recognise("zzz qqq") is None
    assert Examples(()).weigh("he hits me") is None


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"speaker": "young", "topic": "", "questions": "he hits me"}, "topic"),
        ({"speaker": "nobody", "topic": "suicide", "questions": "films of 2020"}, "topic"),
        ({"speaker": "young", "topic": "suicide", "questions": " "}, "questions"),
        ({"speaker": "trade", "topic": "suicide", "questions": "suicide prevention"}, "speaker"),
    ],
)
@pytest.mark.django_db
def test_examples_that_can_not_be_used_are_refused_at_their_field(given, field):
    with pytest.raises(ValidationError) as refused:
        ExampleQuestions(name="X", slug="x", **given).full_clean()
    assert field in refused.value.message_dict
