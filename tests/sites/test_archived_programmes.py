"""An archived programme stays public, and says on every page that it has ended, and leads to its successor."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Site

from cms.editing import attention
from cms.editing.permissions import DeskContext, Editing
from cms.models import ProgrammeSite
from cms.visibility.rule import Visibility
from engagement.models import Feedback
from newsletter.models import Subscription
from programme.models import ProgrammeSettings
from tests import factories

ENDED = "This programme ended on 3 May 2027. These pages are kept as they were."
NEXT = "https://www.example.org/next/"


def archive(site: Site, **values) -> None:
    values = {"state": "archived", "state_since": datetime.date(2027, 5, 3), "successor": NEXT} | values
    record = ProgrammeSite.objects.get_or_create(site=site, defaults={"key": "main"})[0]
    for name, value in values.items():
        setattr(record, name, value)
    record.save()


@pytest.fixture
def site(tree) -> Site:
    factories.NewsFactory(parent=tree.news, title="The last", slug="the-last")
    factories.MailingListFactory()
    return tree.site


def words(answer) -> str:
    return " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())


PAGES = ["/", "/news/", "/news/the-last/", "/search/", "/help/", "/feedback/", "/newsletter/subscribe/", "/no-such/"]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_says_so_once_and_names_what_has_taken_over(client, site, path):
    assert "This programme ended" not in words(client.get(path))
    archive(site)
    answer = client.get(path)
    assert words(answer).count(ENDED) == 1
    assert f'<a href="{NEXT}">Go to its successor</a>' in answer.content.decode()


def test_kept_pages_say_so_at_once(client, site, pages_are_kept):
    for _ in range(2):
        assert ENDED not in words(client.get("/news/the-last/"))
    archive(site)
    assert ENDED in words(client.get("/news/the-last/"))


def test_it_stays_found_by_search_engines(client, site):
    archive(site)
    assert "noindex" not in client.get("/news/the-last/").content.decode()
    assert "the-last" in client.get("/sitemap.xml").content.decode()


def test_the_notice_also_says_if_the_record_ended_before(client, site):
    settings = ProgrammeSettings.for_site(site)
    settings.record, settings.record_until = "archive", datetime.date(2026, 2, 28)
    settings.save()
    sentence = "This record was kept until 28 February 2026. Later developments are not shown here."
    assert words(client.get("/")).count(sentence) == 1
    archive(site)
    assert words(client.get("/")).count(sentence) == 1
    assert f"{ENDED} {sentence}" in words(client.get("/"))


def test_other_programmes_say_nothing_of_it(client, site):
    home = factories.HomeFactory(parent=Page.objects.get(depth=1), title="Energy", slug="energy-home")
    energy = Site.objects.create(hostname="energy.programme.invalid", root_page=home, site_name="Energy")
    ProgrammeSite.objects.create(site=energy, key="energy", path="energy", host=site)
    archive(energy)
    assert ENDED in words(client.get("/energy/"))
    assert "This programme ended" not in words(client.get("/"))
    assert client.get("/feedback/").status_code == client.get("/newsletter/subscribe/").status_code == 200
    assert "This form is closed" not in words(client.get("/newsletter/subscribe/"))


@pytest.mark.parametrize("path", ["/", "/news/", "/news/the-last/", "/no-such/"])
def test_no_page_asks_for_anything_any_more(client, site, path):
    before = client.get(path).content.decode()
    assert "Give feedback" in before and 'action="/newsletter/subscribe/"' in before
    archive(site)
    after = BeautifulSoup(client.get(path).content, "html.parser")
    assert {form["action"] for form in after.find_all("form")} <= {"/search/", path}, "its filters and the search"
    assert not after.find("a", href=lambda href: href.startswith(("/feedback/", "/newsletter/")))


def test_a_page_costs_no_statement_more(client, site):
    def cost() -> int:
        for _ in range(2):  # the first may make the settings; then what a period reads once
            client.get("/news/the-last/?x")
        with CaptureQueriesContext(connection) as counted:
            assert client.get("/news/the-last/?x").status_code == 200
        return len(counted)

    before = cost()
    archive(site)
    assert cost() == before


def test_the_feeds_say_so(client, site):
    archive(site)
    assert "This programme ended on 3 May 2027." in client.get("/feeds/news.atom").content.decode()


def test_the_api_has_the_same_facts(gql, site):
    asked = "{ programme { state stateSince successor } }"
    assert gql(asked)["data"]["programme"] == {"state": "OPEN", "stateSince": None, "successor": ""}
    archive(site)
    expected = {"state": "ARCHIVED", "stateSince": "2027-05-03", "successor": NEXT}
    assert gql(asked)["data"]["programme"] == expected


TYPED = {"message": "A long story.", "name": "Ada", "email": "ada@example.org", "page": "/news/"}


def test_a_form_says_that_it_is_closed_and_shows_what_was_typed_before(client, site):
    factories.add_signposts()
    archive(site)
    page = client.get("/feedback/")
    assert page.status_code == 200
    assert "This form is closed" in words(page) and "Childline" in words(page)
    answer = client.post("/feedback/", TYPED)
    assert answer.status_code == 409
    kept = BeautifulSoup(answer.content, "html.parser").find_all("textarea")
    assert [one.text.strip() for one in kept] == ["A long story.", "Ada", "ada@example.org"]
    assert all(one.has_attr("readonly") for one in kept)
    assert "Nothing was sent or changed." in words(answer)
    assert not Feedback.objects.exists()


def test_the_one_click_answer_is_not_counted_either(client, site):
    archive(site)
    assert client.post("/feedback/", {"useful": "yes", "page": "/news/"}).status_code == 409
    assert not Feedback.objects.exists()


def test_nobody_can_subscribe_any_more(client, site):
    archive(site)
    assert "This form is closed" in words(client.get("/newsletter/subscribe/"))
    answer = client.post("/newsletter/subscribe/", {"email": "ada@example.org"})
    assert answer.status_code == 409
    assert ">\nada@example.org</textarea>" in answer.content.decode()
    assert not Subscription.objects.exists()


MUTATIONS = {
    "subscribe": 'mutation { subscribe(input: {email: "ada@example.org"}) { message userErrors { field code message } } }',
    "submitFeedback": 'mutation { submitFeedback(input: {message: "Hello"}) { number userErrors { field code message } } }',
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_mutation_says_so_with_a_code(client, site, name):
    archive(site)
    body = client.post("/graphql/", {"query": MUTATIONS[name]}, content_type="application/json").json()
    errors = body["data"][name]["userErrors"]
    message = "This programme ended on 3 May 2027. Nothing was sent or changed."
    assert errors == [{"field": [], "code": "PROGRAMME_ARCHIVED", "message": message}]
    assert not Subscription.objects.exists() and not Feedback.objects.exists()


def test_reminders_of_the_passing_of_time_stop(site, admin_user):
    factories.WorkStreamFactory(parent=Page.objects.get(slug="work-streams"), title="Without a lead")

    def reminded() -> bool:
        asked = DeskContext(admin_user, Visibility(site), Editing(admin_user))
        return any(group.lines for group in attention.of_programme(asked))

    assert reminded()
    archive(site)
    assert not reminded()
