"""The search page finds what is public and answers whatever is typed."""

import pytest

from search.views import words_of
from tests import factories


@pytest.fixture
def found(hub, read):
    """Search, and return the titles found."""

    def found(query: str, **more) -> list[str]:
        soup = read("/search/?" + "&".join(f"{k}={v}" for k, v in {"query": query, **more}.items()))
        return [link.get_text() for link in soup.select(".hub_entries__title a")]

    return found


def test_it_finds_by_title_and_text(found):
    assert "Neglect" in found("neglect")
    assert "It began" in found("began because")
    assert found("neglect nothinglikethis") == []


def test_a_result_says_what_it_is(hub, read):
    entry = read("/search/?query=neglect").select_one(".hub_entries__item")
    assert entry.select_one(".hub_entries__facts").get_text() == "Work stream"


def test_many_results_come_in_pages_and_keep_the_question(hub, read):
    for number in range(13):
        factories.NewsFactory(parent=hub["news_index"], title=f"Badger {number}")
    soup = read("/search/?query=badger&page=2")
    assert len(soup.select(".hub_entries__item")) == 3
    assert "13 pages found" in " ".join(soup.h2.find_previous("main").get_text().split())
    assert soup.select_one(".ds_pagination a")["href"] == "?query=badger&page=1"


HOPELESS = ["", " ", "the of and", "?!", "''''", '"', "-", "(", "*", "\x00", "%", "🙂", "' OR 1=1 --"[:1], "­"]
STRANGE = [
    "a\x00b",
    "neglect\x00",
    '"unclosed phrase',
    "it's",
    "NOT",
    "NEAR(a b)",
    "title:neglect",
    "neglect*",
    "neglect OR",
    "AND AND AND",
    "' OR 1=1 --",
    "x" * 10_000,
    "word " * 2_000,
    "\ufffd\u202e",
    "Ⅳ ﬁnd",
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
]


@pytest.mark.parametrize("query", HOPELESS)
def test_a_query_without_a_useful_word_gets_help(query, hub, client):
    response = client.get("/search/", {"query": query})
    assert response.status_code == 200
    content = response.content.decode()
    assert "How to search" in content or "Add a word to look for" in content


@pytest.mark.parametrize("query", STRANGE)
def test_no_query_is_an_error(query, hub, client):
    response = client.get("/search/", {"query": query, "page": "-3"})
    assert response.status_code == 200
    content = response.content.decode()
    assert "<script>alert" not in content
    assert "\x00" not in content
    assert len(content) < 30_000


def test_search_is_not_for_search_engines(hub, read):
    assert read("/search/").find("meta", attrs={"name": "robots"})["content"] == "noindex"


def test_only_reading_is_allowed(client, db):
    assert client.post("/search/").status_code == 405


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("The report of 2017", ["report", "2017"]),
        ("children’s hearings", ["children's", "hearings"]),
        ("it's", ["it's"]),
        ("François – Roos", ["François", "Roos"]),
        ("under_score", ["under", "score"]),
    ],
)
def test_words_of_a_query(query, words):
    assert words_of(query) == words
