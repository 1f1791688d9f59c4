"""The bench itself: a small site, each document by each engine, the same data. No time is asserted."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.answers import Taken
from bench.documents import NAMES
from bench.environment import ROOT, Place
from bench.goals import goals
from bench.measure import Answers, First, Measured, Row
from bench.report import figures, goal_table
from bench.sameness import differences
from bench.wrk import Load

PAGES = 540  # the third page of a stream's news is full from 500 items on


def run(folder: Path, module: str, *arguments: str) -> str:
    """Run a command of the bench with a data folder of its own; return what it prints."""
    environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "CACHE_URL")}
    done = subprocess.run(
        [sys.executable, "-m", module, "--pages", str(PAGES), *arguments],
        cwd=ROOT,
        env=environment | {"HUB_DATA": str(folder)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A data folder with a built site."""
    folder = tmp_path_factory.mktemp("bench")
    run(folder, "bench.build")
    return folder


@pytest.fixture
def place(folder, monkeypatch) -> Place:
    monkeypatch.setenv("HUB_DATA", str(folder))
    monkeypatch.delenv("CACHE_URL", raising=False)
    return Place.of(PAGES)


@pytest.mark.long
def test_both_engines_give_the_same_data(place):
    answers = Answers.of(place)  # raises when they don't
    assert tuple(answers.uncached) == tuple(answers.stock) == NAMES
    data = {name: taken.body["data"] for name, taken in answers.uncached.items()}
    assert len(data["home"]["news"]["nodes"]) == 10
    assert len(data["list"]["news"]["nodes"]) == 20
    assert {block["__typename"] for block in data["item"]["newsItem"]["body"]} == {
        "HeadingBlock",
        "RichTextBlock",
        "QuoteBlock",
        "ImageBlock",
        "KeyMessageBlock",
    }
    assert len(data["stream"]["workStream"]["news"]["nodes"]) == 20
    assert len(data["navigation"]["page"]["children"]["nodes"]) > 5


@pytest.mark.long
def test_a_site_is_built_once_and_alike_everywhere(place, tmp_path):
    assert place.is_built
    written = place.sqlite_file.stat().st_mtime_ns
    run(place.folder.parent, "bench.build")
    assert place.sqlite_file.stat().st_mtime_ns == written
    place.stamp.rename(tmp_path / "stamp")
    assert not place.is_built
    (tmp_path / "stamp").rename(place.stamp)


@pytest.mark.long
def test_the_profile_prints_a_line_a_document(folder):
    lines = run(folder, "bench.profile", "--requests", "1", "--document", "home", "item").splitlines()
    assert [line.split()[0] for line in lines] == ["home", "item"]
    assert all("SQL" in line and "bytes" in line for line in lines)


def taken(data: dict) -> Taken:
    return Taken("home", "/graphql/", {"data": data}, 0, 0, None, None)


def test_wrapping_may_differ_and_data_may_not():
    ours = taken(
        {"news": {"nodes": [{"kind": {"key": "update"}, "text": {"html": '<a href="http://localhost/a/">a</a>'}}]}}
    )
    alike = taken({"newsItems": [{"kind": "update", "text": '<a href="/a/">a</a>'}]})
    other = taken({"newsItems": [{"kind": "update", "text": '<a href="/b/">a</a>'}]})
    fewer = taken({"newsItems": []})
    assert differences([ours], [alike]) == []
    assert differences([ours], [other])[0].startswith("home[0].text:")
    renamed = taken({"newsItems": [{"sort": "update", "text": '<a href="/a/">a</a>'}]})
    assert differences([ours], [renamed]) == ["home[0]: fields ['kind', 'sort'] are on one side only"]
    assert differences([ours], [fewer]) == ["home: 1 items, stock grapple has 0"]


def test_goals_and_tables_say_what_was_reached():
    rows = [
        Row("list", "uncached", Load(100, 200.0, 4.0, 9.0, 4.5), 7, 5000),
        Row("list", "cached", Load(100, 2000.0, 0.4, 0.9, 0.4), 1, 5000),
        Row("list", "bare", Load(100, 4000.0, 0.2, 0.4, 0.2), 0, 5000),
        Row("home", "304", None, note="no ETag"),
    ]
    few = Measured(1000, rows, first=First(9.0, 3.0), memory=100_000_000)
    many = Measured(100_000, [Row("list", "uncached", Load(100, 200.0, 6.0, 9.0, 4.5), 7, 5000)], memory=300_000_000)
    reached = {goal.what: goal.reached for goal in goals([few, many])}
    assert reached == {
        "list, uncached: CPU ms per request": True,
        "list, cached: CPU ms per request": False,
        "list, cached: share of a bare view": False,
        "first request after the start at 1000 items, in medians of the following": False,
        "SQL statements of the list at 1000 items": True,
        "SQL statements of the list at 100000 items": True,
        "list: p50 at 100 000 items / at 1 000": False,
        "list: SQL at 1 000 and 100 000 items": True,
        "memory at 100 000 items, MB": False,
    }
    assert "no ETag" in figures(few)
    assert goal_table([few]).count("| no ") == 3
    assert goal_table([]) == ""
