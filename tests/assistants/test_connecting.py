"""Who may connect, over which transport, and what they are offered."""

import json
import shutil
import sys

import httpx2
import pytest
from asgiref.sync import async_to_sync
from django.core.management import CommandError, call_command
from django.urls import reverse
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from mcp_types import INTERNAL_ERROR

from cms.assistants.graphql.api import Hub
from cms.assistants.tools import tools
from cms.tokens.scopes import DOCUMENTS, READ, READ_DRAFTS
from tests import hubs

pytestmark = pytest.mark.django_db

READING = {"search", "read_page", "what_changed", "progress_as_of", "find_contradictions", "check_text"}
WRITING = {"list_waiting", "describe_page_type", "draft_page", "revise_page", "propose_issue"}
WRITING |= {"list_bundles", "add_to_bundle", "submit_draft", "comment_on_draft", "record_progress", "describe_term"}
WRITING |= {"propose_term", "list_feedback", "propose_answer"}
PING = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
SINCE = "2020-01-01T00:00:00Z"
ACCEPT = "application/json, text/event-stream"


def post(client, message=PING, secret="", **headers):
    headers = {"accept": ACCEPT, **headers} | ({"authorization": f"Bearer {secret}"} if secret else {})
    return client.post("/mcp/", json.dumps(message), content_type="application/json", headers=headers)


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_token_that_reads_is_offered_only_tools_that_read(mode, lead, assistant_of):
    offered = assistant_of(lead, READ, mode=mode).tools()
    assert set(offered) == READING
    assert all(tool.annotations.read_only_hint for tool in offered.values())


def test_a_token_that_writes_is_offered_all(writer):
    offered = writer.tools()
    assert set(offered) == READING | WRITING == set(tools)
    written = {name for name, tool in offered.items() if not tool.annotations.read_only_hint}
    assert written == {
        *("draft_page", "revise_page", "submit_draft", "comment_on_draft", "add_to_bundle"),
        *("record_progress", "propose_term", "propose_answer"),
    }
    assert not any(tool.annotations.destructive_hint for tool in offered.values())


def test_a_token_for_drafts_also_sees_what_waits(lead, assistant_of):
    assert set(assistant_of(lead, READ_DRAFTS).tools()) == READING | {"list_waiting"}


@pytest.mark.parametrize("name", sorted(WRITING))
def test_a_tool_that_wasnt_offered_is_refused(name, reader, tree):
    given = {"type": "newsPage", "parent": "x", "id": "x", "version": "", "content": {}}
    assert reader.refusal(name, **given) == "This access token lacks the scope write."


def test_without_a_good_token_nothing_is_answered(client, tree, lead, program_of):
    missing = post(client)
    assert missing.status_code == 401 and missing["WWW-Authenticate"] == 'Bearer realm="hub", scope="read"'
    unknown = post(client, secret="hub_nobodys")
    assert unknown.status_code == 401 and 'error="invalid_token"' in unknown["WWW-Authenticate"]
    other = post(client, secret=program_of(lead, DOCUMENTS).secret)
    assert other.status_code == 403 and 'error="insufficient_scope"' in other["WWW-Authenticate"]
    revoked = program_of(lead, READ)
    revoked.token.revoke(lead)
    assert post(client, secret=revoked.secret).status_code == 401
    for response in (missing, unknown, other):
        assert response.json()["error"]["message"] and response["Cache-Control"] == "private, no-store"


def test_a_cookie_is_no_token_and_none_is_set(client, tree, lead):
    client.force_login(lead)
    response = post(client)
    assert response.status_code == 401 and not response.cookies


def test_there_are_no_streams_and_no_sessions(client, reader):
    response = post(client, secret=reader.secret)
    assert response.status_code == 200 and response.json() == {"jsonrpc": "2.0", "id": 1, "result": {}}
    assert response["Content-Type"] == "application/json" and "Mcp-Session-Id" not in response
    for method in ("get", "delete"):
        refused = getattr(client, method)("/mcp/", headers={"authorization": f"Bearer {reader.secret}"})
        assert refused.status_code == 405 and refused["Allow"] == "POST"


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://testserver", 200),
        ("http://hub.example.org:8000", 200),
        ("https://evil.example", 403),
        ("null", 403),
        ("", 403),
        ("http://[", 403),
    ],
)
def test_pages_of_other_websites_arent_answered(origin, status, client, reader, settings):
    settings.ALLOWED_HOSTS = ["testserver", "hub.example.org"]
    assert post(client, secret=reader.secret, origin=origin).status_code == status


def test_another_host_isnt_answered(client, reader, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    assert post(client, secret=reader.secret, host="rebound.example").status_code == 400


def test_malformed_messages_get_an_error_and_no_fault(client, reader, settings):
    for body in (" ", "[", "[]", "{}", '{"jsonrpc": "2.0"}', '{"jsonrpc": "2.0", "id": 1, "method": "no/such"}'):
        headers = {"accept": ACCEPT, "authorization": f"Bearer {reader.secret}"}
        response = client.post("/mcp/", body, content_type="application/json", headers=headers)
        assert response.status_code < 500 and "error" in response.json(), body
    settings.GRAPHQL_MAX_REQUEST_BYTES = 10
    assert post(client, secret=reader.secret).status_code == 413


def test_the_words_of_a_fault_are_for_the_log(client, reader, tree, monkeypatch, caplog):
    def broken(*given):
        raise RuntimeError("password of the database")

    monkeypatch.setattr(Hub, "ask", broken)
    message = PING | {"method": "tools/call", "params": {"name": "find_contradictions", "arguments": {}}}
    response = post(client, message, reader.secret)
    error = response.json()["error"]
    assert error["code"] == INTERNAL_ERROR and "password" not in response.content.decode()
    (line,) = [record for record in caplog.records if record.name == "cms.assistants.server"]
    assert "password" in str(line.exc_info[1]) and line.args[0] in error["message"]


def test_arguments_that_dont_fit_are_refused_all_at_once(writer, tree):
    message = writer.refusal("draft_page", type=7, parent="x", dryRun="yes", colour="red")
    for part in ("'content' is a required property", "type: 7 is not", "dryRun: 'yes' is not", "'colour'"):
        assert part in message


def test_calls_are_charged_to_the_tokens_budget(lead, assistant_of, tree):
    assistant = assistant_of(lead, READ, budget=30)
    assert assistant.call("find_contradictions")["content"] == []
    messages = [assistant.result("search", query="news") for _ in range(3)]
    assert messages[-1].is_error
    assert messages[-1].content[0].text == (
        "This access token asked for more than 30 objects within a minute. Wait for a minute."
    )


def test_the_limits_are_those_of_the_api(reader, tree):
    assert "32000 bytes at most" in reader.refusal("check_text", text="long " * 7_000)


def test_the_address_is_the_hubs_own():
    assert reverse("mcp") == "/mcp/"


def test_over_a_real_connection(live_server, lead, program_of):
    """The same over HTTP: the server's thread runs the loop of the protocol, and reads the database itself."""
    headers = {"authorization": f"Bearer {program_of(lead, READ).secret}"}

    async def done():
        async with httpx2.AsyncClient(headers=headers) as http:
            transport = streamable_http_client(f"{live_server.url}/mcp/", http_client=http)
            async with Client(transport) as client:
                names = {tool.name for tool in (await client.list_tools()).tools}
                return names, await client.call_tool("progress_as_of", {})

    names, progress = async_to_sync(done)()
    assert names == READING and progress.structured_content["content"]["totals"]["total"] == 0


TOKEN = """
import datetime, os, django
django.setup()
from django.contrib.auth import get_user_model
from django.utils import timezone
from cms.models import AccessToken
user = get_user_model().objects.create_superuser("boss", password="a-long-enough-password")
later = timezone.now() + datetime.timedelta(days=1)
_, secret = AccessToken.make(user, name="Desk", scopes=["write"], budget=10_000, expires_at=later)
open(os.environ["TOKEN_FILE"], "w").write(secret)
"""


def test_over_standard_input_and_output(tmp_path):
    """The command in a process of its own, as a desktop assistant starts it."""
    folder, file = tmp_path / "hub", tmp_path / "token"
    with hubs.migrated() as made:
        shutil.copytree(made, folder)
    hubs.run(folder, [["-W", "ignore", "-c", TOKEN]], TOKEN_FILE=str(file))
    command = ["manage.py", "mcp", "--token-file", str(file)]
    server = StdioServerParameters(
        command=sys.executable, args=command, env=hubs.environment(folder), cwd=str(hubs.ROOT)
    )

    async def done():
        async with Client(server) as client:
            offered = (await client.list_tools()).tools
            refused = await client.call_tool("read_page", {"path": "/nowhere/"})
            return {tool.name for tool in offered}, await client.call_tool("what_changed", {"since": SINCE}), refused

    names, changes, refused = async_to_sync(done)()
    assert names == READING | WRITING
    assert not changes.is_error and changes.structured_content["fromPublic"] is False
    assert refused.is_error and refused.content[0].text == "There is no page here that this token may read."


def test_the_command_needs_a_token(tree, monkeypatch, tmp_path):
    monkeypatch.delenv("HUB_TOKEN", raising=False)
    with pytest.raises(CommandError, match="Name the file"):
        call_command("mcp")
    with pytest.raises(CommandError, match="can't be read"):
        call_command("mcp", token_file=tmp_path / "none")
    wrong = tmp_path / "token"
    wrong.write_text("hub_nobodys\n")
    with pytest.raises(CommandError, match="doesn't know this access token"):
        call_command("mcp", token_file=wrong)
