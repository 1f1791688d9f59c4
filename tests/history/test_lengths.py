"""Lengths of lists of the past: counted when they are asked for, not to choose how a list is read. How many pages of a type
there were isn't counted, but kept."""

import threading

import pytest
from django.db import connection, connections, transaction
from wagtail.models import Page, Site

from cms.history import spans, triggers, withheld
from cms.history.models import PageCount, Withholding
from cms.history.past import as_of, is_past
from cms.history.tables import SINCE, histories
from cms.visibility.content_version import ContentVersion
from cms.visibility.period import current_period
from cms.visibility.rule import Visibility
from programme.models import NewsPage
from tests import factories

from .clock import moment, until_another_waits

pytestmark = pytest.mark.django_db

TABLE, COUNTS = NewsPage._meta.db_table, PageCount._meta.db_table
NEWS = """query News($slug: String!, $at: String) @asOf(at: $at) {
  workStream(slug: $slug) { news(first: 2) { %s nodes { title } } }
}"""


@pytest.fixture
def stream(tree):
    """Return a work stream with three news items."""
    stream = factories.WorkStreamFactory(parent=tree.streams, slug="neglect")
    for number in range(3):
        factories.NewsFactory(parent=tree.news, title=f"News {number}", work_streams=[stream])
    return stream


@pytest.fixture
def news(stream, data):
    """Ask for the stream's news as of a moment; return the list and the statements that counted news of the past."""
    counted = []

    def note(execute, sql, params, many, context):
        if is_past() and "COUNT(" in sql and NewsPage._meta.db_table in sql:
            counted.append(sql)
        return execute(sql, params, many, context)

    def ask(at, what=""):
        counted.clear()
        with connection.execute_wrapper(note):
            found = data(NEWS % what, slug=stream.slug, at=at.isoformat())["workStream"]["news"]
        return found, list(counted)

    return ask


def test_a_list_is_not_counted_to_be_read(news):
    found, counted = news(moment())

    assert len(found["nodes"]) == 2
    assert counted == []


def test_a_length_is_that_of_the_moment(news):
    before = moment()
    NewsPage.objects.first().unpublish()
    after = moment()

    (first, counted), (second, _) = news(before, "totalCount"), news(after, "totalCount")

    assert (first["totalCount"], second["totalCount"]) == (3, 2)
    assert len(counted) == 1


def test_a_length_is_that_of_the_moment_also_if_the_rows_are_read_first(data, stream):
    """How the rows are read is chosen by today's numbers: they mustn't be kept as those of the moment."""
    before = moment()
    NewsPage.objects.first().unpublish()
    query = """query News($slug: String!, $at: String) @asOf(at: $at) {
      workStream(slug: $slug) { news(first: 2) { nodes { title } totalCount } }
    }"""

    found = data(query, slug=stream.slug, at=before.isoformat())["workStream"]["news"]

    assert found["totalCount"] == 3


def test_what_is_kept_of_today_is_not_that_of_the_past(news, tree, settings):
    settings.WAGTAIL_I18N_ENABLED = True
    before = moment()
    Page.objects.filter(pk=tree.home.pk).update(title="Another title")

    news(before)

    view = Visibility(Site.objects.get(pk=tree.site.pk), period=current_period())
    assert [root.title for root in view.roots] == ["Another title"]


# The numbers of pages that triggers keep

TOTAL = """query Total($at: String) @asOf(at: $at) { news(first: 100) { totalCount nodes { title } } }"""


def kept() -> int:
    """Return how many news items there are, as it is kept."""
    return PageCount.objects.get(table=TABLE).number


def numbers() -> list[tuple]:
    """Return since when there were how many news items, as it is kept."""
    name = histories()[COUNTS].name
    return spans.selected(f'SELECT {SINCE}, number FROM "{name}" WHERE "table" = %s ORDER BY {SINCE}', [TABLE])  # noqa: S608


@pytest.fixture
def total(data):
    """Ask how many news items there were at a moment; return that, and whether it was kept how many there were."""

    def total(at) -> tuple[int, bool]:
        found = data(TOTAL, at=at.isoformat())["news"]
        assert found["totalCount"] == len(found["nodes"])
        with as_of(at):
            return found["totalCount"], PageCount.objects.filter(table=TABLE).exists()

    return total


def test_a_number_is_that_of_the_moment(tree, total):
    empty = moment()
    page = factories.NewsFactory(parent=tree.news, title="One")
    factories.NewsFactory(parent=tree.news, title="A draft", live=False)
    one = moment()
    factories.NewsFactory(parent=tree.news, title="Two")
    two = moment()
    page.delete()
    gone = moment()

    assert [total(at) for at in (empty, one, two, gone)] == [(0, True), (1, True), (2, True), (1, True)]
    assert kept() == 2


def test_a_publication_writes_no_number(tree):
    page = factories.NewsFactory(parent=tree.news, title="One")
    before = spans.states(COUNTS, {TABLE})

    page.title = "Another title"
    page.save_revision().publish()

    assert spans.states(COUNTS, {TABLE}) == before


def test_rows_are_counted_for_moments_before_numbers_were_kept(tree, total):
    factories.NewsFactory(parent=tree.news, title="One")
    before, begin = moment(), moment()
    spans.cut({COUNTS: {TABLE}}, None, begin)
    spans.delete({COUNTS: {TABLE}}, None, begin, with_parents=True)

    assert (total(before), total(moment())) == ((1, False), (1, True))


@pytest.mark.parametrize("is_erasure", [False, True])
def test_a_number_does_not_tell_of_what_is_withheld(tree, total, is_erasure):
    page = factories.NewsFactory(parent=tree.news, title="Secret")
    factories.NewsFactory(parent=tree.news, title="Another")
    then, key = moment(), page.pk
    page.delete()
    now = moment()
    withholding = Withholding(
        model="wagtailcore.page", key=str(key), until=now, at=now, reason="privacy", is_erasure=is_erasure
    )

    withheld.withhold(withholding)

    assert (total(then), total(moment())) == ((1, False), (1, True))
    if not is_erasure:
        withheld.lift(withholding, None)
        assert total(then) == (2, True)


def test_what_migrations_make_and_delete_is_counted_at_their_end(tree, total):
    factories.NewsFactory(parent=tree.news)
    page = factories.NewsFactory(parent=tree.news)
    before, keys = moment(), {page.pk}
    triggers.remove("default")
    page.delete()
    keys.add(factories.NewsFactory(parent=tree.news, live=False).pk)
    factories.NewsFactory(parent=tree.news)
    triggers.install("default")
    after = moment()

    rows = [*spans.states(COUNTS, {TABLE}), *spans.states(TABLE, keys), *spans.states(Page._meta.db_table, keys)]
    changes = {change for _, since, until, _ in rows for change in (since, until) if before < change < after}
    assert kept() == 3
    assert [total(at)[0] for at in (before, *sorted(changes), after)] == [2] * (len(changes) + 2)


on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite lets one connection write at a time."
)
committed = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def maker(of: str, tree) -> threading.Thread:
    """Return a thread that makes a draft in a list of its own, in a transaction."""
    index = factories.NewsIndexFactory(parent=tree.home, slug=of)

    def make() -> None:
        try:
            with transaction.atomic():
                factories.NewsFactory(parent=index, live=False, title=of)
        finally:
            connections.close_all()

    return threading.Thread(target=make)


@on_postgresql
@committed
def test_a_page_can_be_made_while_another_is_withheld(tree, monkeypatch):
    """Both lock the content's version first: otherwise each would wait for what the other has."""
    page = factories.NewsFactory(parent=tree.news, live=False)
    other, now, mark = maker("other", tree), moment(), spans.mark

    def mark_slowly(*args, **kwargs):
        mark(*args, **kwargs)
        other.start()
        until_another_waits()

    monkeypatch.setattr(spans, "mark", mark_slowly)
    withheld.withhold(Withholding(model="wagtailcore.page", key=str(page.pk), until=now, at=now, reason="privacy"))
    other.join()

    assert NewsPage.objects.filter(title="other").exists()


@on_postgresql
@committed
def test_what_waited_for_a_commit_is_counted_after_it(tree, total):
    other = maker("other", tree)
    with transaction.atomic():
        page = factories.NewsFactory(parent=tree.news, live=False)
        ContentVersion.renew()
        other.start()
        until_another_waits()
    other.join()

    keys = {page.pk, NewsPage.objects.get(title="other").pk}
    (first, second) = sorted(since for _, since, _, _ in spans.states(TABLE, keys))
    assert [number for since, number in numbers() if since >= first] == [1, 2]
    assert total(first + (second - first) / 2) == (0, True)


@on_postgresql
@committed
def test_transactions_that_end_at_once_count_each_other(tree):
    indexes = [factories.NewsIndexFactory(parent=tree.home, slug=f"news-{number}") for number in range(4)]
    together = threading.Barrier(len(indexes), timeout=30)

    def make(index) -> None:
        try:
            with transaction.atomic():
                factories.NewsFactory(parent=index, live=False)
                together.wait()
        finally:
            connections.close_all()

    makers = [threading.Thread(target=make, args=[index]) for index in indexes]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join()

    assert (kept(), NewsPage.objects.count()) == (4, 4)
