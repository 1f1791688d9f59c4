"""A publication in one process is in the next answer of another, which has kept the earlier answer."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests import factories

ROOT = Path(__file__).resolve().parent.parent.parent
QUERY = "{ news { nodes { title } } }"
# For each line it reads, it requests itself over HTTP and prints the number of statements.
READER = """
import sys, django, json
django.setup()
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
client = Client()
for line in sys.stdin:
    with CaptureQueriesContext(connection) as queries:
        response = client.get("/graphql/", {"query": line.strip()})
    answer = {"etag": response["ETag"], "data": response.json()["data"], "statements": len(queries)}
    print(json.dumps(answer), flush=True)
"""
WRITER = """
import sys, django
django.setup()
from programme.models import NewsPage
page = NewsPage.objects.get()
page.title = sys.argv[1]
revision = page.save_revision()
if sys.argv[2] == "publish":
    revision.publish()
"""


@pytest.fixture
def environment(tree, tmp_path):
    """A copy of the test's database, in a file that processes can share."""
    if connection.vendor != "sqlite":
        pytest.skip("Other processes can't see a test's transaction; with SQLite they get a copy of its database.")
    factories.NewsFactory(parent=tree.news, title="First")
    path = tmp_path / "hub.sqlite3"
    path.write_bytes(connection.connection.serialize())
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "cms.settings.development",
        "DATABASE_URL": f"sqlite:///{path}",
        "CACHE_URL": "locmemcache://",
        "HUB_DATA": str(tmp_path),
        "DEBUG": "false",
        "PYTHONPATH": str(ROOT),
    }


@pytest.fixture
def ask(environment):
    with subprocess.Popen(
        [sys.executable, "-c", READER],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:

        def send() -> dict:
            process.stdin.write(QUERY + "\n")
            process.stdin.flush()
            return json.loads(process.stdout.readline())

        yield send
        process.stdin.close()
        process.wait(timeout=60)


def write(environment, title: str, how: str) -> None:
    subprocess.run([sys.executable, "-c", WRITER, title, how], cwd=ROOT, env=environment, check=True, timeout=120)


@pytest.mark.long
def test_a_change_by_another_process_is_in_the_next_answer_and_a_draft_is_not(environment, ask):
    first = ask()
    assert first["data"] == {"news": {"nodes": [{"title": "First"}]}}
    kept = ask()
    assert kept == first | {"statements": 1}
    write(environment, "A draft", "save")
    assert ask() == kept
    write(environment, "Second", "publish")
    second = ask()
    assert second["data"] == {"news": {"nodes": [{"title": "Second"}]}}
    assert second["etag"] != first["etag"]
    assert ask() == second | {"statements": 1}
