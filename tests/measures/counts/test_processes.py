"""Counts of several servers on one database add up, and a restart loses none."""

import sqlite3
import urllib.request
from contextlib import closing

import pytest

from tests import hubs

from .conftest import BROWSER

pytestmark = pytest.mark.long
SWITCH_ON = """
from wagtail.models import Site
from measures.models import CountsSettings
site = Site.objects.get(is_default_site=True)
CountsSettings.objects.update_or_create(site=site, defaults={"counts_readers": True})
"""


def read(base: str, times: int) -> None:
    """Open the front page with a browser's name."""
    for _ in range(times):
        request = urllib.request.Request(f"{base}/", headers={"User-Agent": BROWSER})  # noqa: S310  our own server
        with urllib.request.urlopen(request, timeout=hubs.PATIENCE) as answer:  # noqa: S310  the same
            assert answer.status == 200


def counted(folder) -> list[tuple[str, int]]:
    with closing(sqlite3.connect(folder / hubs.DATABASE)) as database:
        return database.execute("SELECT detail, number FROM measures_dailycount WHERE kind = 'page'").fetchall()


def test_two_servers_and_a_restart(tmp_path_factory):
    folder = hubs.prepare(tmp_path_factory, "counts", ["manage.py", "shell", "-c", SWITCH_ON])
    with hubs.serving(folder) as first, hubs.serving(folder) as second:
        read(first, 3)
        read(second, 4)
    # Each wrote when it ended.
    assert counted(folder) == [("direct", 7)]
    with hubs.serving(folder) as again:
        read(again, 2)
    assert counted(folder) == [("direct", 9)]
