"""`manage.py newsletter`: files of an issue, from this hub or from any other."""

import email
import json
import re
import socket
import subprocess
import sys
import threading
from email.policy import default
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.graphql.documents import faults
from newsletter.generator.clients import HubQueryError, hub_at, this_hub
from newsletter.generator.documents import FOLDER, document
from newsletter.generator.editions import template_version

from .conftest import SINCE, UNTIL, links_in

PERIOD = ("--since", "2018-01-01", "--until", "2018-03-01")


def run(*arguments) -> tuple[str, str]:
    """Run a part of the command; returns what it says and what it warns of."""
    out, err = StringIO(), StringIO()
    call_command("newsletter", *map(str, arguments), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def contents(folder) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.django_db
def test_build_writes_four_files_and_nothing_into_the_database(happened, tmp_path):
    with CaptureQueriesContext(connection) as asked:
        said, warned = run("build", *PERIOD, "--out", tmp_path / "new" / "folder")
    files = contents(tmp_path / "new" / "folder")
    assert sorted(files) == ["issue.eml", "issue.html", "issue.json", "issue.txt"]
    assert len(said.splitlines()) == 4
    assert "Warning: There is no introduction." in warned
    assert asked.captured_queries
    assert {query["sql"].split()[0] for query in asked.captured_queries} == {"SELECT"}
    data = json.loads(files["issue.json"])
    assert [block["heading"] for block in data["blocks"]][:2] == ["Leaders", "Neglect"]


@pytest.mark.django_db
def test_the_message_is_sound_from_outside(happened, tmp_path):
    run("build", *PERIOD, "--out", tmp_path)
    files = contents(tmp_path)
    mail = email.message_from_bytes(files["issue.eml"], policy=default)
    assert mail.get_content_type() == "multipart/alternative"
    text, html = mail.iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert mail["To"] == "reader@example.org"
    assert mail["Cc"] is None
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Our update: 1 January 2018 to 28 February 2018"
    assert mail["From"] == "Our update <team@example.org>"
    assert max(map(len, files["issue.eml"].splitlines())) <= 998
    assert not mail.defects
    assert "HUBX" not in text.get_content() + html.get_content()
    tokens = {token.strip("<>(),.") for token in text.get_content().split()}
    links = {link.removeprefix("mailto:") for link in links_in(html.get_content()) if not link.startswith("tel:")}
    assert links <= tokens
    assert {token for token in tokens if token.startswith("http")} <= links


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_another_hub_asked_over_http_gives_the_same_bytes(happened, live_server, tmp_path):
    run("build", *PERIOD, "--out", tmp_path / "here")
    ours, asked = threading.get_ident(), []

    def note(execute, sql, *arguments):
        # The server's thread shares the connection where the database is in memory.
        if threading.get_ident() == ours:
            asked.append(sql)
        return execute(sql, *arguments)

    with connection.execute_wrapper(note):
        run("build", *PERIOD, "--out", tmp_path / "there", "--endpoint", f"{live_server.url}/graphql/")
    assert asked == []
    assert contents(tmp_path / "here") == contents(tmp_path / "there")
    assert len(contents(tmp_path / "here")) == 4


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_an_endpoint_that_gives_no_answer_is_told_in_a_sentence(tree, live_server, settings, tmp_path):
    for path, problem in (
        ("/graphql/", "Only documents that the hub knows are answered here."),
        ("/nowhere/", "the endpoint answered with status 403."),
    ):
        settings.GRAPHQL_STORED_ONLY = True
        with pytest.raises(CommandError, match="The document “issue” got no answer") as refused:
            run("build", *PERIOD, "--out", tmp_path, "--endpoint", live_server.url + path)
        assert problem in str(refused.value)
    with pytest.raises(CommandError, match="can't be reached"):
        run("build", *PERIOD, "--out", tmp_path, "--endpoint", "http://127.0.0.1:9/")
    with pytest.raises(CommandError, match="must be an address"):
        run("build", *PERIOD, "--out", tmp_path, "--endpoint", "file:///etc/passwd")
    assert contents(tmp_path) == {}


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (b"<html>", "didn't answer in JSON"),
        (b"[]", "didn't answer with a GraphQL result"),
        (b"{}", "didn't answer with a GraphQL result"),
        (b'{"data": null, "errors": [{"message": "Too slow."}]}', "Too slow."),
        (b'{"data": {}, "errors": ["Odd."]}', "Odd."),
    ],
)
def test_an_endpoint_that_is_no_hub_is_told(answer, problem):
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *arguments):
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        with pytest.raises(HubQueryError, match=re.escape(problem)):
            hub_at(f"http://127.0.0.1:{server.server_port}/")("items", {"ids": []})
        thread.join()


def test_an_endpoint_that_hangs_is_given_up():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        ask = hub_at(f"http://127.0.0.1:{silent.getsockname()[1]}/", seconds=0.2)
        with pytest.raises(HubQueryError, match="it took too long"):
            ask("items", {"ids": []})


@pytest.mark.django_db
def test_an_answer_with_an_error_makes_no_issue(tree):
    with pytest.raises(HubQueryError, match="“items” got no answer: Variable"):
        this_hub()("items", {})


@pytest.mark.django_db
def test_what_cannot_be_sent_is_refused_with_a_sentence(tree, hub, tmp_path):
    with pytest.raises(CommandError, match="The issue is empty"):
        run("build", *PERIOD, "--out", tmp_path)
    with pytest.raises(CommandError, match="must end after"):
        run("build", "--since", "2018-03-01", "--until", "2018-01-01", "--out", tmp_path)


def test_the_command_explains_itself_and_wrong_words_end_with_2():
    def newsletter(*words):
        command = [sys.executable, "manage.py", "newsletter", *words]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=FOLDER.parent.parent)

    helped = newsletter("--help")
    assert helped.returncode == 0
    assert "    build " in helped.stdout
    wrong = newsletter("build", "--since", "yesterday", "--until", "2018-01-01", "--out", "x")
    assert wrong.returncode == 2
    assert "“yesterday” isn't a date" in wrong.stderr


# Documents and templates


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.graphql")))
def test_a_document_fits_the_schema_and_has_nothing_unused(name):
    assert list(faults(name, document(name))) == []


def test_no_fragment_is_left_over():
    spread = "\n".join(document(path.stem) for path in FOLDER.glob("*.graphql"))
    for path in (FOLDER / "fragments").iterdir():
        assert path.read_text() in spread


def test_the_version_of_the_templates_changes_with_any_of_them(settings, tmp_path):
    folder = tmp_path / "templates" / "newsletter" / "email"
    folder.mkdir(parents=True)
    settings.PROJECT_ROOT = tmp_path
    (folder / "issue.mjml").write_text("one")
    before = template_version()
    assert template_version() == before
    (folder / "issue.mjml").write_text("two")
    assert template_version() != before


@pytest.mark.django_db
def test_the_period_is_in_the_hubs_time_zone(happened, tmp_path):
    assert SINCE.isoformat() == "2018-01-01T00:00:00+00:00"
    run("build", "--since", SINCE.isoformat(), "--until", UNTIL.isoformat(), "--out", tmp_path / "a")
    run("build", *PERIOD, "--out", tmp_path / "b")
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
