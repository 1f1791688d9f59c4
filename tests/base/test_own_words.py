"""Words of a programme put into sentences of the product."""

import ast
import re
from pathlib import Path

import pytest
from wagtail.models import Site

from cms.base.active_site import site_active
from cms.base.own_words import OwnWord, OwnWords, keep, worded
from cms.settings.base import HUB_APPS
from programme.models import ProgrammeWords
from tests.own_words import OTHERS, WORDS, record

ROOT = Path(__file__).resolve().parent.parent.parent
OWN = record(Site()).own_words
# A marked text in Python and in a template.
MARKED = {"worded", "worded_label", "hub_text"}
IN_TEMPLATES = re.compile(r"""{% (?:ours|say|label|unmarked) (?:_\()?(["'])(.*?)\1|(?<=[( =])_\((["'])(.*?)\3\)""")


def sentences() -> set[str]:
    """Return every text of the product into which words are put."""
    found = set()
    for app in HUB_APPS:
        for path in (ROOT / app).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKED and node.args:
                    found |= {one.value for one in ast.walk(node.args[0]) if isinstance(one, ast.Constant)}
    for path in (ROOT / "templates").rglob("*.html"):
        for groups in IN_TEMPLATES.findall(path.read_text()):
            found |= {groups[1], groups[3]}
    return {text for text in found if isinstance(text, str) and OTHERS.search(re.sub(r"%\(\w+\)", "", text))}


def test_no_marked_sentence_keeps_a_word_of_the_product():
    all_sentences = sentences()
    assert len(all_sentences) > 80
    left = {text: put for text in all_sentences if OTHERS.search(re.sub(r"%\(\w+\)", "", put := OWN.put_into(text)))}
    assert left == {}


def test_no_article_is_left_before_the_wrong_sound():
    wrong = re.compile(r"\ba [aeiou]|\ban [^aeiouh“]", re.IGNORECASE)
    assert {put for text in sentences() if wrong.search(put := OWN.put_into(text)) and not wrong.search(text)} == set()


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Work streams", "Aims"),
        ("Choose a work stream.", "Choose an aim."),
        ("A work stream or an action", "An aim or a step"),
        ("The stream's purpose", "The aim's purpose"),
        ("Recommendations and actions", "Undertakings"),
        ("No update recorded", "No update recorded"),
        ("Action plan", "Action plan"),
        ("%(group)s, action %(number)s", "%(group)s, step %(number)s"),
        ('<a href="/groups/action/">Groups</a>', '<a href="/groups/action/">Circles</a>'),
        ("Updated yesterday, interaction, upstream", "Updated yesterday, interaction, upstream"),
    ],
)
def test_a_word_takes_the_place_of_the_products(sentence, expected):
    assert OWN.put_into(sentence) == expected


def test_without_a_word_for_both_each_kind_has_its_own():
    words = OwnWords(tuple(word for word in OWN.words if word.thing != "commitment"))
    assert words.put_into("Recommendations and actions") == "Pledges and steps"
    assert words.put_into("a recommendation or an action") == "a pledge or a step"


def test_a_name_keeps_its_capitals():
    words = OwnWords((OwnWord("group", "NHS board", "NHS boards", "an"),))
    assert words.put_into("A closed group; a group; Groups") == "A closed NHS board; an NHS board; NHS boards"


def test_words_are_put_in_once():
    """A programme may call actions what others call recommendations."""
    swapped = OwnWords(
        (
            OwnWord("recommendation", "promise", "promises", "a"),
            OwnWord("action", "recommendation", "recommendations", "a"),
        )
    )
    site = Site()
    keep(site, swapped)
    with site_active(site):
        assert worded(worded("Actions")) == "Recommendations"


def test_the_products_own_words_leave_a_sentence_alone():
    sentence = "Choose a work stream."
    assert ProgrammeWords().own_words == OwnWords()
    assert worded(sentence) is sentence


def test_every_thing_has_an_invented_word():
    assert {word.thing for word in OWN.words} == WORDS.keys()
