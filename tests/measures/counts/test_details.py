"""The figures of one page and of one issue in the admin, with nothing that the site's report doesn't show."""

import csv
import datetime
import io

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.accounts.roles import EDITORS
from cms.base.dates import today
from measures.counts import details
from measures.counts.details import NOBODY, NOT_SHOWN
from measures.counts.middleware import pdf_key
from newsletter.choices import EditionAudience
from newsletter.models import ArchivedIssue, Edition, Snapshot
from tests import factories
from tests.admin.conftest import sign_in
from tests.sites.canaries import below

from .test_report import ADDRESS, put, tables

MONTH = today().strftime("%B %Y")


@pytest.fixture
def viewer(roles):
    return sign_in("viewer", group="Viewers")


@pytest.fixture
def news(tree):
    return factories.NewsFactory(parent=tree.news, title="Badgers", slug="badgers")


@pytest.fixture
def issue(tree):
    return factories.IssueFactory(parent=tree.updates, number=12, title="All about badgers")


def of_page(page, **asked) -> str:
    return f"{reverse('counts_of_page', args=[page.pk], query=asked)}"


def of_issue(issue) -> str:
    return reverse("counts_of_issue", args=[issue.pk])


def soup_of(client, address) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


# A page


def test_a_page_by_month_and_by_place(counting, tree, viewer, news):
    for detail, number in (("search", 20), ("direct", 8), ("newsletter", 6)):
        put(counting, number, news.pk, detail=detail)
    put(counting, 30, tree.home.pk)
    answer = viewer.get(of_page(news))
    found = tables(answer)
    assert ["A search engine", "20"] in found["Where readers came from"]
    assert ["The regular update; typed, bookmarked or not known", "14"] in found["Where readers came from"]
    assert [MONTH, "34"] in found["By month"] and found["By month"][-1] == ["All", "34"]
    page = BeautifulSoup(answer.content, "html.parser")
    assert len(found["By month"]) == 13 and len(page.select(".hub-counts rect")) == 12
    assert "Figures: Badgers" in page.title.text


def test_the_report_leads_to_its_pages_for_the_same_days(counting, tree, viewer, news):
    put(counting, 20, news.pk)
    put(counting, 9, 99_999)
    put(counting, 9, "help")
    page = soup_of(viewer, ADDRESS)
    links = {link.get_text(strip=True): link["href"] for link in page.select(".hub-counts__table a")}
    assert set(links) == {"Badgers (/news/badgers/)"}
    first = today() - datetime.timedelta(days=29)
    assert links["Badgers (/news/badgers/)"] == of_page(news, first=str(first), last=str(today()))
    assert tables(viewer.get(links["Badgers (/news/badgers/)"]))["By month"][-1] == ["All", "20"]


def test_it_leads_to_the_page_where_readers_see_it(counting, viewer, news, settings):
    settings.PUBLIC_SITE, settings.FRONTEND_URL = False, "https://www.example.org"
    put(counting, 20, news.pk)
    links = {link.get_text(strip=True): link["href"] for link in soup_of(viewer, of_page(news)).select("main a")}
    assert links["See the page"] == "https://www.example.org/news/badgers/"
    assert "Edit the page" not in links  # viewers can't
    assert links["Counts of all"].startswith(ADDRESS)


def test_what_the_report_hides_is_hidden(counting, tree, viewer, news):
    """Of 32 in all, 20 are shown: with the 9 somebody would know the 3."""
    put(counting, 20, tree.home.pk)
    put(counting, 9, news.pk)
    put(counting, 3, 99_999)
    page = soup_of(viewer, of_page(news)).select_one("main").get_text()
    assert NOT_SHOWN in page and "not shown" in page and "9" not in page.split("not shown")[1].split("Visits")[0]
    small = factories.NewsFactory(parent=tree.news, title="Otters")
    put(counting, 2, small.pk)
    assert "fewer than 5" in soup_of(viewer, of_page(small)).get_text()


def test_months_by_which_those_of_others_could_be_worked_out(counting, tree, viewer, news):
    """Three of the month's 33 are of the other page."""
    ago = today().day + 3  # in the month before
    put(counting, 30, news.pk)
    put(counting, 40, news.pk, ago=ago)
    put(counting, 3, tree.home.pk)
    put(counting, 20, tree.home.pk, ago=ago)
    for page in (news, tree.home):
        shown = soup_of(viewer, of_page(page))
        assert NOT_SHOWN in shown.get_text() and not shown.select(".hub-counts rect")


def test_a_month_that_the_report_hides_is_hidden_of_each_page(counting, tree, viewer, news):
    ago, before = today().day + 3, today().day + 40
    put(counting, 3, news.pk)
    put(counting, 20, news.pk, ago=ago)
    put(counting, 60, news.pk, ago=before)
    whole = dict(tables(viewer.get(f"{ADDRESS}?first={today() - datetime.timedelta(days=90)}"))["By month"])
    own = dict(tables(viewer.get(of_page(news)))["By month"])
    assert whole[MONTH] == "fewer than 5" and list(whole.values()).count("not shown") == 1
    for month, text in whole.items():
        assert own[month] == (text if text.isdigit() else "not shown")


def test_visits_from_issues(counting, tree, viewer, news, issue):
    put(counting, 12, 12, kind="update", detail=str(news.pk))
    put(counting, 7, 12, kind="update", detail=str(tree.home.pk))
    put(counting, 12, news.pk, detail="newsletter")
    assert tables(viewer.get(of_page(news)))["Visits from issues of the newsletter"] == [["Issue 12", "12"]]


def test_nothing_counted_and_counts_that_are_off(tree, viewer, news):
    text = soup_of(viewer, of_page(news)).get_text()
    assert "Readers aren’t counted here" in text and text.count(NOBODY) == 2


@pytest.mark.parametrize("given", [{"first": "soon"}, {"first": "1 March 2026", "last": "1 February 2026"}])
def test_wrong_days_are_named_at_their_field(counting, viewer, news, given):
    page = soup_of(viewer, of_page(news, **given))
    assert page.select(".w-field__errors .error-message") and not page.select("table")


def test_the_file_of_a_page(counting, viewer, news):
    put(counting, 20, news.pk)
    answer = viewer.get(of_page(news, export="csv"))
    rows = list(csv.reader(io.StringIO(answer.content.decode())))
    assert rows[-1][0] == "By month" and rows[-1][3:] == ["All", "20"]


def test_the_menu_of_a_page_leads_to_it(counting, roles, news):
    editor = sign_in("editor", group=EDITORS)
    assert of_page(news) in editor.get(reverse("wagtailadmin_pages:edit", args=[news.pk])).content.decode()


def test_who_may_not_see_counts_sees_none(counting, news, issue):
    get_user_model().objects.create_user("nobody")
    stranger = Client()
    stranger.force_login(get_user_model().objects.get(username="nobody"))
    for address in (of_page(news), of_issue(issue)):
        assert stranger.get(address).status_code == 302
        assert Client().get(address).status_code == 302


def test_a_page_of_another_programme_is_not_there(counting, viewer):
    birch = below(counting, "birch")
    for address in (
        of_page(birch.root_page),
        reverse("counts_of_page", args=[1]),
        reverse("counts_of_issue", args=[3]),
    ):
        assert viewer.get(address).status_code == 404


# An issue


def test_an_issue_with_landings_readers_and_subscriptions(counting, tree, viewer, news, issue):
    put(counting, 12, 12, kind="update", detail=str(news.pk))
    put(counting, 7, 12, kind="update", detail=str(tree.home.pk))
    put(counting, 9, issue.pk)
    put(counting, 6, pdf_key(12, 1), kind="document", detail="")
    for _ in range(5):
        factories.SubscriptionFactory(confirmed_at=timezone.now())
    answer = viewer.get(of_issue(issue))
    found = tables(answer)
    assert found["Where readers land"] == [["Badgers", "12"], [tree.home.title, "7"], ["All", "19"]]
    assert found["The issue itself"] == [["On the web: times read", "9"], ["As PDF: times fetched", "6"]]
    assert found["Subscriptions begun"][-1] == ["All", "5"] and found["Subscriptions ended"][-1] == ["All", "0"]
    assert found["By day"][-1] == ["All", "19"] and len(found["By day"]) == 31
    assert "All about badgers: visits from its links" in answer.content.decode()


def test_its_days_begin_when_it_went_out(counting, viewer, issue):
    said = {"subject": "3", "html": "3", "text": "3", "data": {}}
    snapshot = Snapshot.objects.create(issue=issue, revision_id=1)
    edition = Edition.objects.create(snapshot=snapshot, audience=EditionAudience.EXTERNAL, template_version="1", **said)
    sent = timezone.now() - datetime.timedelta(days=200)
    ArchivedIssue.objects.create(issue=issue, edition=edition, started_at=sent, sha256="0", **said)
    first = timezone.localdate(sent)
    page = soup_of(viewer, of_issue(issue))
    assert page.select_one("#id_first")["value"] == f"{first:%d/%m/%Y}"
    assert page.select_one("#id_last")["value"] == f"{first + datetime.timedelta(days=29):%d/%m/%Y}"


def test_landings_of_an_issue_are_those_of_the_report(counting, tree, viewer, issue):
    for page, number in ((tree.home, 1), (tree.news, 5)):
        put(counting, number, 12, kind="update", detail=str(page.pk))
    assert tables(viewer.get(of_issue(issue)))["Where readers land"] == [["All pages together", "6"], ["All", "6"]]


def test_parts_have_one_number(counting, tree, viewer, issue):
    assert "one number" not in soup_of(viewer, of_issue(issue)).get_text()
    factories.IssueFactory(parent=tree.updates, number=12, part=2)
    assert "The parts of an issue have one number" in soup_of(viewer, of_issue(issue)).get_text()


def test_the_desk_and_the_report_of_issues_lead_to_it(counting, roles, viewer, issue):
    put(counting, 8, 12, kind="update", detail="help")
    links = {
        link.get_text(strip=True): link["href"]
        for link in soup_of(viewer, f"{ADDRESS}?what=update").select("td a, th a")
    }
    assert links["Issue 12"].startswith(of_issue(issue))
    editor = sign_in("editor", group=EDITORS)
    assert of_issue(issue) in editor.get(reverse("newsletter_desk", args=[issue.pk])).content.decode()


def test_the_cost_does_not_depend_on_how_many_pages_there_are(counting, tree, news, django_assert_num_queries):
    days = today() - datetime.timedelta(days=90), today()
    put(counting, 20, news.pk)
    details.of_page(counting, news, *days)
    for each in range(2):
        with django_assert_num_queries(23):
            details.of_page(counting, news, *days)
        for number in range(10):
            put(counting, 30 + each, factories.NewsFactory(parent=tree.news, title=f"{each} {number}").pk)
