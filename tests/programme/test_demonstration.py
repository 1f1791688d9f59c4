"""The demonstration: every room is filled, everything is marked, and nobody in it is real."""

import datetime
import re
import tomllib
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import transaction
from django.test import override_settings
from pypdf import PdfReader
from wagtail.models import Page, Site, get_page_models

from cms.delivery.models import DEMONSTRATION
from cms.models import HubSettings
from newsletter.models import IssuePage
from programme.content_loader import LoadOutcome, load
from programme.management.commands.load_programme import CONTENT
from programme.models import EventPage, MeetingPage, NewsPage, ProgressEntry, TeamProfilePage
from tests.first_programme import words_in

DEMO = CONTENT.parent / "demo"
FILES = sorted(path for path in DEMO.rglob("*") if path.suffix in (".md", ".toml"))
TEXT = "\n".join(path.read_text() for path in FILES)
ROOMS = [
    *("engagement.Contact", "engagement.Engagement", "engagement.FeedbackTheme", "engagement.SocialPost"),
    *("measures.Objective", "measures.Measure", "measures.TypedFigure"),
    *(
        "engagement.YouSaidEntry",
        "home.Principle",
        "home.FeaturedPage",
        "cms.Signpost",
        "cms.HelpGroup",
        "cms.HelpSubject",
    ),
    *("programme.Topic", "programme.Theme", "programme.SubjectArea", "programme.PolicyArea", "programme.Audience"),
    *("programme.Organisation", "programme.OutsideRecord", "programme.GlossaryTerm", "programme.Phase"),
    *("programme.Attachment", "programme.Attendance", "programme.MeetingAction", "programme.Membership"),
    *("programme.Duty", "programme.ProgressEntry", "programme.CollectionItem", "programme.StatedCount"),
]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[None]:
    """The demonstration, once for this module, whose tests only read."""
    with (
        override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        load(DEMO)
        yield
        transaction.set_rollback(True)
    Site.clear_site_root_paths_cache()


@pytest.fixture
def demo(world, db) -> None:
    pass


def test_every_room_is_filled(demo):
    kinds = {page.specific_class for page in Page.objects.live().filter(depth__gt=1)}
    assert {model for model in get_page_models() if model._meta.app_label != "wagtailcore"} - kinds == set()
    assert [name for name in ROOMS if not apps.get_model(name).objects.exists()] == []
    assert NewsPage.objects.live().count() >= 12
    assert MeetingPage.objects.live().count() >= 8
    used = set(ProgressEntry.objects.values_list("status", flat=True))
    assert used == {"not_started", "in_progress", "delayed", "complete", "changed", "stopped"}


def test_pictures_are_there(demo):
    assert not NewsPage.objects.filter(image=None).exists()
    assert not TeamProfilePage.objects.filter(photo=None).exists()


def test_it_ages_gracefully(demo):
    """Something is to come for years, and one issue waits to be finished."""
    starts = sorted(page.start.date() for page in EventPage.objects.live())
    assert starts[0] < datetime.date(2026, 1, 1)
    assert starts[-1] > datetime.date(2028, 1, 1)
    assert IssuePage.objects.live().count() == 2
    assert IssuePage.objects.filter(live=False).count() == 1


def test_every_page_says_what_it_is(demo, client):
    assert HubSettings.objects.get().demonstration
    sitemap = client.get("/sitemap.xml").content.decode()
    paths = [path.removeprefix("http://localhost") for path in re.findall(r"<loc>(.*?)</loc>", sitemap)]
    assert len(paths) > 90
    unmarked = [path for path in paths if client.get(path).content.decode().count(DEMONSTRATION) != 1]
    assert unmarked == []


def test_a_second_load_changes_nothing(demo):
    assert set(load(DEMO).outcomes.values()) == {LoadOutcome.UNCHANGED}


def test_it_has_no_words_of_the_first_programme():
    assert {path: words for path in FILES if (words := words_in(path.read_text()))} == {}


def test_its_names_are_in_no_other_content():
    """People and organisations are invented: none of them is among those of the first programme."""
    people = set(re.findall(r'^(?:name|author|owner) = "([A-Z][\w-]+ [A-Z][\w-]+)"$', TEXT, re.M))
    tables = tomllib.loads((DEMO / "snippets" / "organisations.toml").read_text())["records"]
    names = people | {one["name"] for one in tables.values()}
    assert len(names) > 20
    first = "\n".join(path.read_text() for path in CONTENT.rglob("*") if path.suffix in (".md", ".toml"))
    assert [name for name in names if name in first] == []


def test_nobody_can_be_rung_or_written_to():
    """Telephone numbers are those that Ofcom keeps for drama; addresses are in the domain kept for examples (RFC 2606)."""
    numbers = re.findall(r"\b0\d{3,4} ?\d{3} ?\d{3,4}\b", TEXT)
    assert numbers
    assert [number for number in numbers if not number.startswith("01632 960")] == []
    hosts = re.findall(r"https?://([\w.-]+)", TEXT) + re.findall(r"[\w.]+@([\w.-]+\.\w+)", TEXT)
    assert {host for host in hosts if not re.fullmatch(r"(.+\.)?example\.org", host)} == set()


def test_files_are_small_and_can_be_read_aloud():
    media = [path for path in (DEMO / "media").iterdir() if path.suffix != ".toml"]
    pictures = [path for path in media if path.suffix != ".pdf"]
    assert len(pictures) >= 8
    assert sum(path.stat().st_size for path in pictures) < 400_000
    files = [path for path in media if path.suffix == ".pdf"]
    assert len(files) == 8
    for path in files:
        assert path.stat().st_size < 20_500, path
        reader = PdfReader(path)
        assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"], path
        assert DEMONSTRATION.split(":")[0] in reader.pages[0].extract_text()
