"""In tests on SQLite, indexes are filled when somebody looks into them, and nobody notices."""

import pytest
from django.db import connection
from wagtail.models import ReferenceIndex

from cms.visibility.content_version import ContentVersion
from search.models import Entry
from tests import factories

pytestmark = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="On PostgreSQL indexes are filled with each save."
)


def rows_of(table: str) -> int:
    """Count rows past Django, which nobody else does."""
    cursor = connection.connection.cursor()
    try:
        return cursor.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608  a name of ours
    finally:
        cursor.close()


def test_what_is_saved_waits_until_a_statement_names_an_index(tree, django_assert_num_queries):
    before = rows_of("search_entry"), rows_of("wagtailcore_referenceindex")
    point = factories.ContactPointFactory()
    news = factories.NewsFactory(parent=tree.news, contact_point=point)
    assert (rows_of("search_entry"), rows_of("wagtailcore_referenceindex")) == before

    version = ContentVersion.current()
    with django_assert_num_queries(1):
        assert Entry.objects.filter(page=news.pk).count() == 1
    assert ContentVersion.current() == version
    assert ReferenceIndex.get_references_to(point).filter(object_id=str(news.pk)).exists()


def test_what_was_deleted_meanwhile_is_not_put_into_an_index(tree):
    news = factories.NewsFactory(parent=tree.news)
    key = news.pk
    news.delete()
    assert not Entry.objects.filter(page=key).exists()
    assert not ReferenceIndex.objects.filter(object_id=str(key)).exists()
