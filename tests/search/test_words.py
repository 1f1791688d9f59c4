"""The search treats words with the same meaning alike."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import product

import pytest

from search.engine import words
from search.engine.excerpts import Wanted, excerpt, marked


@pytest.mark.parametrize(
    "alike",
    [
        ("child", "children", "child's", "children's", "children’s", "childrens", "Childrens’"),
        ("François", "Francois", "FRANCOIS", "Franc\u0327ois"),
        ("McLean", "MacLean", "mclean", "Maclean"),
        ("review", "reviews", "reviewing", "reviewed"),
        ("policy", "policies"),
        ("organisation", "organization", "organisations"),
        ("programme", "program", "programmes"),
        ("behaviour", "behavior"),
        ("met", "meeting", "meets"),
        ("people", "person"),
        ("ﬁnd", "find"),
        ("O'Neill", "O’Neill", "ONeill"),
    ],
)
def test_forms_and_spellings_have_one_stem(alike):
    assert len({words.stem_of(words.clean(word)) for word in alike}) == 1


@pytest.mark.parametrize("different", [("publication", "public"), ("policy", "police"), ("organisation", "organ")])
def test_other_words_have_others(different):
    assert len({words.stem_of(word) for word in different}) == len(different)


@pytest.fixture
def restless() -> Iterator[None]:
    """Threads switch as often as possible."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def test_readers_who_ask_at_once_get_the_stems_of_their_own_words(restless):
    beginnings, ends = (
        ("communic", "nation", "protect", "recommend", "strateg"),
        ("ation", "ations", "ing", "ed", "ies"),
    )
    asked = [f"{letter}{beginning}{end}" for letter, beginning, end in product("abcdefgh", beginnings, ends)]
    expected = [words.stem(word) for word in asked]
    with ThreadPoolExecutor(4) as threads:
        found = [threads.submit(lambda: [words.stem.__wrapped__(word) for word in asked]) for _ in range(4)]
    assert all(one.result() == expected for one in found)


def test_what_hyphens_join_is_one_word_too():
    assert words.joined("multi-agency work, an e‑safety day and ISBN 978-1-78652-828-5 – all") == [
        "multiagency",
        "esafety",
        "9781786528285",
    ]


def test_initials_are_one_word():
    assert words.folded("The C.S.E. plan, e.g. this") == ["the", "cse", "plan", "eg", "this"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("catherine", "katherine"),
        ("mclane", "mclean"),
        ("philippa", "filipa"),
        ("ainsley", "ainslie"),
    ],
)
def test_names_that_sound_alike_share_a_key(one, other):
    assert words.sound(one) == words.sound(other)


def wanted(*stems: str, phrases=()) -> Wanted:
    return Wanted(dict.fromkeys(stems, 0), tuple(phrases))


def test_text_is_escaped_around_what_is_marked():
    assert (
        marked("<b>Neglected</b> & “neglect”", wanted("neglect"))
        == "&lt;b&gt;<mark>Neglected</mark>&lt;/b&gt; &amp; “<mark>neglect</mark>”"
    )


def test_neighbours_share_a_mark():
    text = "The child-protection committees"
    assert marked(text, wanted("child", "protect")) == "The <mark>child-protection</mark> committees"


def test_what_means_the_same_is_marked_only_as_a_whole():
    phrases = [(("get", "right"), 0)]
    assert marked("Getting it right is not getting it", wanted(phrases=phrases)) == (
        "<mark>Getting it right</mark> is not getting it"
    )


def test_an_excerpt_is_taken_from_around_what_was_looked_for():
    body = "First sentence. " * 60 + "Here stands the badger that was lost. " + "Last sentence. " * 60
    cut = excerpt(["A summary of it.", body], wanted("badger"))
    assert "Here stands the <mark>badger</mark>" in cut
    assert cut.endswith(" …")
    assert len(cut) < 400


@pytest.mark.parametrize(
    ("before", "begins"),
    [
        ("It ended there! Who came by?", "Here stands"),
        ("A long first sentence. " + "It goes on, " * 12, "It goes on"),
        ("Seen by Mr. Grey of No. 7 who passed it all on to A. Brown. ", "Here stands"),
        ("One\nTwo\n", "Here stands"),
        ("on and on, " * 60, "… "),
        ("Many. " + "on and on, " * 40 + "\nan item of a list with ", "… an item of a list"),
    ],
)
def test_an_excerpt_begins_with_a_sentence_if_one_begins_near(before, begins):
    cut = excerpt(
        ["A summary.", f"{'Far away. ' * 40}{before} Here stands the badger. {'The end. ' * 40}"], wanted("badger")
    )
    assert cut.startswith(begins)
    assert "<mark>badger</mark>" in cut
    assert len(cut) < 300


def test_an_excerpt_may_be_from_anywhere_in_the_only_text():
    cut = excerpt(["First sentence. " * 60 + "Here stands the badger that was lost."], wanted("badger"))
    assert "Here stands the <mark>badger</mark>" in cut


def test_a_summary_that_says_as_much_is_shown():
    assert excerpt(["A badger.", "The badger again"], wanted("badger")) == "A <mark>badger</mark>."


def test_nothing_gives_an_empty_excerpt():
    assert excerpt(["", ""], wanted("badger")) == ""
