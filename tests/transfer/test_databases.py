"""All rows of one database arrive in another, or the target says that they haven't."""

import pytest
from django.db import connections
from wagtail.models import Page, Site

from cms.transfer import databases, rows
from cms.transfer.tables import HubTable, StatesTable, TransferError, all_tables, states_tables
from cms.visibility import triggers
from programme.models import Topic
from tests.transfer.conftest import SOURCE, TARGET


def quiet(line: str) -> None:
    """Hear what is said."""


def same() -> dict[str, bool]:
    tables = [*all_tables(), *states_tables(SOURCE)]
    return {table.name: rows.digest(SOURCE, table) == rows.digest(TARGET, table) for table in tables}


def test_an_interrupted_transfer_leaves_the_target_as_it_was_and_a_second_brings_all_rows(both):
    # A number that was given to a row that is gone: a link that was mailed may name it.
    (gone,) = Topic._base_manager.using(SOURCE).bulk_create([Topic(name="Gone", slug="gone")])
    Topic._base_manager.using(SOURCE).filter(pk=gone.pk)._raw_delete(SOURCE)

    before = versions()
    with pytest.raises(KeyboardInterrupt):
        databases.copy(SOURCE, TARGET, say=stop_at_news)
    assert databases.is_new(TARGET)
    assert versions() == before
    databases.copy(SOURCE, TARGET, say=quiet)
    assert set(same().values()) == {True}
    assert Page.objects.using(TARGET).count() > 50
    # As `migrate` leaves it: a change renews the token, and new rows get higher numbers.
    (first,) = versions()
    Site.objects.using(TARGET).update(site_name="Another name")
    assert versions() != [first]
    (new,) = Topic._base_manager.using(TARGET).bulk_create([Topic(name="New", slug="new")])
    assert new.pk == gone.pk + 1
    with connections[TARGET].cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        there = {row[0] for row in cursor.fetchall()}
    assert {table.name for table in triggers.watched()} <= there


def versions() -> list[str]:
    with connections[TARGET].cursor() as cursor:
        cursor.execute("SELECT token FROM cms_contentversion")
        return [row[0] for row in cursor.fetchall()]


def test_a_target_with_content_is_left_alone_unless_it_may_be_replaced(both):
    databases.copy(SOURCE, TARGET, say=quiet)
    Page.objects.using(TARGET).filter(depth=2).update(title="Changed here")
    with pytest.raises(TransferError, match="There is content in sqlite"):
        databases.copy(SOURCE, TARGET, say=quiet)
    assert Page.objects.using(TARGET).filter(title="Changed here").exists()
    databases.copy(SOURCE, TARGET, replace=True, say=quiet)
    assert set(same().values()) == {True}


def stop_at_news(line: str) -> None:
    if line.startswith("programme_newspage:"):
        raise KeyboardInterrupt


def test_databases_of_different_versions_are_refused(both):
    with connections[TARGET].cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'taggit' AND name LIKE '0006%%'")
    with pytest.raises(TransferError, match="run `manage.py migrate` first"):
        databases.copy(SOURCE, TARGET, say=quiet)
    with pytest.raises(TransferError, match="Only the other database has|The other database lacks"):
        databases.copy(TARGET, SOURCE, replace=True, say=quiet)
    assert Page.objects.using(SOURCE).count() > 50


@pytest.mark.parametrize("address", ["mysql://localhost/hub", "hub.sqlite3", "sqlite:////nowhere/hub.sqlite3"])
def test_an_address_that_leads_nowhere_is_refused_with_a_sentence(address):
    with pytest.raises(TransferError, match="address of the other database must be|There is no file"):
        databases.connect(address)


def test_what_postgresql_cannot_hold_is_named(both):
    databases.connections.settings["server"] = connections.configure_settings(
        {"default": {}, "server": {"ENGINE": "django.db.backends.postgresql", "NAME": "hub"}}
    )["server"]
    table = HubTable(Topic)
    fit = rows.Fit("server", table)
    (row, *_) = rows.read(SOURCE, table)
    assert fit.problem(row) == ""
    name = table.columns.index("name")
    for value, said in {"x" * 300: "is longer than", "a\0b": "holds a null character"}.items():
        wrong = list(row)
        wrong[name] = value
        assert f"programme_topic, row {row[table.key]}: name {said}" in fit.problem(wrong)
    wrong = list(row)
    wrong[table.key] = 2**80
    assert "isn't a number from" in fit.problem(wrong)
    del connections.settings["server"]


def test_the_history_comes_along_and_goes_on(new_ones):
    """The target's own triggers write nothing meanwhile, and go on with the states that came."""
    Topic._base_manager.using(SOURCE).bulk_create([Topic(name="Then", slug="then")])
    Topic._base_manager.using(SOURCE).filter(slug="then").update(name="Now")

    databases.copy(SOURCE, TARGET, say=quiet)

    def states() -> list[tuple]:
        with connections[TARGET].cursor() as cursor:
            cursor.execute(
                "SELECT name, history_until LIKE '9999%%' FROM history_programme_topic WHERE slug = 'then' ORDER BY 2"
            )
            return cursor.fetchall()

    assert states() == [("Then", 0), ("Now", 1)]
    assert {table for table, is_same in same().items() if not is_same} == set()
    Topic._base_manager.using(TARGET).filter(slug="then")._raw_delete(TARGET)
    assert [is_present for _, is_present in states()] == [0, 0]


def test_texts_of_the_past_may_be_longer_than_those_of_today():
    table = StatesTable(Topic)
    databases.connections.settings["server"] = connections.configure_settings(
        {"default": {}, "server": {"ENGINE": "django.db.backends.postgresql", "NAME": "hub"}}
    )["server"]
    row = [None] * len(table.columns)
    row[table.columns.index("name")] = "x" * 300

    assert rows.Fit("server", table).problem(row) == ""
    del connections.settings["server"]
