"""A programme about energy in an invented country: nowhere does the hub say a word of the programme that it was made for."""

import json
import re
from collections.abc import Iterable, Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings as hub_settings
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.template.loader import render_to_string
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from wagtail.models import Page, Site

from bench.admin.addresses import own_viewsets
from cms.accounts.roles import set_up_roles
from cms.accounts.two_factor import new_device
from cms.graphql.documents import stored_documents
from cms.models import HelpGroup, HubSettings, Signpost
from cms.signposts import at_once
from newsletter.choices import LetterKind
from newsletter.models import MailingList
from newsletter.people import letters
from programme.content_loader import load
from tests import factories
from tests.first_programme import FORBIDDEN, words_in

ENERGY = Path(__file__).resolve().parent.parent / "content" / "energy"
READ = ("alt", "aria-label", "content", "data-altlink", "href", "placeholder", "title", "value")


def read(html: str) -> str:
    """Return what a reader, a search engine or a reading machine gets of a page: texts and attributes."""
    soup = BeautifulSoup(html, "html.parser")
    data = [one.get_text() for one in soup.find_all("script", type="application/ld+json")]
    for one in soup(["script", "style", "svg", "link"]):
        one.decompose()
    for one in soup.find_all(["option", "button"]) + soup.find_all("input", type=["checkbox", "radio", "hidden"]):
        del one["value"]
    said = [str(one[name]) for one in soup.find_all() for name in READ if one.has_attr(name)]
    return "\n".join([soup.get_text(" "), *said, *data])


def wrong(client: Client, paths: Iterable[str], *, status: tuple[int, ...] = (200,)) -> dict[str, set[str]]:
    """Return the words found at each address."""
    found = {}
    for path in paths:
        response = client.get(path, follow=True)
        assert response.status_code in status, (path, response.status_code)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        text = body.decode("utf-8", "replace")
        if "html" in response.headers.get("Content-Type", ""):
            text = read(text)
        if there := words_in(text):
            found[path] = there
    return found


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The hub of the programme about energy, once for this module, whose tests only read or are taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        load(ENERGY)
        set_up_roles()
        call_command("set_up_newsletter", verbosity=0)
        yield
        transaction.set_rollback(True)
    Site.clear_site_root_paths_cache()


@pytest.fixture
def energy(world, db, settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def administrator(energy) -> Client:
    client = Client()
    client.force_login(
        get_user_model().objects.create_superuser("ilva", "ilva@energy-office.example", "a-long-enough-password")
    )
    return client


def test_there_are_many_words_to_look_for():
    assert len(FORBIDDEN) >= 60
    assert words_in("Ring Childline on 0800 1111 or 101.") == {"child", "0800", "101"}


def test_public_pages_feeds_and_files(energy, client):
    sitemap = client.get("/sitemap.xml").content.decode()
    pages = [path.removeprefix("http://localhost") for path in re.findall(r"<loc>(.*?)</loc>", sitemap)]
    assert {"/", "/work-streams/wind/action-1/", "/news/first-turbine/"} <= set(pages)
    assert "/help/" not in pages
    views = [reverse(name) for name in ("search", "programme:following", "engagement:feedback", "newsletter:subscribe")]
    files = ["/sitemap.xml", "/robots.txt", reverse("manifest"), reverse("search_opensearch")]
    following = BeautifulSoup(client.get(reverse("programme:following")).content, "html.parser")
    feeds = [
        path.removeprefix("http://localhost")
        for link in following.main.find_all("a", href=True)
        if re.search(r"feed|\.ics|\.csv|\.xml", path := link["href"])
    ]
    data = ["/progress/data.csv", "/progress/data.json"]
    asked = [
        "/search/?query=wind",
        "/search/?query=nothing+like+this",
        "/feedback/?page=/news/",
        "/search/suggest/?q=wi",
    ]
    assert wrong(client, [*pages, *views, *files, *feeds, *data, *asked]) == {}
    assert feeds


def test_errors(energy, client):
    client.get("/")  # it keeps the help for errors
    assert wrong(client, ["/no-such-page/", "/help/"], status=(404,)) == {}
    for name in ("400.html", "500.html"):
        assert words_in(read(render_to_string(name))) == set()
    assert at_once.kept() == ""
    sent = client.post("/feedback/", {"message": ""})
    assert words_in(read(sent.content.decode())) == set()


def test_answers_of_the_api(energy, client):
    variables = {"path": "/", "url": "/", "slug": "wind", "query": "wind", "words": "wind", "first": 5}
    for name in stored_documents():
        response = client.get("/graphql/", {"document": name, "variables": json.dumps(variables)})
        assert words_in(response.content.decode().replace('"children"', "")) == set(), name
    asked = (
        "{ helpAtOnce { words } helpGroups { key } site { name notForForms helpQuestion } programme { acceptedBy } }"
    )
    data = client.post("/graphql/", json.dumps({"query": asked}), content_type="application/json").json()["data"]
    assert data["helpAtOnce"] == data["helpGroups"] == []
    assert data["programme"] == {"acceptedBy": "the Assembly"}


def test_letters(energy, administrator, tasks_at_once):
    hub = HubSettings.objects.get()
    for kind in LetterKind:
        letter = factories.add_letter(kind, mailing_list=MailingList.objects.get(offered=True))
        message = message_from_bytes(letters.compose(letter, hub, timezone.now()), policy=default)
        said = [str(message["From"]), str(message["Subject"]), *(part.get_content() for part in message.iter_parts())]
        assert words_in("\n".join(said)) == set()
        assert "Light for Varland" in said[2]
    feedback = factories.FeedbackFactory(message="When does it turn?", email="reader@example.org")
    answer = reverse("feedback:answer", args=[feedback.pk])
    shown = administrator.get(answer).context["form"].initial
    sent = {name: str(value) for name, value in shown.items()} | {"text": "In May.", "note": "Answered."}
    assert administrator.post(answer, sent).status_code == 302
    Client().post(reverse("wagtailadmin_password_reset"), {"email": "ilva@energy-office.example"})
    assert len(mail.outbox) == 2
    assert {word for one in mail.outbox for word in words_in(f"{one.subject}\n{one.body}\n{one.from_email}")} == set()


def test_the_admin(administrator):
    named = [
        reverse(f"{space}:{view}")
        for space, viewset in own_viewsets().items()
        for view in ("list" if hasattr(viewset, "chooser_viewset_class") else "index", "add")
        if has_view(space, view)
    ]
    paths = [
        *named,
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_account"),
        *(reverse("wagtailsettings:edit", args=model) for model in SETTINGS),
        *(reverse("wagtailadmin_pages:edit", args=[page.pk]) for page in Page.objects.filter(depth__gt=1)),
        *(reverse("wagtailadmin_explore", args=[page.pk]) for page in Page.objects.filter(depth__gt=1)[:3]),
    ]
    found = wrong(administrator, paths)
    assert found == {}, "\n".join(f"{path}: {words}" for path, words in found.items())


SETTINGS = [("cms", "hubsettings"), ("cms", "writingsettings"), ("programme", "programmesettings")] + [
    ("newsletter", "newslettersettings")
]


def has_view(space: str, view: str) -> bool:
    try:
        return bool(reverse(f"{space}:{view}"))
    except NoReverseMatch:
        return False


def test_sign_in_and_authenticator_have_the_name_of_the_hub(energy, administrator, client):
    page = client.get(reverse("wagtailadmin_login")).content.decode()
    assert "Light for Varland" in page
    assert words_in(read(page)) == set()
    device = new_device(get_user_model().objects.get())
    secret = device.key
    assert "issuer=Light%20for%20Varland" in device.config_url
    assert device.key == secret
    assert str(hub_settings.WAGTAIL_SITE_NAME) == "Light for Varland"


def test_its_own_help_is_in_its_own_words(energy, client):
    HelpGroup.objects.create(slug="tenants", name="Tenants", heading="You rent your home", banner="Tenants")
    Signpost.objects.create(
        name="Heat line",
        slug="heat-line",
        description="When the heating fails.",
        audiences=["tenants", "anyone"],
        telephone="+299 32 10 00",
        source="https://energy-office.example/heat",
    )
    page = client.get("/help/").content.decode()
    assert "You rent your home" in page
    assert "Help for everybody" in page
    home = read(client.get("/").content.decode())
    assert "For everybody: Heat line +299 32 10 00" in " ".join(home.split())
    assert wrong(client, ["/", "/help/", "/feedback/"]) == {}
    asked = "{ signposts { audiences audienceKeys } helpGroups { key heading } }"
    data = client.post("/graphql/", json.dumps({"query": asked}), content_type="application/json").json()["data"]
    assert data["signposts"] == [{"audiences": ["ANYONE", "OTHER"], "audienceKeys": ["tenants", "anyone"]}]
    assert [group["key"] for group in data["helpGroups"]] == ["anyone", "tenants"]
