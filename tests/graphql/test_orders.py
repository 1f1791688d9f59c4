"""Orders: every list in every order, with any page size, forward and backward, each row exactly once."""

import datetime
import itertools

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page

from cms.base.orders import list_order
from cms.graphql.connections import ConnectionRows, QuerySetConnection, Slice
from cms.graphql.context import Context
from cms.graphql.cursors import encode_cursor
from cms.graphql.orders import chosen_order, mark_of, order_enum
from cms.graphql.schema import get_schema
from cms.history.past import MOMENT, preceded
from cms.visibility.rule import Visibility
from cms.visibility.statements import Slot, Statement
from programme.models import CommitmentPage, EventPage, NewsPage, PublicationPage, WorkStreamPage
from tests import factories

COMMITMENTS = """query ($order: [CommitmentPageOrder!], $first: Int, $last: Int, $after: String, $before: String) {
  commitments(orderBy: $order, first: $first, last: $last, after: $after, before: $before) {
    nodes { number } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}"""


@pytest.fixture
def commitments(tree):
    """Six commitments, some without a date or publication time, some differing only in their number."""
    stream = factories.WorkStreamFactory(parent=tree.streams)
    days = [None, datetime.date(2018, 1, 1), None, datetime.date(2017, 1, 1), datetime.date(2018, 1, 1), None]
    moments = [
        None,
        datetime.datetime(2018, 1, 1, 12, 0, 0, 123456, tzinfo=datetime.UTC),
        datetime.datetime(2018, 1, 1, 12, 0, 0, 123457, tzinfo=datetime.UTC),
        datetime.datetime(2018, 1, 1, 12, 0, 0, 123456, tzinfo=datetime.UTC),
        None,
        None,
    ]
    titles = ["b", "A", "B", "a", "C", "c"]
    for number, (day, moment, title) in enumerate(zip(days, moments, titles, strict=True), start=1):
        page = factories.CommitmentFactory(parent=stream, number=number, due_date=day, title=title, slug=f"c{number}")
        CommitmentPage.objects.filter(pk=page.pk).update(first_published_at=moment)
    return CommitmentPage.objects.all()


def numbers(answer) -> list[int]:
    return [node["number"] for node in answer["commitments"]["nodes"]]


def test_an_order_is_chosen_by_name_and_direction(commitments, data):
    found = {order: numbers(data(COMMITMENTS, order=list(order))) for order in ORDERED}
    assert found == ORDERED


ORDERED = {
    (): [1, 2, 3, 4, 5, 6],
    ("NUMBER_ASC",): [1, 2, 3, 4, 5, 6],
    ("NUMBER_DESC",): [6, 5, 4, 3, 2, 1],
    # Rows without a day or a moment come last in both directions.
    ("DUE_DATE_ASC", "NUMBER_DESC"): [4, 5, 2, 6, 3, 1],
    ("DUE_DATE_DESC", "NUMBER_ASC"): [2, 5, 4, 1, 3, 6],
    ("FIRST_PUBLISHED_AT_ASC", "NUMBER_ASC"): [2, 4, 3, 1, 5, 6],
    ("FIRST_PUBLISHED_AT_DESC", "NUMBER_ASC"): [3, 2, 4, 1, 5, 6],
    ("TITLE_ASC", "NUMBER_ASC"): [2, 4, 1, 3, 5, 6],
    ("TITLE_DESC", "NUMBER_ASC"): [5, 6, 1, 3, 2, 4],
    ("POSITION_DESC",): [6, 5, 4, 3, 2, 1],
}


def rows_of(model, order, part, context=None) -> ConnectionRows:
    """Return all visible rows of a model in an order."""
    return ConnectionRows(
        model, "test", lambda visibility: visibility.filter(model.objects.all()), order, part, context
    )


def walk(rows, size: int, *, backward: bool) -> list:
    """Return the keys of all rows, read in pages of a size in one direction."""
    found, cursor = [], None
    while True:
        part = Slice(size, backward, **{"before" if backward else "after": cursor})
        page = QuerySetConnection(rows(part))
        keys = [node.pk for node in page.nodes]
        found = keys + found if backward else found + keys
        info = page.page_info
        if not info["has_previous_page" if backward else "has_next_page"]:
            return found
        cursor = info["start_cursor" if backward else "end_cursor"]


def test_every_order_of_every_type_joins_by_pages_of_any_size(commitments, tree):
    context = Context(Visibility(tree.site))
    whole = sorted(commitments.values_list("pk", flat=True))
    for order in [*order_enum(CommitmentPage), None]:
        names = chosen_order(CommitmentPage, [order] if order else None)

        def rows(part, names=names):
            return rows_of(CommitmentPage, names, part, context)

        forward = walk(rows, 6, backward=False)
        assert sorted(forward) == whole, order
        for size, backward in itertools.product((1, 2, 4), (True, False)):
            assert walk(rows, size, backward=backward) == forward, (order, size, backward)


DAYS = st.none() | st.dates(datetime.date(2017, 1, 1), datetime.date(2017, 1, 4))
MOMENTS = st.none() | st.integers(0, 3).map(
    lambda n: datetime.datetime(2018, 1, 1, tzinfo=datetime.UTC) + datetime.timedelta(microseconds=n)
)
CHOSEN = st.lists(
    st.sampled_from(["due_date", "first_published_at", "title__lower", "number"]), min_size=1, max_size=3, unique=True
).flatmap(lambda names: st.tuples(*(st.sampled_from([name, f"-{name}"]) for name in names)))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    values=st.lists(st.tuples(DAYS, MOMENTS, st.sampled_from("aAbB")), min_size=6, max_size=6),
    order=CHOSEN,
    size=st.integers(1, 5),
    backward=st.booleans(),
)
def test_walking_by_pages_gives_the_whole_list_once(commitments, tree, values, order, size, backward):
    pages = list(commitments.order_by("pk"))
    for page, (day, moment, title) in zip(pages, values, strict=True):
        page.due_date, page.first_published_at, page.title = day, moment, title
        CommitmentPage.objects.filter(pk=page.pk).update(due_date=day, first_published_at=moment, title=title)
    context = Context(Visibility(tree.site))
    names = (*order, "-pk" if order[0].startswith("-") else "pk")

    def rows(part):
        return rows_of(CommitmentPage, names, part, context)

    assert walk(rows, size, backward=backward) == [page.pk for page in in_order(pages, names)]


def in_order(pages, names):
    """Sort in Python as the API promises: by each key in its direction, rows without a value last."""
    for name in reversed(names):
        field = name.lstrip("-").removesuffix("__lower")

        def key(page, field=field):
            value = getattr(page, field)
            return value.lower() if isinstance(value, str) else value

        having = [page for page in pages if key(page) is not None]
        having.sort(key=key, reverse=name.startswith("-"))
        pages = having + [page for page in pages if key(page) is None]
    return pages


def test_a_page_added_before_the_cursor_moves_nothing(commitments, tree, data):
    order = ["DUE_DATE_ASC", "NUMBER_ASC"]
    first = data(COMMITMENTS, order=order, first=3)
    cursor = first["commitments"]["pageInfo"]["endCursor"]
    factories.CommitmentFactory(parent=WorkStreamPage.objects.get(), number=9, due_date=datetime.date(2016, 1, 1))
    second = data(COMMITMENTS, order=order, first=5, after=cursor)
    assert numbers(first) + numbers(second) == [4, 2, 5, 1, 3, 6]


def test_a_cursor_holds_for_its_order_alone(commitments, tree, gql, data):
    cursor = data(COMMITMENTS, order=["DUE_DATE_ASC"], first=2)["commitments"]["pageInfo"]["endCursor"]
    for order in (["DUE_DATE_DESC"], ["DUE_DATE_ASC", "TITLE_ASC"], ["FIRST_PUBLISHED_AT_ASC"], None):
        (error,) = gql(COMMITMENTS, order=order, after=cursor)["errors"]
        assert error["extensions"]["code"] == "BAD_CURSOR"
        assert "another order" in error["message"]
    query = "query ($c: String) { news(orderBy: [DATE_ASC], after: $c) { nodes { title } } }"
    assert gql(query, c=cursor)["errors"][0]["extensions"]["code"] == "BAD_CURSOR"


def test_the_order_of_the_list_and_the_same_order_chosen_share_their_cursors(tree, data):
    for _ in range(3):
        factories.NewsFactory(parent=tree.news)
    query = "query ($o: [NewsPageOrder!], $c: String) { news(orderBy: $o, first: 2, after: $c) { edges { cursor } } }"
    plain = data(query)["news"]["edges"]
    assert data(query, o=["DATE_DESC"])["news"]["edges"] == plain
    assert len(data(query, o=["DATE_DESC"], c=plain[-1]["cursor"])["news"]["edges"]) == 1


def test_a_cursor_of_ancestors_holds_for_its_order_alone(tree, data, gql):
    page = factories.NewsFactory(parent=tree.news)
    query = """query ($path: String!, $o: [PageOrder!], $c: String, $where: PageWhere) { page(by: {path: $path}) {
        ancestors(orderBy: $o, first: 1, after: $c, where: $where) { totalCount edges { cursor node { title } } } } }"""
    path = page.get_url_parts()[2]

    def ask(**variables):
        found = data(query, path=path, **variables)["page"]["ancestors"]
        return found["totalCount"], [edge["node"]["title"] for edge in found["edges"]], found["edges"][0]["cursor"]

    assert ask()[:2] == (2, ["Home"])
    assert ask(c=ask()[2])[:2] == (2, ["News"])
    assert ask(o=["TITLE_DESC"])[:2] == (2, ["News"])
    assert ask(o=["TITLE_DESC"], c=ask(o=["TITLE_DESC"])[2])[:2] == (2, ["Home"])
    assert ask(where={"title": {"eq": "News"}})[:2] == (1, ["News"])
    assert ask(where={"title": {"not": "Other"}}, c=ask()[2])[:2] == (2, ["News"])
    (error,) = gql(query, path=path, o=["TITLE_DESC"], c=ask()[2])["errors"]
    assert error["extensions"]["code"] == "BAD_CURSOR"


FORGED = [
    (NewsPage, ("-date", "-pk"), [None, 1]),
    (NewsPage, ("-date", "-pk"), ["2018-13-01", 1]),
    (NewsPage, ("-date", "-pk"), [20180101, 1]),
    (NewsPage, ("-date", "-pk"), ["2018-01-01", 2**64]),
    (NewsPage, ("-date", "-pk"), ["2018-01-01", True]),
    (NewsPage, ("-date", "-pk"), ["2018-01-01", "1"]),
    (NewsPage, ("-date", "-pk"), ["2018-01-01"]),
    (NewsPage, ("-date", "-pk"), ["2018-01-01", 1, 1]),
    (NewsPage, ("title__lower", "pk"), ["a\0", 1]),
    (NewsPage, ("title__lower", "pk"), [["a"], 1]),
    (EventPage, ("-start", "-pk"), ["2018-01-01T00:00:00", 1]),
    (EventPage, ("-start", "-pk"), ["0001-01-01T00:00:00+14:00", 1]),
    (EventPage, ("-start", "-pk"), [{}, 1]),
]


def test_a_cursor_made_by_hand_is_refused(tree, gql):
    chosen = {"-date": "DATE_DESC", "title__lower": "TITLE_ASC", "-start": "START_DESC"}
    query = "query ($c: String, $o: [%sOrder!]) { %s(orderBy: $o, after: $c) { nodes { title } } }"
    for model, order, values in FORGED:
        names = ("NewsPage", "news") if model is NewsPage else ("EventPage", "events")
        body = gql(query % names, c=encode_cursor(mark_of(model, order), values), o=[chosen[order[0]]])
        assert [error["extensions"]["code"] for error in body["errors"]] == ["BAD_CURSOR"], values


def test_an_order_that_makes_no_sense_is_refused(tree, gql):
    for order in (["DATE_ASC", "DATE_DESC"], ["DATE_ASC"] * 2, ["DATE_ASC", "TITLE_ASC", "AUTHOR_ASC", "POSITION_ASC"]):
        (error,) = gql("query ($o: [NewsPageOrder!]) { news(orderBy: $o) { totalCount } }", o=order)["errors"]
        assert error["extensions"]["code"] == "INVALID_VALUE"
    for text in ("date", "-date", "owner__password", "OWNER_ASC", "SUMMARY_ASC"):
        (error,) = gql("query ($o: [NewsPageOrder!]) { news(orderBy: $o) { totalCount } }", o=[text])["errors"]
        assert error["extensions"]["code"] == "INVALID_VALUE"


def test_an_order_is_made_of_what_the_api_shows(db):
    """Every value of every list's order works, and none uses a column that isn't in the type."""
    schema = get_schema()
    # The search sorts by relevance, which isn't a field.
    enums = [name for name in schema.type_map if name.endswith("Order") and name != "SearchOrder"]
    assert len(enums) > 15
    shown = {"position", "pk"}
    for name in enums:
        fields = {field.lower() for field in schema.type_map[name.removesuffix("Order")].fields}
        for value in schema.type_map[name].values:
            sorted_by = value.rsplit("_", 1)[0].replace("_", "").lower()
            assert sorted_by in fields | shown, f"{name}.{value}"


def plan_of(rows) -> str:
    """Return the database's plan for the rows, with full scans of small tables disabled."""
    queryset = rows.ordered(rows.model.objects.all())[:21]
    compiled = Statement(queryset.values_list("pk", *rows.names))
    parameters = [rows.values[one] if isinstance(one, Slot) else one for one in compiled.parameters]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
        cursor.execute(f"{explain} {compiled.sql}", parameters)
        return "\n".join(str(row) for row in cursor.fetchall())


CURSOR = {PublicationPage: "2018-01-01", NewsPage: "2018-01-01", EventPage: "2018-01-01T00:00:00+00:00"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "index"),
    [(NewsPage, "news_by_date"), (PublicationPage, "publication_by_date"), (EventPage, "event_by_start")],
)
def test_a_list_by_date_is_entered_at_the_cursor_and_not_sorted(model, index):
    order = list_order(model)
    part = Slice(20, after=encode_cursor(mark_of(model, order), [CURSOR[model], 5]))
    plan = plan_of(rows_of(model, order, part))
    assert index in plan
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan
    assert (f"{index} (" if connection.vendor == "sqlite" else "Index Cond") in plan


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps no statistics of expressions.")
def test_the_database_expects_a_site_to_have_most_pages(tree):
    """Otherwise it expects one page in two hundred, and sorts them before it reads the newest; of past days too."""
    for _ in range(8):
        factories.NewsFactory(parent=tree.news)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE wagtailcore_page, history_wagtailcore_page")
    rows = Visibility(tree.site).filter(Page.objects.all())
    sql, parameters = rows.query.sql_with_params()
    for statement in (sql, preceded(sql).replace(MOMENT, timezone.now().isoformat())):
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}", parameters)
            (plan,) = cursor.fetchone()[0]
        assert plan["Plan"]["Plan Rows"] > rows.count() / 2  # an estimate
