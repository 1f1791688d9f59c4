"""The search page finds public pages, offers filters, and answers any input."""

import datetime
from dataclasses import dataclass, field

import pytest
from django.utils.html import escape
from django.utils.safestring import mark_safe

from cms.models import HubDocument
from search import views
from search.engine.answers import Answer, Facet, FacetValue, Hit
from search.engine.kinds import BY_VALUE, kind_of
from search.engine.questions import Order
from search.models import AskedFor, PromotedResult
from tests import factories


def words(element) -> str:
    return " ".join(element.get_text().split())


@dataclass
class Engine:
    """Gives `answer` to every query, and records queries and counts."""

    answer: Answer | None = None
    questions: list = field(default_factory=list)
    counted: list = field(default_factory=list)

    def ask(self, question, visibility) -> Answer:
        self.questions.append(question)
        return self.answer


@pytest.fixture
def asked(monkeypatch) -> Engine:
    engine = Engine()
    monkeypatch.setattr(views, "answer", engine.ask)
    monkeypatch.setattr(views, "record", lambda typed, found, site: engine.counted.append((typed, found)))
    return engine


def hit(page, **more) -> Hit:
    title = mark_safe(f"<mark>{escape(page.title)}</mark>")  # noqa: S308  escaped
    return Hit(page, kind_of(type(page)), title, mark_safe("around <mark>it</mark> &amp; more"), **more)


FACETS = [
    Facet("year", "Year", [FacetValue("2018", "2018", 2), FacetValue("2017", "2017", 1, True)]),
    Facet("type", "Type", [FacetValue("news", "News", 1, True), FacetValue("event", "Events", 4)]),
]


# Results


def test_a_result_says_what_it_is_and_where_it_was_found(hub, asked, read):
    document = HubDocument.objects.get()
    asked.answer = Answer(None, 1, [hit(hub["stream"], document=document, facts=("5 May 2018",))], searched="neglect")
    (result,) = read("/search/?query=neglect").select(".ds_search-result")
    assert result.h3.a["href"] == hub["stream"].url
    assert result.h3.mark.get_text() == "Neglect"
    assert str(result.select_one(".ds_search-result__summary mark")) == "<mark>it</mark>"
    assert [words(fact) for fact in result.select(".ds_metadata__value")] == ["Work stream", "5 May 2018"]
    link = result.select_one(".ds_search-result__context a")
    assert link["href"] == document.url
    assert "24 pages" in words(link)


def test_title_and_heading_say_how_much_was_found_and_which_page_it_is(hub, asked, read):
    asked.answer = Answer(None, 1234, [hit(hub["stream"])], searched="neglect")
    soup = read("/search/?query=neglect&page=3")
    assert words(soup.select_one("h2#found")) == "1,234 results for “neglect”, page 3 of 124"
    assert words(soup.title) == "1,234 results for “neglect”, page 3 of 124 – Search – The hub"
    assert soup.select_one("ol.ds_search-results__list")["start"] == "21"
    assert [h.name for h in soup.main.select("h1, h2, h3")] == ["h1", "h2", "h3"]


def test_what_editors_recommend_stands_above_the_rest(hub, asked, read):
    asked.answer = Answer(None, 1, [hit(hub["news"])], searched="x", promoted=[hit(hub["stream"], promoted=True)])
    results = read("/search/?query=x").select(".ds_search-result")
    assert ["Recommended" in words(result) for result in results] == [True, False]
    assert [words(result.h3) for result in results] == ["Neglect", "It began"]


def test_a_correction_is_said_and_can_be_taken_back(hub, asked, read):
    asked.answer = Answer(None, 1, [hit(hub["stream"])], searched="neglect", corrected=True)
    nav = read("/search/?query=neglct&type=news").select_one(".ds_search-results__suggestions")
    assert words(nav) == "Showing results for neglect. Search instead for neglct."
    read("/search/" + nav.a["href"].removeprefix("/search/"))
    question = asked.questions[-1]
    assert (question.words, question.exact, question.types) == ("neglct", True, ("news",))
    # Other words reset the filters.
    read("/search/?query=children&exact=neglct")
    assert asked.questions[-1].exact is False


def test_another_spelling_is_offered(hub, asked, read):
    asked.answer = Answer(None, 1, [hit(hub["stream"])], searched="child", suggestion="children’s hearing")
    nav = read("/search/?query=child").select_one(".ds_search-results__suggestions")
    assert words(nav) == "Did you mean children’s hearing?"
    read(nav.a["href"])
    assert asked.questions[-1].words == "children’s hearing"


def test_it_says_when_no_page_has_all_of_the_words(hub, asked, read):
    asked.answer = Answer(None, 1, [hit(hub["stream"])], searched="neglect badger", relaxed=True)
    assert "No page contains all of these words." in words(read("/search/?query=neglect+badger").main)


def test_nothing_found_gives_help(hub, asked, read):
    asked.answer = Answer(None, searched="badger")
    main = read("/search/?query=badger&type=news").main
    assert "No results for “badger”" in words(main)
    links = {words(link): link["href"] for link in main.select("a")}
    assert links["Search without filters"] == "/search/?query=badger"
    assert links["Contact us"] == hub["plain"].url
    assert links["Neglect"] == hub["stream"].url


# Filters


def test_filters_can_be_chosen_and_taken_away(hub, asked, read):
    asked.answer = Answer(None, 3, [hit(hub["stream"])], facets=FACETS, searched="neglect")
    soup = read("/search/?query=neglect&type=news&year=2017&sort=date&size=20")
    question = asked.questions[-1]
    assert (question.types, question.years, question.order, question.size) == (("news",), (2017,), Order.DATE, 20)

    boxes = {(box["name"], box["value"]): box.has_attr("checked") for box in soup.select(".ds_checkbox__input")}
    assert boxes == {("type", "news"): True, ("type", "event"): False, ("year", "2018"): False, ("year", "2017"): True}
    assert words(soup.find("label", attrs={"for": "filter-type-2"})) == "Events (4 results)"
    # All fields belong to the same search form, even without JavaScript.
    assert {field["form"] for field in soup.main.select("select, .ds_checkbox__input, button[form]")} == {"search"}
    assert soup.select_one("form#search input[name=query]")["value"] == "neglect"

    away = {words(link): link["href"] for link in soup.select(".ds_facets a")}
    assert away == {
        "Remove the filter “Type: News”": "/search/?query=neglect&year=2017&sort=date&size=20",
        "Remove the filter “Year: 2017”": "/search/?query=neglect&type=news&sort=date&size=20",
        "Clear all filters": "/search/?query=neglect&sort=date&size=20",
    }


@pytest.mark.parametrize("total", [1, 2])
def test_two_results_are_neither_sorted_nor_narrowed(hub, asked, read, total):
    asked.answer = Answer(None, total, [hit(hub["stream"])] * total, facets=FACETS, searched="neglect")
    main = read("/search/?query=neglect").main
    assert len(main.select(".ds_search-result")) == total
    assert not main.select("select, .ds_search-filters")
    # The filters can be removed.
    assert read("/search/?query=neglect&type=news").main.select(".ds_search-filters")
    asked.answer = Answer(None, 3, [hit(hub["stream"])] * 3, facets=FACETS, searched="neglect")
    main = read("/search/?query=neglect").main
    assert len(main.select("select")) == 2
    assert main.select(".ds_search-filters")


def test_pages_of_results_keep_the_question(hub, asked, read):
    asked.answer = Answer(None, 45, [hit(hub["stream"])], facets=FACETS, searched="neglect")
    soup = read("/search/?q=neglect&type=news&size=20&page=2")
    assert (asked.questions[-1].offset, asked.questions[-1].size) == (20, 20)
    assert soup.select_one(".ds_pagination a")["href"] == "?query=neglect&type=news&size=20&page=1"


def test_a_page_too_far_leads_to_the_last_one(hub, asked, client):
    asked.answer = Answer(None, 45, [hit(hub["stream"])], searched="neglect")
    response = client.get("/search/", {"query": "neglect", "page": "99", "type": "news"})
    assert response.url == "/search/?query=neglect&type=news&page=5"


def test_unknown_filters_are_named_and_left_out(hub, asked, read):
    asked.answer = Answer(None, 3, [hit(hub["stream"])], searched="neglect", ignored=("zebra",))
    soup = read("/search/?query=neglect&type=zebra&year=soon&size=7&sort=colour")
    question = asked.questions[-1]
    assert (question.years, question.size, question.order) == (None, 10, Order.RELEVANCE)
    assert "ignored them: “soon”, “zebra”" in words(soup.main)
    assert not soup.select(".ds_facets")


def test_a_robot_with_a_thousand_filters_is_answered(hub, client):
    values = [f"x{number}" for number in range(1000)]
    response = client.get("/search/", {"query": "neglect", "type": values, "topic": values, "year": values})
    assert response.status_code == 200


# For search engines, editors and browsers


def test_only_the_plain_answer_is_for_search_engines(hub, asked, read):
    asked.answer = Answer(None, 45, [hit(hub["stream"])], searched="neglect")
    soup = read("/search/?query=neglect")
    assert soup.find("link", rel="canonical")["href"].endswith("/search/")
    assert soup.find("meta", attrs={"name": "robots"}) is None
    for more in ("&page=2", "&type=news", "&sort=date", "&size=50"):
        soup = read(f"/search/?query=neglect{more}")
        assert soup.find("meta", attrs={"name": "robots"})["content"] == "noindex"
        assert soup.find("link", rel="canonical") is None


def test_a_question_is_counted_once_and_not_its_pages_and_filters(hub, asked, client):
    asked.answer = Answer(None, 45, [hit(hub["stream"])], searched="neglect")
    for address in ("?query=neglect", "?query=neglect&page=2", "?query=neglect&type=news", "?query=", "?sort=date"):
        client.get(f"/search/{address}")
    client.head("/search/?query=neglect")
    assert asked.counted == [("neglect", 45)]


def test_searching_sets_no_cookie_and_keeps_no_who(hub, client):
    response = client.get("/search/?query=neglect")
    assert not response.cookies
    assert {field.name for field in AskedFor._meta.fields} == {"id", "text", "day", "times", "found"}


def test_suggestions_come_as_json_that_may_be_kept_for_a_minute(hub, client):
    response = client.get("/search/suggest/?q=negl")
    assert {"text": "Neglect", "kind": "Work stream", "url": hub["stream"].url} in response.json()["suggestions"]
    assert response["Cache-Control"] == "public, max-age=60"
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_suggestions_are_not_kept_beyond_an_expiry(hub, client):
    soon = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=20)
    type(hub["news"]).objects.filter(pk=hub["news"].pk).update(expire_at=soon)
    age = int(client.get("/search/suggest/?q=began")["Cache-Control"].partition("max-age=")[2])
    assert age <= 20


@pytest.mark.parametrize("prefix", ["", "\x00", "(", "x" * 10_000, "%", "🙂"])
def test_no_prefix_is_an_error(prefix, hub, client):
    assert client.get("/search/suggest/", {"q": prefix}).status_code == 200


def test_browsers_can_search_the_hub(hub, client, read):
    link = read("/").find("link", rel="search")
    response = client.get(link["href"])
    assert response["Content-Type"].startswith("application/opensearchdescription+xml")
    text = response.content.decode()
    assert text.startswith("<?xml")
    assert "/search/?query={searchTerms}" in text


def test_every_page_has_one_search_field(hub, read):
    for address, name in (("/", "site-search"), ("/search/?query=x", "query")):
        (field,) = read(address).select("input[name=query]")
        assert field["id"] == name


# With the engine


@pytest.fixture
def found(hub, read):
    """Search, and return the titles found."""

    def found(query: str, **more) -> list[str]:
        soup = read("/search/?" + "&".join(f"{k}={v}" for k, v in {"query": query, **more}.items()))
        return [words(link) for link in soup.select(".ds_search-result__link")]

    return found


def test_it_finds_by_title_and_text(found):
    assert "Neglect" in found("neglect")
    assert "It began" in found("began because")
    assert found("badgerlikethis") == []


def test_results_can_be_narrowed_to_an_audience(hub, found, read):
    builders = factories.AudienceFactory(name="Builders")
    for number in range(3):
        factories.NewsFactory(parent=hub["news_index"], title=f"Badger {number}")
    factories.NewsFactory(parent=hub["news_index"], title="Badger for all of us", audiences=[builders])
    assert len(found("badger")) == 4
    assert found("badger", audience="builders") == ["Badger for all of us"]
    soup = read("/search/?query=badger")
    (box,) = soup.select(".ds_checkbox__input[name=audience]")
    assert box["value"] == "builders"
    assert words(soup.find("label", attrs={"for": box["id"]})) == "Builders (1 result)"
    away = read("/search/?query=badger&audience=builders").select(".ds_facets a")
    assert "Remove the filter “Audience: Builders”" in [words(link) for link in away]


def test_many_results_come_in_pages(hub, found):
    for number in range(13):
        factories.NewsFactory(parent=hub["news_index"], title=f"Badger {number}")
    first, second = found("badger"), found("badger", page=2)
    assert (len(first), len(second)) == (10, 3)
    assert len({*first, *second}) == 13
    assert len(found("badger", size=20)) == 13


def test_an_expired_page_is_not_found_any_more(hub, found):
    page = factories.NewsFactory(parent=hub["news_index"], title="Badger")
    assert found("badger") == ["Badger"]
    past = datetime.datetime.now(datetime.UTC) - datetime.timedelta(seconds=1)
    type(page).objects.filter(pk=page.pk).update(expire_at=past)
    assert found("badger") == []


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
    assert "How to search" in content or "Add a word to search for" in content


@pytest.mark.parametrize("query", STRANGE)
def test_no_query_is_an_error(query, hub, client):
    response = client.get("/search/", {"query": query, "page": "-3", "size": "x", "sort": "\x00", "year": "\x00"})
    assert response.status_code == 200
    content = response.content.decode()
    assert "<script>alert" not in content
    assert "\x00" not in content
    assert len(content) < 40_000


def test_a_long_question_is_shortened_and_says_so(hub, read):
    assert "for the first 200 characters" in words(read("/search/?query=" + "x" * 300).main)


def test_only_reading_is_allowed(client, db):
    for address in ("/search/", "/search/suggest/", "/search/opensearch.xml"):
        assert client.post(address).status_code == 405


def test_every_type_has_a_name_in_singular_and_plural():
    assert all(kind.label and kind.plural for kind in BY_VALUE.values())


# The content’s version, words, names to rank by, pages, texts to show. If the query is counted, three more.
STATEMENTS = 5


def test_the_cost_of_a_search_does_not_depend_on_how_much_is_found(hub, client, django_assert_num_queries):
    def add(number: int) -> None:
        for index in range(number):
            topics = [factories.TopicFactory()]
            factories.NewsFactory(
                parent=hub["news_index"], title=f"Badger {number} {index}", topics=topics, work_streams=[hub["stream"]]
            )
            factories.CommitmentFactory(
                parent=hub["stream"], title=f"Badger sett {number} {index}", number=number * 100 + index
            )
            PromotedResult.objects.create(
                queries="badger", page=factories.EventFactory(parent=hub["events"]), live=True
            )

    address = "/search/?query=badger&size=50"
    add(2)
    client.get(address)
    with django_assert_num_queries(STATEMENTS):
        few = client.get(address)
    add(9)
    client.get(address)
    with django_assert_num_queries(STATEMENTS):
        many = client.get(address)
    assert (few.context["found"].total, many.context["found"].total) == (4, 22)
    assert len(many.context["found"].promoted) > len(few.context["found"].promoted)
