"""People in need find help: on the help page, in the banner, and on error pages."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.db import OperationalError
from django.template.loader import render_to_string
from django.utils import timezone

from cms.models import HelpGroup, Signpost
from cms.pages.viewer import answering
from cms.signposts import at_once
from cms.signposts.groups import usual_groups
from cms.signposts.selection import fitting
from tests import factories


def words(element) -> str:
    return " ".join(element.get_text(" ").split())


def banner(soup) -> str:
    return words(soup.find("aside", class_="hub_signpost"))


def links(element) -> dict[str, str]:
    return {link.get_text(" ", strip=True): link["href"] for link in element.find_all("a")}


@pytest.fixture
def kept(settings, tmp_path):
    """The file for error pages, in a folder of this test."""
    settings.DATA_DIR = tmp_path
    return at_once.file()


# Selection


def chosen(*args, **options) -> list[str]:
    return [signpost.name for signpost in fitting(Signpost.objects.order_by("order"), *args, **options)]


def test_what_names_the_trouble_comes_before_what_helps_with_anything(db):
    factories.add_signposts()
    factories.SignpostFactory(name="Rape Crisis", topics=["sexual_abuse"], order=4)
    factories.SignpostFactory(name="For all", topics=[], order=5)
    assert chosen(["child"], ["sexual_abuse"]) == ["Rape Crisis", "Childline", "For all"]
    assert chosen(["child"], ["sexual_abuse"], limit=1) == ["Rape Crisis"]
    assert chosen(["parent"], ["neglect"]) == ["Police Scotland"]
    assert chosen(["professional"]) == ["Emergency services"]


def test_what_comes_at_once_is_first_when_the_danger_is_now(db):
    factories.add_signposts()
    factories.SignpostFactory(name="Samaritans", topics=["suicide"], audiences=["danger", "child"], order=0)
    assert chosen(["child"], ["suicide"]) == ["Samaritans", "Childline"]
    assert chosen(["child"], ["suicide", "immediate_danger"]) == ["Emergency services", "Samaritans", "Childline"]
    assert chosen(["danger"])[0] == "Emergency services"


# The help page


def test_the_help_page_has_all_by_who_somebody_is(hub, read):
    factories.SignpostFactory(
        name="Shout",
        telephone="",
        text_number="85258",
        text_keyword="SHOUT",
        chat_address="https://example.org/chat",
        address="https://shout.example/",
        email="help@shout.example",
        hours="Every day",
        gaelic="Cuidichidh iad thu.",
        language="English, Welsh",
        order=9,
    )
    soup = read("/help/")
    headings = [words(heading) for heading in soup.main.find_all("h2")]
    assert headings == [
        "You are in danger now, or somebody else is",
        "You are a child",
        "You are a young person",
        "You are a parent or carer",
        "You are worried about a child",
        "You work with children",
    ]
    first = soup.main.find("ul", class_="hub_signposts")
    assert links(first) == {"999": "tel:999", "0800 1111": "tel:08001111"}
    child = soup.find(id="child")
    assert links(child.find_all("li", class_="hub_signposts__item")[-1]) == {
        "Text SHOUT to 85258": "sms:85258?body=SHOUT",
        "Chat online": "https://example.org/chat",
        "help@shout.example": "mailto:help@shout.example",
        "shout.example": "https://shout.example/",
    }
    assert child.find(lang="gd").get_text() == "Cuidichidh iad thu."
    assert "English, Welsh." in words(child)
    assert "Shout" not in words(soup.find(id="worried_adult"))
    assert soup.find("meta", attrs={"name": "description"})["content"]
    assert "noindex" not in str(soup.head)


def test_what_is_not_public_is_nowhere(hub, read, data):
    past = timezone.now() - datetime.timedelta(hours=1)
    factories.SignpostFactory(name="Draft line", telephone="0800 111 111", live=False)
    factories.SignpostFactory(name="Expired line", telephone="0800 111 112", expire_at=past)
    Signpost.objects.filter(name="Childline").update(live=False)
    soup = read("/help/")
    assert not {"Draft line", "Expired line", "Childline"} & {words(h3) for h3 in soup.find_all("h3")}
    assert "Childline" not in banner(soup)
    names = [one["name"] for one in data("{ signposts { name } }")["signposts"]]
    assert names == ["Emergency services", "Police Scotland"]


def test_it_is_in_the_sitemap_and_at_the_foot_of_every_page(hub, client, read):
    assert "<loc>http://localhost/help/</loc>" in client.get("/sitemap.xml").content.decode()
    assert read("/").footer.find("a", href="/help/")


def test_without_signposts_there_is_no_empty_page(hub, client, read):
    Signpost.objects.all().delete()
    assert client.get("/help/").status_code == 404
    assert "/help/" not in client.get("/sitemap.xml").content.decode()
    soup = read("/")
    assert not soup.find("aside", class_="hub_signpost")
    assert not soup.find("a", href="/help/")


# The banner


def test_the_banner_speaks_to_children_as_well_and_its_numbers_can_be_tapped(hub, read):
    for path in ("/", "/search/", "/no-such-page/"):
        soup = read(path, status=404 if "no-such" in path else 200)
        assert banner(soup) == (
            "Need help? In danger now: 999 . Children and young people: Childline 0800 1111 . "
            "Worried about a child: Police Scotland 101 . More help"
        )
        assert links(soup.find("aside", class_="hub_signpost")) == {
            "999": "tel:999",
            "Childline 0800 1111": "tel:08001111",
            "Police Scotland 101": "tel:101",
            "More help": "/help/",
        }


def test_one_service_is_named_once_and_one_without_a_number_not_at_all(db):
    factories.SignpostFactory(name="All", audiences=["danger", "child", "worried_adult"], topics=[], order=1)
    factories.SignpostFactory(name="Website", telephone="", address="https://example.org/", topics=[], order=2)
    factories.add_help_groups()
    known = [*usual_groups(), *HelpGroup.objects.all()]
    assert [pointer.text for pointer in at_once.pointers(Signpost.objects.all(), known)] == ["All 0800 1111"]


# “Hide this page”


@pytest.mark.parametrize("path", ["/help/", "/search/", "/search/?query=neglect", "/feedback/"])
def test_where_somebody_looks_for_help_the_page_can_be_hidden(path, hub, read):
    soup = read(path)
    assert soup.main.find("a", class_="js-hide-page")
    assert "ds_has-hide-page" in soup.body["class"]


def test_editors_can_offer_it_on_a_plain_page(hub, read, data):
    hub["plain"].offers_hiding = True
    hub["plain"].save()
    assert read(hub["plain"]).main.find("a", class_="js-hide-page")
    path = hub["plain"].url
    asked = data(f'{{ page(by: {{path: "{path}"}}) {{ ... on StandardPage {{ offersHiding }} }} }}')
    assert asked == {"page": {"offersHiding": True}}


# Error pages


def test_an_error_page_has_the_numbers_without_asking_the_database(hub, read, kept, monkeypatch):
    read("/")

    def broken(*args, **kwargs):
        raise OperationalError

    with monkeypatch.context() as patched:
        patched.setattr("django.db.backends.utils.CursorWrapper.execute", broken)
        pages = [render_to_string(template) for template in ("400.html", "500.html")]
    for page in pages:
        soup = BeautifulSoup(page, "html.parser")
        assert links(soup.find("aside"))["Childline 0800 1111"] == "tel:08001111"


def test_nor_does_it_ask_for_the_site_of_the_request_that_failed(hub, read, kept, rf, monkeypatch):
    read("/")

    def broken(*args, **kwargs):
        raise OperationalError

    with monkeypatch.context() as patched, answering(rf.get("/")):
        patched.setattr("django.db.backends.utils.CursorWrapper.execute", broken)
        page = render_to_string("500.html")
    assert "Childline 0800 1111" in page


def test_it_follows_the_records(hub, read, kept):
    read("/")
    Signpost.objects.filter(name="Childline").update(telephone="0800 2222")
    read("/")
    assert "Childline 0800 2222" in render_to_string("500.html")
    Signpost.objects.all().delete()
    read("/")
    assert "Childline" not in render_to_string("500.html")


def test_before_any_page_was_shown_and_on_a_full_disk_there_is_no_number_and_no_failure(
    hub, read, kept, settings, tmp_path
):
    assert "<aside" not in render_to_string("500.html")
    settings.DATA_DIR = tmp_path / "not-there"
    assert banner(read("/"))
    assert "<aside" not in render_to_string("500.html")
