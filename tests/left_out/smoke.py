"""What must work on a hub without some of its apps, and that they leave no trace; `test_left_out` runs it."""

import re
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Permission, User
from django.core.management import call_command
from django.db import connection
from django.test import Client

from programme.content_loader import load
from programme.management.commands.load_programme import CONTENT
from tests.sites.crawler import addresses

LINK = re.compile(rb"\[([^\]]*)\]\(/(?:feedback|updates)/\)")
TYPE = re.compile(rb'^type = "([\w.]+)"', re.M)
PAGES = sorted(path.relative_to(CONTENT / "pages").as_posix() for path in (CONTENT / "pages").rglob("*.md"))
PLACES = tuple(one for one in addresses() if not one.parts)
# Answers to somebody who may do everything: what is asked for, what is elsewhere, and what needs a form or a choice.
ANSWERS = {200, 301, 302, 400, 403, 404, 405, 410}


def is_of_what_is_left_out(name: str) -> bool:
    return name.partition(".")[0] in settings.LEFT_OUT


def path_of(file: str) -> str:
    """Return the address of a page by its content file: `news/index.md` is `/news/`."""
    return "/" + "".join(f"{part}/" for part in file.removesuffix(".md").removesuffix("index").split("/") if part)


def without(folder: Path, to: Path) -> Path:
    """Copy content files but for those of what is left out. Links to its addresses become words."""
    for file in filter(Path.is_file, folder.rglob("*")):
        if is_of_what_is_left_out(type_of(file)):
            continue
        place = to / file.relative_to(folder)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(LINK.sub(rb"\1", file.read_bytes()))
    return to


def type_of(file: Path) -> str:
    """Return the model that a content file names; empty if it names none."""
    named = TYPE.search(file.read_bytes())
    return named[1].decode() if named else ""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, tmp_path_factory):
    """The hub has the programme's content, and somebody who may do everything."""
    with django_db_blocker.unblock():
        load(without(CONTENT, tmp_path_factory.mktemp("content")))
        call_command("search", "rebuild", verbosity=0)
        User.objects.create_superuser("olga", "olga@example.org", "-")


@pytest.fixture
def olga(db) -> Client:
    client = Client()
    client.force_login(User.objects.get(username="olga"))
    return client


@pytest.mark.parametrize("file", PAGES)
def test_a_page_is_read_and_leads_nowhere_that_is_left_out(client, db, file):
    answer = client.get(path_of(file))
    assert answer.status_code == (404 if is_of_what_is_left_out(type_of(CONTENT / "pages" / file)) else 200)
    page = BeautifulSoup(answer.content, "html.parser")
    hrefs = {link["href"].partition("#")[0].partition("?")[0] for link in page.select("a[href^='/']")}
    dead = {href for href in hrefs if client.get(href, follow=True).status_code >= 400}
    assert dead == set()


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.template)
def test_the_admin_answers(olga, place):
    assert olga.get("/" + place.template).status_code in ANSWERS


@pytest.mark.parametrize(
    "asked",
    [
        "{ pages { nodes { title url } } }",
        '{ search(query: "children") { __typename } }',
        "{ site { name } }",
        "{ __schema { types { name fields { name } } } }",
    ],
)
def test_the_api_answers(client, db, asked):
    answer = client.post("/graphql/", {"query": asked}, "application/json")
    assert "errors" not in answer.json(), answer.json()


@pytest.mark.parametrize(
    "path", ["/sitemap.xml", "/robots.txt", "/help/", "/search/?q=children", "/graphql/schema.graphql"]
)
def test_what_stands_beside_the_pages_answers(client, db, path):
    assert client.get(path).status_code == 200


def test_nothing_of_what_is_left_out_is_loaded():
    assert {name for name in sys.modules if is_of_what_is_left_out(name)} - set(settings.LEFT_OUT) == set()


def test_nothing_of_what_is_left_out_is_in_the_database(db):
    own = {f"{app}_" for app in settings.LEFT_OUT}
    assert [table for table in connection.introspection.table_names() if table.startswith(tuple(own))] == []
    assert not Permission.objects.filter(content_type__app_label__in=settings.LEFT_OUT).exists()


def test_no_address_leads_to_what_is_left_out():
    assert {one.template for one in PLACES if is_of_what_is_left_out(one.view.__module__)} == set()
    assert not any(is_of_what_is_left_out(one.label) for one in apps.get_app_configs())
