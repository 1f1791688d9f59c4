"""The triggers keep each state of a row, however it is written."""

import itertools
import threading

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.db.models import Value
from django.db.models.functions import Concat
from django.utils import timezone
from wagtail.models import Collection, Page

from cms.history import triggers
from cms.history.models import HistoryTable
from cms.history.tables import OPEN, SINCE, UNTIL, histories
from programme.models import NewsPage, Topic
from tests import factories

from .clock import until_another_waits

pytestmark = pytest.mark.django_db
TABLE = Topic._meta.db_table


def states(model, key, column: str) -> list[tuple]:
    """Return the values that a column of a row had, each with whether it still has it, in order. None is of no length."""
    one = histories()[model._meta.db_table]
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT "{column}", {UNTIL} = \'{OPEN}\', {SINCE} < {UNTIL} FROM "{one.name}"'  # noqa: S608
            f' WHERE "{one.key}" = %s ORDER BY {SINCE}, {UNTIL}',
            [key],
        )
        rows = cursor.fetchall()
    assert all(lasted for *_, lasted in rows), rows
    return [(value, bool(is_open)) for value, is_open, _ in rows]


def statement(sql: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def indexes_with(column: str) -> list[str]:
    """Return the names of the indexes of the topics' history that have a column."""
    name = histories()[TABLE].name
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, name)
    return [name for name, one in found.items() if one["index"] and column in one["columns"]]


def saved(topic):
    topic.name = "After"
    topic.save()


WRITES = {
    "save": saved,
    "update": lambda topic: Topic.objects.filter(pk=topic.pk).update(name="After"),
    "bulk_update": lambda topic: Topic.objects.bulk_update([Topic(pk=topic.pk, name="After")], ["name"]),
    "raw SQL": lambda topic: statement(f"UPDATE {TABLE} SET name = 'After' WHERE id = %s", topic.pk),  # noqa: S608
    "upsert": lambda topic: statement(
        f"INSERT INTO {TABLE} SELECT * FROM {TABLE} WHERE id = %s"  # noqa: S608
        " ON CONFLICT (id) DO UPDATE SET name = 'After'",
        topic.pk,
    ),
}


def at_another_moment(model, key) -> None:
    """Let the present state of a row have begun earlier: SQLite's clock counts thousandths of a second."""
    one = histories()[model._meta.db_table]
    statement(f'UPDATE "{one.name}" SET {SINCE} = \'2001-01-01 00:00:00\' WHERE "{one.key}" = %s', key)  # noqa: S608


@pytest.mark.parametrize("how", WRITES)
def test_a_change_ends_a_state_and_begins_another(db, how):
    topic = factories.TopicFactory(name="Before")
    at_another_moment(Topic, topic.pk)

    WRITES[how](topic)

    assert states(Topic, topic.pk, "name") == [("Before", False), ("After", True)]


def test_rows_made_in_one_statement_have_a_state_each(db):
    made = Topic.objects.bulk_create([Topic(name=name, slug=name) for name in ("one", "two")])

    assert [states(Topic, topic.pk, "name") for topic in made] == [[("one", True)], [("two", True)]]


def test_a_deletion_ends_the_states_of_all_that_goes_with_it(tree):
    page = factories.NewsFactory(parent=tree.news, title="There", topics=[factories.TopicFactory()])
    through = NewsPage.topics.through
    (link,) = through.objects.values_list("pk", flat=True)
    for model, key in ((Page, page.pk), (NewsPage, page.pk), (through, link)):
        at_another_moment(model, key)
    key = page.pk

    page.delete()

    assert states(Page, key, "title") == [("There", False)]
    assert states(NewsPage, key, "page_ptr_id") == [(key, False)]
    assert states(through, link, "newspage_id") == [(key, False)]


def test_a_move_is_another_state_of_the_page_and_of_those_below(tree):
    branch, to = (factories.StandardPageFactory(parent=tree.home, title=title) for title in ("Branch", "To"))
    leaf = factories.StandardPageFactory(parent=branch, title="Leaf")
    before = leaf.path
    at_another_moment(Page, leaf.pk)

    branch.move(to, "last-child")

    leaf.refresh_from_db()
    # Its place and its address are two statements, which on SQLite have a moment each.
    found = states(Page, leaf.pk, "path")
    assert (found[0], found[-1]) == ((before, False), (leaf.path, True)) and len(found) <= 3


def test_a_draft_is_no_state(tree):
    page = factories.NewsFactory(parent=tree.news, title="There")
    before = states(Page, page.pk, "title")

    page.title = "A draft"
    page.save_revision()

    assert states(Page, page.pk, "title") == before == [("There", True)]


def test_what_is_taken_back_never_was(db):
    topic = factories.TopicFactory(name="Before")
    with transaction.atomic():
        Topic.objects.filter(pk=topic.pk).update(name="After")
        transaction.set_rollback(True)

    assert states(Topic, topic.pk, "name") == [("Before", True)]


def test_a_write_that_the_history_can_t_keep_fails(db):
    topic = factories.TopicFactory(name="Before")
    statement(f'CREATE UNIQUE INDEX only_one_state ON "{histories()[TABLE].name}" (id)')

    with pytest.raises(DatabaseError), transaction.atomic():
        Topic.objects.filter(pk=topic.pk).update(name="After")

    topic.refresh_from_db()
    assert topic.name == "Before"


def without_triggers(change) -> None:
    """Change something as a migration does, and end it as a migration ends."""
    triggers.remove("default")
    change()
    triggers.install("default")
    if connection.vendor == "postgresql":  # as the fixture `db` does, which knew the former triggers
        statement("SET CONSTRAINTS hub_history IMMEDIATE")


def test_what_migrations_change_is_kept_as_of_their_end(db):
    same, changed, gone = (factories.TopicFactory(name=name) for name in ("Same", "Before", "Gone"))
    for topic in (same, changed, gone):
        at_another_moment(Topic, topic.pk)

    def change():
        Topic.objects.filter(pk=changed.pk).update(name="After")
        Topic.objects.filter(pk=gone.pk).delete()
        Topic.objects.bulk_create([Topic(pk=9999, name="New", slug="new")])

    keys = same.pk, changed.pk, gone.pk, 9999
    without_triggers(change)

    found = [states(Topic, key, "name") for key in keys]
    assert found == [[("Same", True)], [("Before", False), ("After", True)], [("Gone", False)], [("New", True)]]
    # And from then on as before.
    at_another_moment(Topic, same.pk)
    Topic.objects.filter(pk=same.pk).update(name="Later")
    assert states(Topic, same.pk, "name") == [("Same", False), ("Later", True)]


def test_a_migrate_without_migrations_leaves_everything_as_it_is(db, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        triggers.remove("default", plan=[])
        triggers.install("default")


def test_a_column_that_is_new_has_the_value_that_the_rows_were_given(db):
    topic = factories.TopicFactory(name="Before")
    one = histories()[TABLE]

    def without_column():
        for name in indexes_with("live"):
            statement(f'DROP INDEX "{name}"')
        statement(f'ALTER TABLE "{one.name}" DROP COLUMN live')

    without_triggers(without_column)

    assert indexes_with("live") != []
    assert [bool(value) for value, _ in states(Topic, topic.pk, "live")] == [True]
    assert states(Topic, topic.pk, "name") == [("Before", True)]


def test_an_index_that_begins_with_what_makes_no_state_is_dropped(db):
    one, dialect = histories()[TABLE], triggers._dialect("default")
    with connection.cursor() as cursor:
        [found] = [sql for sql in dialect.indexes(cursor, TABLE) if "latest_revision_id" in sql.rpartition("(")[2]]
    columns = found[found.index("(") + 1 : found.rindex(")")]
    name = dialect.name_of_index(one, columns, "")

    without_triggers(lambda: statement(f'CREATE INDEX "{name}" ON "{one.name}" ({columns}, {UNTIL}, {SINCE})'))

    assert indexes_with("latest_revision_id") == []


def test_a_column_that_is_gone_stays_in_the_past(db):
    topic = factories.TopicFactory(name="Before")
    at_another_moment(Topic, topic.pk)
    one = histories()[TABLE]
    without_triggers(lambda: statement(f"ALTER TABLE \"{one.name}\" ADD COLUMN was varchar(9) DEFAULT 'kept'"))

    saved(topic)

    assert [value for value, _ in states(Topic, topic.pk, "was")][0] == "kept"
    assert states(Topic, topic.pk, "name") == [("Before", False), ("After", True)]


def test_a_column_of_another_type_is_kept_in_that_type(db):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite's columns take every type.")
    topic = factories.TopicFactory(name="1")
    one = histories()[TABLE]

    without_triggers(lambda: statement(f'ALTER TABLE "{one.name}" ALTER COLUMN name TYPE integer USING name::integer'))
    saved(topic)

    assert states(Topic, topic.pk, "name")[-1] == ("After", True)


def test_every_table_says_from_when_it_is_kept(db):
    assert set(HistoryTable.objects.values_list("table", flat=True)) == set(histories())


@pytest.mark.django_db(transaction=True)
def test_what_one_transaction_changes_has_one_moment():
    one, other = (factories.TopicFactory(name=f"Before {number}") for number in range(2))
    for topic in (one, other):
        at_another_moment(Topic, topic.pk)
    with transaction.atomic():
        for name in ("Between", "After"):
            Topic.objects.filter(pk=one.pk).update(name=name)
            Topic.objects.filter(pk=other.pk).update(name=f"{name} too")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT name, {SINCE} FROM \"{histories()[TABLE].name}\" WHERE {UNTIL} = '{OPEN}' ORDER BY id"  # noqa: S608
        )
        (first, at), (second, same) = cursor.fetchall()
    assert (first, second) == ("After", "After too")
    if connection.vendor == "postgresql":
        assert at == same
        assert states(Topic, one.pk, "name") == [("Before 0", False), ("After", True)]


def times(model, key) -> list[tuple]:
    """Return when each state of a row began and ended, in order."""
    one = histories()[model._meta.db_table]
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT {SINCE}, {UNTIL} FROM "{one.name}" WHERE "{one.key}" = %s ORDER BY {SINCE}',  # noqa: S608
            [key],
        )
        return cursor.fetchall()


def test_a_new_column_that_has_no_default_gets_what_the_same_row_has_now(db):
    top = Collection.objects.get(depth=1)
    at_another_moment(Collection, top.pk)
    Collection.objects.filter(pk=top.pk).update(name="Renamed")
    one = histories()[Collection._meta.db_table]

    without_triggers(lambda: statement(f'ALTER TABLE "{one.name}" DROP COLUMN depth'))

    assert states(Collection, top.pk, "depth")[-2:] == [(1, False), (1, True)]


def test_what_migrations_changed_ends_and_begins_at_one_moment(db, monkeypatch):
    topic = factories.TopicFactory(name="Before")
    at_another_moment(Topic, topic.pk)
    # Clocks that are never asked twice at one moment.
    if connection.vendor == "sqlite":
        years = itertools.count(2001)
        connection.connection.create_function("ticking", 0, lambda: f"{next(years)}-02-01 00:00:00.000")
        monkeypatch.setattr(triggers.SQLiteHistory, "clock", "ticking()")
    else:
        monkeypatch.setattr(triggers.PostgreSQLHistory, "clock", "clock_timestamp()")

    without_triggers(lambda: Topic.objects.filter(pk=topic.pk).update(name="After"))

    (_, ended), (begun, _) = times(Topic, topic.pk)
    assert ended == begun


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one connection write at a time.")
@pytest.mark.django_db(transaction=True)
def test_what_had_to_wait_for_another_transaction_is_a_state_after_it():
    """Its statement began before the other transaction's commit, when nobody could read what it writes."""
    topic, other = factories.TopicFactory(name="Before"), factories.TopicFactory(name="Of no concern")
    at_another_moment(Topic, topic.pk)

    def wait_and_write():
        try:
            Topic.objects.filter(pk__in=[topic.pk, other.pk]).update(name=Concat("name", Value("!")))
        finally:
            connections.close_all()

    waiting = threading.Thread(target=wait_and_write)
    with transaction.atomic():
        Topic.objects.filter(pk=topic.pk).update(name="First")
        waiting.start()
        until_another_waits()
        unread = timezone.now()
    waiting.join()

    assert states(Topic, topic.pk, "name")[-1] == ("First!", True)
    kept = times(Topic, topic.pk)
    assert kept[-1][0] == times(Topic, other.pk)[-1][0] > unread, "one moment for what one statement wrote"
    assert [since for since, _ in kept[1:]] == [until for _, until in kept[:-1]], "no moment has two states, or none"
