"""Search and suggestions through the API: a connection like the others, over the same engine as the page."""

import pytest

from cms.graphql.errors import ErrorCode
from search.models import AskedFor, PromotedResult
from tests import factories

SEARCH = """
query Search($words: String!, $where: SearchWhere, $first: Int, $last: Int, $after: String, $before: String,
             $order: SearchOrder = RELEVANCE, $exact: Boolean = false) {
  search(query: $words, where: $where, first: $first, last: $last, after: $after, before: $before,
         orderBy: $order, exact: $exact) {
    totalCount searchedFor corrected suggestion useful relaxed missing ignored
    facets { name label values { value label count chosen } }
    promoted { promoted page { title } }
    edges { cursor node { typeLabel promoted title { html plainText } page { __typename title path } } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}
"""


@pytest.fixture
def badgers(tree) -> list:
    """Seven pages about badgers, of two types and several years."""
    stream = factories.WorkStreamFactory(parent=tree.streams, title="Setts", slug="setts")
    topic = factories.TopicFactory(name="Wildlife", slug="wildlife")
    for year in range(2012, 2017):
        factories.NewsFactory(
            parent=tree.news, title=f"Badger {year}", date=f"{year}-05-01", topics=[topic], work_streams=[stream]
        )
    factories.EventFactory(parent=tree.events, title="Badger day")
    factories.StandardPageFactory(parent=tree.home, title="Badger & friends")
    return [page.title for page in tree.home.get_descendants().filter(title__startswith="Badger")]


@pytest.fixture
def search(data):
    def search(words: str, **variables) -> dict:
        return data(SEARCH, words=words, **variables)["search"]

    return search


def titles(found: dict) -> list[str]:
    return [edge["node"]["page"]["title"] for edge in found["edges"]]


def error_of(body: dict) -> str:
    (error,) = body["errors"]
    return error["extensions"]["code"]


def test_a_result_has_its_page_its_type_and_what_matched(badgers, search):
    found = search("friends of badgers")
    result = found["edges"][0]["node"]
    assert result["title"] == {
        "html": "<mark>Badger</mark> &amp; <mark>friends</mark>",
        "plainText": "Badger & friends",
    }
    assert (result["page"]["__typename"], result["typeLabel"], result["promoted"]) == ("StandardPage", "Page", False)


def test_words_that_no_page_has_are_named(badgers, search):
    assert search("badger xylophone")["missing"] == ["xylophone"]
    assert search("badger friends")["missing"] == []


def test_all_parts_together_are_the_whole_list_without_repetition(badgers, search):
    whole = titles(search("badger"))
    assert sorted(whole) == sorted(badgers)

    parts, after = [], None
    while True:
        part = search("badger", first=3, after=after)
        parts += titles(part)
        assert part["totalCount"] == 7
        if not part["pageInfo"]["hasNextPage"]:
            break
        after = part["pageInfo"]["endCursor"]
    assert parts == whole


def test_it_can_be_read_backwards(badgers, search):
    whole = titles(search("badger"))
    end = search("badger", last=3)
    assert titles(end) == whole[4:]
    assert end["pageInfo"]["hasPreviousPage"] is True
    assert end["pageInfo"]["hasNextPage"] is False
    before = search("badger", last=3, before=end["pageInfo"]["startCursor"])
    assert titles(before) == whole[1:4]
    assert titles(search("badger", first=2, before=before["pageInfo"]["startCursor"])) == whole[:1]


def test_beyond_the_end_there_is_nothing(badgers, search):
    end = search("badger")["pageInfo"]["endCursor"]
    beyond = search("badger", after=end)
    assert (titles(beyond), beyond["totalCount"], beyond["pageInfo"]["endCursor"]) == ([], 7, None)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"after": "nonsense"}, ErrorCode.BAD_CURSOR),
        ({"before": "WyJzZWFyY2ggYnkgcmVsZXZhbmNlIiwgLTFd"}, ErrorCode.BAD_CURSOR),  # place -1
        ({"first": 101}, ErrorCode.BAD_PAGE_SIZE),
        ({"first": 1, "last": 1}, ErrorCode.BAD_PAGE_SIZE),
        ({"where": {"types": ["ZEBRA"]}}, ErrorCode.INVALID_VALUE),
    ],
)
def test_what_makes_no_sense_is_refused(arguments, code, tree, gql):
    assert error_of(gql(SEARCH, words="badger", **arguments)) == code


def test_a_cursor_is_of_one_order(badgers, search, gql):
    cursor = search("badger", first=1)["pageInfo"]["endCursor"]
    assert error_of(gql(SEARCH, words="badger", after=cursor, order="DATE")) == ErrorCode.BAD_CURSOR


def test_results_are_narrowed_and_counted(badgers, search):
    found = search("badger", where={"types": ["NEWS_PAGE", "EVENT_PAGE"], "years": [2014, 2015], "streams": ["setts"]})
    assert sorted(titles(found)) == ["Badger 2014", "Badger 2015"]
    facets = {facet["name"]: {value["value"]: value for value in facet["values"]} for facet in found["facets"]}
    assert facets["YEAR"]["2014"] == {"value": "2014", "label": "2014", "count": 1, "chosen": True}
    assert facets["YEAR"]["2012"]["chosen"] is False
    # A facet's values can be put into `where` as they come.
    assert facets["TYPE"]["NEWS_PAGE"]["chosen"] is True
    assert facets["TOPIC"]["wildlife"]["label"] == "Wildlife"


def test_without_words_the_filters_alone_list(badgers, search):
    found = search("", where={"types": ["NEWS_PAGE"]}, order="DATE")
    assert titles(found) == [f"Badger {year}" for year in range(2016, 2011, -1)]
    assert found["useful"] is False
    assert titles(search("the of")) == []


def test_unknown_values_are_named(badgers, search):
    assert search("badger", where={"topics": ["zebra"]})["ignored"] == ["zebra"]
    assert search("badger", where={"types": ["MEETING_PAGE", "NEWS_PAGE"]})["ignored"] == ["MEETING_PAGE"]


def test_every_type_of_page_is_a_value_of_its_own(badgers, search):
    """Also those that the hub's own search page shows together, as pages about the hub."""
    (values,) = [facet["values"] for facet in search("badger")["facets"] if facet["name"] == "TYPE"]
    assert [(value["value"], value["label"], value["count"]) for value in values] == [
        ("NEWS_PAGE", "News", 5),
        ("EVENT_PAGE", "Events", 1),
        ("STANDARD_PAGE", "Plain pages", 1),
    ]
    found = search("badger", where={"types": ["STANDARD_PAGE"]})
    assert titles(found) == ["Badger & friends"]


def test_a_misspelling_is_corrected_unless_that_is_refused(badgers, search):
    found = search("badgr")
    assert (found["searchedFor"], found["corrected"], found["totalCount"]) == ("badger", True, 7)
    found = search("badgr", exact=True)
    assert (found["totalCount"], found["corrected"], found["suggestion"]) == (0, False, "badger")


def test_what_is_promoted_comes_apart_and_once(badgers, tree, search):
    page = tree.home.get_descendants().get(title="Badger day")
    PromotedResult.objects.create(queries="badger", page=page, live=True)
    first = search("badger", first=3)
    assert first["promoted"] == [{"promoted": True, "page": {"title": "Badger day"}}]
    second = search("badger", first=3, after=first["pageInfo"]["endCursor"])
    assert second["promoted"] == []
    assert sorted(titles(first) + titles(second)) == sorted(set(badgers) - {"Badger day"})


def test_pages_come_with_what_the_document_selects_at_a_constant_cost(badgers, data, django_assert_num_queries):
    document = """
    query Badgers($first: Int) {
      search(query: "badger", first: $first) {
        nodes { page { path ... on NewsPage { date workStreams { nodes { title } } topics { nodes { name } } } } }
      }
    }
    """
    data(document, first=99)
    # Version, words, names to rank by, pages with what all have, news, texts to show, to count the question (3), streams
    # of the news, topics
    with django_assert_num_queries(11):
        few = data(document, first=6)
    with django_assert_num_queries(11):
        many = data(document, first=7)
    assert len(many["search"]["nodes"]) > len(few["search"]["nodes"])


@pytest.mark.parametrize(
    "words", ["", " ", "the", "?!", "a\0b", "x" * 10_000, '"', "NEAR(", "%", "🙂", "\N{RIGHT-TO-LEFT OVERRIDE}"]
)
def test_no_words_are_an_error(words, badgers, gql):
    body = gql(SEARCH, words=words, where={"years": [2**31 - 1, -1], "streams": ["\0", ""]})
    assert "errors" not in body


def test_what_is_published_is_found_at_once_though_answers_are_kept(badgers, tree, search):
    assert search("weasel")["totalCount"] == 0
    factories.NewsFactory(parent=tree.news, title="Weasel")
    assert search("weasel")["totalCount"] == 1


def test_a_question_is_counted_and_its_further_parts_are_not(badgers, search):
    first = search("badger", first=2)
    search("badger", first=2, after=first["pageInfo"]["endCursor"])
    search("badger", where={"types": ["NEWS_PAGE"]})
    search("weasel")
    assert sorted(AskedFor.objects.values_list("text", "times", "found")) == [("badger", 1, 7), ("weasel", 1, 0)]


# Suggestions

SUGGEST = """
query Suggest($prefix: String!, $first: Int = 8) {
  suggest(prefix: $prefix, first: $first) { text typeLabel page { path } }
}
"""


def test_titles_are_suggested_by_how_their_words_begin(badgers, data):
    found = data(SUGGEST, prefix="fri")["suggest"]
    assert found == [{"text": "Badger & friends", "typeLabel": "Page", "page": {"path": found[0]["page"]["path"]}}]
    assert len(data(SUGGEST, prefix="bad", first=3)["suggest"]) == 3
    assert data(SUGGEST, prefix="zzz")["suggest"] == []


def test_suggestions_have_a_ceiling(tree, gql):
    assert error_of(gql(SUGGEST, prefix="bad", first=21)) == ErrorCode.BAD_PAGE_SIZE
    assert error_of(gql(SUGGEST, prefix="bad", first=-1)) == ErrorCode.BAD_PAGE_SIZE
    assert gql(SUGGEST, prefix="bad", first=0)["data"]["suggest"] == []


@pytest.mark.parametrize("prefix", ["", "\0", "x" * 10_000, "(", "%"])
def test_no_prefix_is_an_error(prefix, badgers, gql):
    assert "errors" not in gql(SUGGEST, prefix=prefix)
