"""SQLite has statistics of all tables, including empty ones."""

import pytest
from django.db import connection
from wagtail.models import Site

from cms.jobs.upkeep import update_statistics
from cms.visibility.rule import Visibility
from programme.site import lists
from tests import factories


@pytest.fixture(autouse=True)
def only_on_sqlite():
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps its statistics itself.")


def test_where_there_are_no_events_it_does_not_look_for_them_among_all_pages(tree):
    assert update_statistics(lambda: False) is False
    with connection.cursor() as cursor:
        cursor.execute("SELECT tbl, stat FROM sqlite_stat1 WHERE tbl = 'programme_eventpage'")
        assert cursor.fetchall() == [("programme_eventpage", "1")]
        # as if there were ten thousand pages
        cursor.execute(
            "UPDATE sqlite_stat1 SET stat = '10000' || substr(stat, instr(stat, ' ')) WHERE tbl = 'wagtailcore_page'"
        )
        cursor.execute("ANALYZE sqlite_schema")
    found = lists.upcoming_events(Visibility(Site.objects.get()))[:3].explain()
    assert "SCAN programme_eventpage" in found and "SCAN wagtailcore_page" not in found


def test_once_there_are_events_it_knows_how_many(tree):
    for _ in range(3):
        factories.EventFactory(parent=tree.events)
    update_statistics(lambda: False)
    with connection.cursor() as cursor:
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE tbl = 'programme_eventpage'")
        assert {stat.split()[0] for (stat,) in cursor.fetchall()} == {"3"}
