"""A static copy has all that the public could read and nothing else, and works without the hub."""

import json
import shutil

import pytest
from bs4 import BeautifulSoup
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import Page

from cms.sites.models import ProgrammeState
from home.handover.addresses import CopyAddresses
from home.handover.copies import broken_links
from home.handover.pages import CopiedPage
from home.programmes.services import record_of
from tests.sites.canaries import below, programme

from .conftest import DOCUMENT, HIDDEN, texts_in

# Asked for by name, so that pytest-django makes a database also if it runs only tests of a copy.
pytestmark = pytest.mark.usefixtures("db")

ENDED = "no-longer-here.html"


def soup_of(folder, name: str) -> BeautifulSoup:
    return BeautifulSoup((folder / name).read_text(), "html.parser")


def test_it_has_the_pages_files_feeds_and_styles(copied):
    files = set(texts_in(copied))
    expected = {
        *("index.html", "news/index.html", "news/index.page-2.html", "news/first-turbine/index.html"),
        *("work-streams/wind/action-1/index.html", "feeds/index.html", "feeds/all.atom", "calendars/all.ics"),
        *("sitemap.xml", "robots.txt", "site.webmanifest", "404.html", ENDED, "search/index.html"),
        *("progress/data.csv", "progress/data.json", "graphql/Progress.csv", "newsletter/issues/4/1/print/index.html"),
        *("static/hub/hub.css", "static/design-system/css/design-system.min.css", "static/hub/print.css"),
    }
    assert expected <= files
    assert any(name.startswith("media/images/") for name in files)
    document = next(name for name in files if name.startswith("documents/"))
    assert (copied / document).read_bytes() == DOCUMENT


def test_it_has_nothing_that_is_hidden(copied):
    found = {(word, name) for name, text in texts_in(copied).items() for word in HIDDEN if word in text}
    assert found == set()


def test_every_link_leads_to_a_file(copied, tmp_path):
    assert list(broken_links(copied)) == []
    damaged = shutil.copytree(copied, tmp_path / "damaged")
    (damaged / "contact" / "index.html").unlink()
    assert "index.html leads to contact/index.html, which isn't in the copy." in set(broken_links(damaged))


def test_forms_of_the_hub_are_gone_and_links_to_them_lead_to_the_page_that_says_so(copied):
    for name in (name for name in texts_in(copied) if name.endswith(".html")):
        page = soup_of(copied, name)
        assert all(form["role"] == "search" for form in page.find_all("form")), name
        assert page.find(attrs={"aria-label": "About this copy"}), name
    link = soup_of(copied, "news/index.html").find("a", string="Give feedback")
    assert link["href"] == f"../{ENDED}"
    assert "The hub has ended." in soup_of(copied, ENDED).find("main").get_text()


def test_filters_are_links_to_filtered_lists(copied):
    links = [a["href"] for a in soup_of(copied, "news/index.html").select(".hub_filters a")]
    assert "index.kind-report.html" in links
    titles = soup_of(copied, "news/index.kind-report.html").find("main").get_text()
    assert "The first turbine turns" in titles
    assert "1 news item" in titles


def test_a_list_without_filters_of_its_own_choices_loses_the_form():
    page = CopiedPage("<main><details><form action='/a/'><input name='as-at'></form></details></main>")
    assert str(page) == "<main></main>"


def test_icons_are_in_the_page_and_the_page_for_wrong_addresses_works_at_any_depth(copied):
    page = soup_of(copied, "index.html")
    assert page.select("svg[viewbox] > path")
    assert not page.select("use[href*=icons]")
    missing = soup_of(copied, "404.html")
    links = {a["href"] for a in missing.find_all("a") if not a["href"].startswith(("#", "tel:", "http", "mailto:"))}
    assert "/search/index.html" in links
    assert all(link.startswith("/") for link in links)


def test_files_keep_the_ends_of_their_lines(copied):
    assert b"\r\n" in (copied / "calendars" / "all.ics").read_bytes()


def test_the_list_of_all_pages_is_there_without_javascript(copied):
    links = {a["href"] for a in soup_of(copied, "search/index.html").select("#all-pages + ul a")}
    assert {"../index.html", "../news/first-turbine/index.html", "../contact/index.html"} <= links
    assert not any(".page-" in link or ".kind-" in link for link in links)


def test_files_that_the_hub_has_lost_are_named(handover):
    problems = handover.said.splitlines()
    assert problems
    assert all(problem.startswith("news/first-turbine/index.html needs /media/images/") for problem in problems)


def test_a_programme_that_is_not_public_is_refused(tree, tmp_path, settings):
    record, folder = record_of(tree.site), tmp_path / "copy"
    with pytest.raises(CommandError, match=f"There are: {record.key}"):
        call_command("export_site", "nowhere", folder)
    with pytest.raises(CommandError, match="is no address"):
        call_command("export_site", record.key, folder, base_url="old.example")
    record.state, record.state_since = ProgrammeState.CLOSED, timezone.localdate()
    record.save()
    with pytest.raises(CommandError, match="is closed"):
        call_command("export_site", record.key, folder)
    record.state = ProgrammeState.OPEN
    record.save()
    Page.objects.filter(pk=tree.home.pk).update(live=False)
    with pytest.raises(CommandError, match="isn't public"):
        call_command("export_site", record.key, folder, record=True)
    settings.PUBLIC_SITE = False
    with pytest.raises(CommandError, match="frontend"):
        call_command("export_site", record.key, folder)
    assert list(tmp_path.iterdir()) == []


def test_a_programme_below_a_path_has_only_its_own_and_may_get_another_address(tree, roles, tmp_path):
    folder = tmp_path / "copy"
    own = below(tree.site, "birch")
    programme("amberfinch", tree.site)
    programme("birchgull", own)
    call_command("export_site", "birch", folder, base_url="https://old.example/birds/", verbosity=0)
    said = texts_in(folder)
    assert [name for name, text in said.items() if "amberfinch" in text] == []
    assert "birchgull" in said["news/index.html"]
    assert not (folder / "birch").exists()
    assert soup_of(folder, "news/index.html").find("a", class_="ds_breadcrumbs__link")["href"] == "../index.html"

    assert [name for name, text in said.items() if "http://localhost" in text] == []
    canonical = soup_of(folder, "news/index.html").find("link", rel="canonical")
    assert canonical["href"] == "https://old.example/birds/news/"
    assert "<loc>https://old.example/birds/news/</loc>" in said["sitemap.xml"]
    assert soup_of(folder, "404.html").find("a", class_="ds_site-branding__link")["href"] == "/birds/index.html"
    assert json.loads(said["site.webmanifest"])["start_url"] == "/birds/"
    assert list(broken_links(folder, "/birds/")) == []


def test_addresses_of_other_programmes_lead_out_of_the_copy(tree):
    below(tree.site, "birch")
    addresses = CopyAddresses(tree.site)
    found = {
        link: addresses.key(link, "/news/") for link in ("/birch/news/", "first/", "?page=2", "https://x.example/")
    }
    expected = {"first/": "/news/first/", "?page=2": "/news/?page=2", "/birch/news/": None, "https://x.example/": None}
    assert found == expected


@pytest.mark.parametrize(
    ("key", "file"),
    [
        ("/", "index.html"),
        ("/news/?page=2", "news/index.page-2.html"),
        ("/news/?page=2&kind=report", "news/index.kind-report.page-2.html"),
        ("/news/?kind=report&year=2024", None),
        ("/news/?as-at=%2E%2E%2F", None),
        ("/documents/4/a%20b.pdf", "documents/4/a b.pdf"),
        ("/media/%2E%2E/%2E%2E/etc/passwd", None),
        ("/%2Fetc/passwd", None),
        ("/static//etc/passwd", None),
    ],
)
def test_a_file_is_named_after_its_address(tree, key, file):
    assert CopyAddresses(tree.site).file(key, is_page=False) == file
