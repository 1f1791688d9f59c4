"""Ten programmes, nine of 1,000 pages each: a document costs the first as many statements as if it were alone."""

import uuid

import pytest
from django.db import connection
from wagtail.models import Page

from programme.models import NewsPage
from tests import factories
from tests.graphql import plenty
from tests.graphql.test_budgets import BUDGETS, FEW, measure
from tests.sites.canaries import below

PROGRAMMES, PAGES = 10, 1_000


def add_news(index: Page, number: int) -> None:
    """Add news below an index. By rows: saving each page would take minutes."""
    first = factories.NewsFactory(parent=index, title="Elsewhere 0", slug="elsewhere-0")
    pages = [
        Page(
            **{
                field.attname: getattr(first, field.attname)
                for field in Page._meta.concrete_fields
                if field.name != "id"
            }
            | {
                "path": Page._get_path(index.path, index.depth + 1, at + 1),
                "slug": f"elsewhere-{at}",
                "title": f"Elsewhere {at}",
                "url_path": f"{index.url_path}elsewhere-{at}/",
                "translation_key": uuid.uuid4(),
            }
        )
        for at in range(1, number)
    ]
    made = Page.objects.bulk_create(pages)
    columns = [field.column for field in NewsPage._meta.local_concrete_fields if not field.primary_key]
    table, names = NewsPage._meta.db_table, ", ".join(columns)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} (page_ptr_id, {names}) SELECT %s, {names} FROM {table} WHERE page_ptr_id = %s",  # noqa: S608
            [[page.pk, first.pk] for page in made],
        )
    Page.objects.filter(pk=index.pk).update(numchild=number)


@pytest.mark.long
def test_documents_keep_to_their_budgets(tree, data):
    plenty.add(tree, FEW)
    for at in range(PROGRAMMES - 1):
        site = below(tree.site, f"programme-{at}")
        add_news(factories.NewsIndexFactory(parent=site.root_page), PAGES)
    assert Page.objects.count() > (PROGRAMMES - 1) * PAGES
    costs = measure(data)
    assert {name: len(cost.statements) for name, cost in costs.items()} == {
        name: budget.statements for name, budget in BUDGETS.items()
    }
