"""A page type is a model, a template and a migration: the app that CONTRIBUTING.md walks through is in every part of the hub."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import hubs

WALK = (hubs.ROOT / "CONTRIBUTING.md").read_text().partition("## Add a page type")[2]
# A block of code that begins with the name of its file.
FILE = re.compile(r"```\w+\n(?:# |{# )(consultations/[\w./]+)(?: #})?\n(.*?)```", re.S)
SETTINGS = """
from cms.settings.testing import *
from cms.settings.testing import GRAPPLE, HUB_APPS, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "consultations"]
GRAPPLE = {**GRAPPLE, "APPS": [*HUB_APPS, "consultations"]}
"""


def write_app(folder: Path, changed: dict[str, str] | None = None) -> None:
    """Write the app as the walk has it into the folder; `changed` are texts to take out, with what comes in their place."""
    (folder / "consultations").mkdir()
    (folder / "consultations" / "__init__.py").touch()
    (folder / "with_consultations.py").write_text(SETTINGS)
    for name, text in FILE.findall(WALK):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        for before, after in (changed or {}).items():
            text = text.replace(before, after)
        file.write_text(text)


def python(folder: Path, *command: str) -> subprocess.CompletedProcess:
    """Run Python on the hub with the app of the folder."""
    env = hubs.environment(folder / "hub", DJANGO_SETTINGS_MODULE="with_consultations")
    env["PYTHONPATH"] = os.pathsep.join([str(folder), str(hubs.ROOT)])
    return subprocess.run(
        [sys.executable, "-W", "ignore", *command], cwd=hubs.ROOT, env=env, capture_output=True, text=True
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A hub to which the app was added as the walk says."""
    folder = tmp_path_factory.mktemp("kinds")
    with hubs.migrated() as made:
        shutil.copytree(made, folder / "hub")
    write_app(folder)
    for command in (["makemigrations", "consultations"], ["migrate", "--verbosity", "0"]):
        done = python(folder, "manage.py", *command)
        assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def said(folder) -> dict:
    """What each part of the hub says of a consultation."""
    done = python(folder, "manage.py", "shell", "--no-imports", "-c", "from tests.kinds.consulting import main; main()")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_walk_has_five_files_at_most(folder):
    app = {path.relative_to(folder) for path in (folder / "consultations").rglob("*.*") if path.suffix != ".pyc"}
    # A package of migrations needs its `__init__.py`, which the command makes; the fifth file is the one with the settings.
    written = {path for path in app if path.as_posix() != "consultations/migrations/__init__.py"}
    assert len(written) + 1 <= 5, sorted(map(str, written))


def test_the_check_has_nothing_to_say(folder):
    done = python(folder, "manage.py", "check")
    assert (done.returncode, done.stdout.strip()) == (0, "System check identified no issues (0 silenced)."), done.stderr


def test_it_is_in_the_api(said):
    assert "errors" not in said["api"]
    data = said["api"]["data"]
    assert data["consultations"]["totalCount"] == 1
    (node,) = data["consultations"]["nodes"]
    assert node["path"] == "/consultations/school/"
    assert node["facts"][1:] == ["12 responses"]
    assert node["summary"] == "What should they be?"
    assert node["workStreams"]["nodes"] == [{"title": "Neglect"}]
    assert data["consultation"]["audiences"]["nodes"] == [{"name": "Teachers"}]
    assert {"page": {"__typename": "ConsultationPage"}} in data["changes"]["nodes"]


def test_the_search_finds_it_by_a_facet_of_its_own(said):
    found = said["api"]["data"]["search"]
    assert [(node["title"]["plainText"], node["typeLabel"]) for node in found["nodes"]] == [
        ("School lunches", "Consultation")
    ]
    assert found["nodes"][0]["facts"] == said["api"]["data"]["consultations"]["nodes"][0]["facts"]
    facets = {facet["name"]: facet["values"] for facet in found["facets"]}
    assert {"value": "CONSULTATION_PAGE", "label": "Consultations", "count": 1} in facets["TYPE"]
    assert {"value": "neglect", "label": "Neglect", "count": 1} in facets["STREAM"]
    assert "/consultations/school/" in said["search"]["text"]


@pytest.mark.parametrize(
    "place", ["list", "page", "feed", "feed of all", "feed of the stream", "feed for the audience"]
)
def test_the_site_shows_it(said, place):
    assert said[place]["status"] == 200
    assert "School lunches" in said[place]["text"]
    assert "What should they be?" in said[place]["text"]


def test_what_is_hidden_is_nowhere_in_public(said):
    public = ("api", "list", "page", "search", "feeds", "feed", "feed of all", "feed of the stream", "calendar")
    others = ("feed for the audience", "calendar of all", "item", "proposed")
    shown = json.dumps([said[name] for name in (*public, *others)])
    assert "School lunches" in shown
    assert "Secret" not in shown
    assert "Secret" in said["listing"]["text"]


def test_its_list_says_what_helps_to_choose(said):
    assert "12 responses" in said["list"]["text"]
    assert "1 consultation" in said["list"]["text"]
    assert "/feeds/consultations.atom" in said["list"]["text"]
    assert "/calendars/consultations.ics" in said["list"]["text"]


def test_those_who_follow_the_programme_are_offered_its_feed_and_calendar(said):
    assert "/feeds/consultations.atom" in said["feeds"]["text"]
    assert "/calendars/consultations.ics" in said["feeds"]["text"]


@pytest.mark.parametrize("place", ["calendar", "calendar of all", "calendar of one"])
def test_it_is_in_the_calendars_on_all_of_its_days(said, place):
    opens = said["dates"][0].replace("-", "")
    assert said[place]["status"] == 200
    assert f"DTSTART;VALUE=DATE:{opens}" in said[place]["text"]


def test_the_admin_has_its_list_in_the_menu_and_its_form(said):
    assert "/admin/consultations/" in said["dashboard"]["text"]
    assert said["listing"]["status"] == 200
    assert "School lunches" in said["listing"]["text"]
    assert said["form"]["status"] == 200


def test_editors_can_add_its_list_below_the_front_page(said):
    assert {"ConsultationIndexPage", said["still can"]} <= set(said["can stand below"])


def test_the_team_is_reminded_of_what_it_lacks(said):
    assert said["reminders"]["consultations without an outcome"] == [
        ["School lunches", "Over for 4 weeks, no outcome.", True]
    ]


def test_the_teams_calendar_has_all_of_its_days(said):
    assert ["Consultation", "School lunches", *said["dates"]] in said["diary"]


def test_the_message_house_looks_for_messages_in_it(said):
    assert "Consultation" in said["channels"]


def test_the_newsletter_tells_of_it_with_its_facts(said):
    facts, summary, knows_its_stream = said["item"]
    assert facts.endswith(". 12 responses")
    assert summary == "What should they be?"
    assert knows_its_stream
    assert said["proposed"]["Neglect"] == ["Neglect", "School lunches"]


# What is written wrongly in the walk's app, and what the check says of it.
MISTAKES = {
    "no kind": ({"    page_kind = PageKind(": "    other_kind = PageKind("}, ["cms.E007", "declares no kind"]),
    "no such date": ({'date="opens"': 'date="begins"'}, ["names “begins”, which isn't a field"]),
    "no date, and no address of its own": (
        {'        date="opens",\n': "", "        feed=True,\n        calendar=True,": '        plural_name="events",'},
        ["has `end` without a date", "has the address “events”"],
    ),
    "many": (
        {
            'streams="work_streams"': 'streams="streams"',
            'audiences="audiences"': 'audiences="people"',
            'end="closes"': 'end="responses"',
            'icon="form"': 'columns=("summary",)',
            'index.FilterField("opens")': 'index.FilterField("closes")',
            'item_models = ("consultations.ConsultationPage",)': "item_models = ()",
            '    dates_ahead = ("opens", "closes")': '    template = "none.html"',
        },
        [
            "names “streams”, which isn't a field",
            "names “people”, which isn't a field",
            "names “responses” as a date",
            "has the column “summary”, which has no choices",
            "has the column “opens”, by which search results can't be sorted",
            "isn't among what ConsultationIndexPage lists",
            "cms.E009",
        ],
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_the_check_names_what_a_kind_lacks(tmp_path, folder, name):
    mistakes, faults = MISTAKES[name]
    assert [written for written in mistakes if written not in WALK] == []
    (tmp_path / "hub").symlink_to(folder / "hub")
    write_app(tmp_path, mistakes)
    done = python(tmp_path, "manage.py", "check")
    assert done.returncode == 1
    assert [fault for fault in faults if fault not in done.stderr] == []
    errors = re.findall(r"\(cms\.E00[789]\)", done.stderr)
    assert len(errors) == done.stderr.count("HINT:") > 0
