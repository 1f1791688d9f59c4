"""The search in the admin: its report and the records of editors."""

import csv
import datetime
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from cms.base.dates import today
from search.models import AskedFor, PromotedResult, Synonym

from .conftest import sign_in
from .test_dashboard import HOME, labels, menu

REPORT = reverse("search_queries")


def ask(text: str, *, found: int, times: int = 1, days_ago: int = 0) -> None:
    day = today() - datetime.timedelta(days=days_ago)
    AskedFor.objects.create(text=text, day=day, times=times, found=found)


@pytest.fixture
def asked(db):
    ask("neglect", found=8, times=40)
    ask("kinship care", found=0, times=3)
    ask("kinship care", found=2, times=1, days_ago=3)
    ask("foster", found=0, times=5, days_ago=40)
    ask("foster", found=1, times=1, days_ago=2)
    ask("zebra", found=0, times=9, days_ago=1)


def words(response) -> list[str]:
    return [row["text"] for row in response.context["object_list"]]


def test_what_found_nothing_comes_first_and_then_what_is_asked_most(editor, asked):
    response = editor.get(REPORT)
    assert words(response) == ["zebra", "kinship care", "neglect", "foster"]
    assert [(row["asked"], row["finds"]) for row in response.context["object_list"]] == [
        (9, 0),
        (4, 0),
        (40, 8),
        (6, 1),
    ]


def test_the_report_can_be_narrowed_to_days_and_outcomes(editor, asked):
    since = today() - datetime.timedelta(days=1)
    assert words(editor.get(REPORT, {"day_from": since.isoformat()})) == ["zebra", "kinship care", "neglect"]
    (row,) = editor.get(REPORT, {"day_from": since.isoformat(), "q": "kinship"}).context["object_list"]
    assert row["asked"] == 3
    assert words(editor.get(REPORT, {"outcome": "nothing"})) == ["zebra", "kinship care"]
    assert words(editor.get(REPORT, {"outcome": "something"})) == ["neglect", "foster"]
    assert words(editor.get(REPORT, {"ordering": "-asked"}))[0] == "neglect"


def test_the_report_is_exported(editor, asked):
    ask('=HYPERLINK("http://example.org")', found=0)
    text = editor.get(REPORT, {"export": "csv"}).getvalue().decode()
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == ["Words", "Asked", "Found last time", "Last asked"]
    assert rows[1][:3] == ["zebra", "9", "0"]
    assert '\'=HYPERLINK("http://example.org")' in {row[0] for row in rows}

    book = load_workbook(io.BytesIO(editor.get(REPORT, {"export": "xlsx"}).getvalue()))
    assert [cell.value for cell in book.active[2]][:3] == ["zebra", 9, 0]


def test_a_query_leads_to_what_can_be_done_about_it(editor, asked):
    html = editor.get(REPORT).content.decode()
    synonym = f"{reverse(Synonym.snippet_viewset.get_url_name('add'))}?words=kinship+care"
    promotion = f"{reverse(PromotedResult.snippet_viewset.get_url_name('add'))}?queries=kinship+care"
    for address in (synonym, promotion):
        assert f'href="{address}"' in html
        assert "kinship care</textarea>" in editor.get(address).content.decode()


def test_the_cost_of_the_report_does_not_depend_on_how_much_was_asked(editor, asked, django_assert_num_queries):
    editor.get(REPORT)
    with CaptureQueriesContext(connection) as few:
        editor.get(REPORT)
    for number in range(20):
        ask(f"query {number}", found=0)
    with django_assert_num_queries(len(few)):
        editor.get(REPORT)


def test_a_promoted_result_is_made_from_the_report(moderator, tree):
    address = reverse(PromotedResult.snippet_viewset.get_url_name("add"))
    data = {
        "queries": "subscribe\nmailing list",
        "page": tree.news.pk,
        "text": "",
        "order": "0",
        "action-publish": "yes",
    }
    assert moderator.post(address, data).status_code == 302
    promoted = PromotedResult.objects.get()
    assert (promoted.live, promoted.page_id) == (True, tree.news.pk)
    listing = moderator.get(reverse(PromotedResult.snippet_viewset.get_url_name("list")))
    assert "mailing list" in listing.content.decode()


@pytest.mark.parametrize("person", ["editor", "moderator", "lead", "administrator"])
def test_everybody_who_writes_finds_it_in_the_menu(request, person):
    client = request.getfixturevalue(person)
    search = next(item for item in menu(client) if item.name == "search")
    inside = sorted(search.menu.menu_items_for_request(client.get(HOME).wsgi_request), key=lambda item: item.order)
    assert labels(inside) == [
        "What people search for",
        "Promoted results",
        "Synonyms",
        "Kinds of trouble",
        "Voices",
        "Families of words",
        "Example questions",
    ]
    for item in inside:
        assert client.get(item.url).status_code == 200


def test_nobody_else_sees_what_people_search_for(roles, asked):
    visitor = sign_in("visitor")
    assert visitor.get(REPORT).status_code == 302
    assert "found nothing" not in visitor.get(HOME, follow=True).content.decode()


def test_the_dashboard_says_how_much_was_not_found(editor, asked):
    html = " ".join(editor.get(HOME).content.decode().split())
    assert "12 searches found nothing in the last 30 days." in html
    assert f'href="{REPORT}"' in html


def test_the_dashboard_is_silent_while_everything_is_found(editor):
    ask("neglect", found=3)
    assert "found nothing" not in editor.get(HOME).content.decode()
