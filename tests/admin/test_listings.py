"""The lists of the menu: sorted, searched and filtered in every combination, at the same cost for few and many pages."""

import datetime
import re
from itertools import product

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programme.admin.listings import ProgrammeGroup
from tests import factories

LISTS = {listing.name: listing for listing in ProgrammeGroup.items}


def add_rows(name: str, count: int) -> None:
    """Put pages on the list, those under streams and groups spread over several."""
    for _ in range(count):
        page = factories.page_of(LISTS[name].model, fresh_place=True)
        if name == "commitments":
            page.progress_entries.create(date="2018-01-25", status="complete", note="So it is.")
            page.save()


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_however_much_is_on_it(moderator, tree, name):
    # For users who may not publish, Wagtail checks twice for every row whether there are live pages below it, to decide
    # whether the row's menu offers to delete or move the page.
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            response = moderator.get(reverse(f"{name}:index"))
        assert response.status_code == 200
        return len(queries)

    add_rows(name, 2)
    cost()
    few = cost()
    add_rows(name, 6)
    cost()  # facts of the period are read once after a change
    assert cost() == few


@pytest.mark.parametrize("name", LISTS)
def test_every_order_and_filter_works_together_with_a_search(editor, tree, name):
    add_rows(name, 2)
    call_command("update_index", verbosity=0)
    url = reverse(f"{name}:index")
    first = editor.get(url)
    orders = [column.sort_key for column in first.context["table"].columns.values() if column.sort_key]
    assert orders
    filters = [{}]
    for field in first.context["filters"].form.fields.values() if first.context.get("filters") else []:
        choices = [value for value, _ in getattr(field, "choices", []) if value]
        filters += [{field_name(first, field): str(choices[0])}] if choices else []
    asked = [{"ordering": order} for order in [*orders, *(f"-{order}" for order in orders)]] + filters
    for search, values in product(["", "e"], asked):
        assert editor.get(url, values | {"q": search}).status_code == 200, (search, values)


def field_name(response, field) -> str:
    fields = response.context["filters"].form.fields
    return next(name for name, candidate in fields.items() if candidate is field)


def test_progress_is_that_of_today(editor, stream):
    page = factories.CommitmentFactory(parent=stream, number=1)
    future = datetime.date.today() + datetime.timedelta(days=30)
    for date, status in (("2018-01-25", "in_progress"), ("2017-06-22", "not_started"), (str(future), "complete")):
        page.progress_entries.create(date=date, status=status, note="So it is.")
    page.save()
    html = editor.get(reverse("commitments:index")).content.decode()
    assert "In progress" in html
    assert "Complete" not in html


def test_a_date_is_as_exact_as_it_is_known(editor, tree):
    group = factories.GroupFactory(parent=tree.groups)
    for precision in ("month", "day"):
        factories.MeetingFactory(
            parent=group, date=datetime.date(2017, 12, 1), date_precision=precision, title=precision
        )
    html = editor.get(reverse("meetings:index")).content.decode()
    assert html.count("1 December 2017") == 1
    assert html.count("December 2017") == 2


def test_where_readers_see_an_order_the_tree_shows_the_same(editor, tree):
    for title in ("One", "Two", "Three"):
        factories.KeyMessageFactory(parent=tree.messages, title=title).save_revision()
    response = editor.get(reverse("wagtailadmin_explore", args=[tree.messages.pk]))
    assert [page.title for page in response.context["pages"]] == ["One", "Two", "Three"]


def test_a_list_speaks_of_what_is_on_it(editor, stream):
    factories.CommitmentFactory(parent=stream)
    html = editor.get(reverse("commitments:index")).content.decode()
    assert "Add commitment" in html
    assert "commitment page" not in html


@pytest.mark.parametrize("name", LISTS)
def test_somebody_without_a_role_is_refused(client, tree, name):
    assert client.get(reverse(f"{name}:index")).status_code == 302


@pytest.mark.parametrize("public_site", [True, False])
def test_links_to_live_pages_cost_the_same_however_many(administrator, tree, gaelic, settings, public_site):
    settings.PUBLIC_SITE, settings.FRONTEND_URL = public_site, "https://{site}/{locale}/{path}"
    lists = [reverse("news:index"), reverse("wagtailadmin_explore", args=[tree.news.pk])]

    def cost(address: str, live: int) -> list[str]:
        administrator.get(address)
        with CaptureQueriesContext(connection) as queries:
            html = administrator.get(address).content.decode()
        at_frontend = set(re.findall(r"https://localhost/en/news/[\w-]+/", html))
        assert len(at_frontend) == (0 if public_site else live)
        return [query["sql"] for query in queries]

    for _ in range(3):
        factories.NewsFactory(parent=tree.news)
    few = {address: cost(address, 3) for address in lists}
    for _ in range(9):
        factories.NewsFactory(parent=tree.news)
    for address in lists:
        many = cost(address, 12)
        assert len(many) == len(few[address]), "\n".join(many)
