"""Words, sentences, syllables, reading age."""

import pytest

from cms.quality.readability import figures, sentences, syllables, words

PLAIN = (
    "We want every child to be safe. Some children are hurt at home. Some do not get the care they need. If you are worried"
    " about a child, tell somebody. You can call us at any time. We will listen to you. We will not judge you. We will tell"
    " you what happens next. You do not have to give your name."
)
OFFICIAL = (
    "The implementation of the recommendations necessitates multidisciplinary collaboration between statutory organisations,"
    " non-governmental organisations and communities, notwithstanding the considerable variation in administrative"
    " arrangements across local authorities. Consideration should additionally be given to establishing appropriate"
    " governance arrangements that facilitate the identification, evaluation and dissemination of effective practice."
)


@pytest.mark.parametrize(
    ("word", "number"),
    [
        *[
            ("child", 1),
            ("care", 1),
            ("three", 1),
            ("through", 1),
            ("used", 1),
            ("whole", 1),
            ("makes", 1),
            ("those", 1),
        ],
        *[("children", 2), ("people", 2), ("table", 2), ("guidance", 2), ("wanted", 2), ("changes", 2), ("being", 2)],
        *[("improvement", 3), ("agency", 3), ("services", 3), ("committee", 3), ("various", 3), ("period", 3)],
        *[("information", 4), ("situation", 4), ("individual", 5), ("recommendation", 5)],
        *[("it’s", 1), ("well-being", 3), ("2018", 1)],
    ],
)
def test_syllables(word, number):
    assert syllables(word) == number


def test_words_joined_by_a_hyphen_or_an_apostrophe_are_one():
    assert words("The child’s well-being, in 3.5 years.") == ["The", "child’s", "well-being", "in", "3.5", "years"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("One. Two! Three?", 3),
        ("Dr. Brown came, e.g. to J. Smith.", 1),
        ("It rose by 3.5 per cent. Then it fell.", 2),
        ("He said: “Stop.” She did.", 2),
        ("A list item without a stop", 1),
        ("…", 0),
        ("", 0),
    ],
)
def test_sentences(text, number):
    assert len(sentences(text)) == number


def test_plain_words_are_for_the_young_and_official_ones_are_not():
    assert figures([PLAIN]).reading_age <= 8
    assert figures([OFFICIAL, OFFICIAL]).reading_age >= 20


def test_a_few_words_have_no_reading_age():
    assert figures(["Too short to tell."]).reading_age is None
    assert figures([]).longest == ""


def test_long_sentences_are_counted_and_the_longest_is_named():
    long = " ".join(["Word"] * 26) + "."
    found = figures([f"Short one. {long}", "Another."])
    assert (found.sentences, found.long_sentences, found.long_share) == (3, 1, 33)
    assert found.longest == long
