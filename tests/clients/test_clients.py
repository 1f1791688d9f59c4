"""Clients that frontends really use, against a hub that really runs.

`make clients` installs them; without them these tests are skipped, except in CI. The hub is a process of its own with the
programme's content, on SQLite in a folder of its own, whatever database the rest of the suite uses.
"""

import json
import re
import shutil
import socket
import subprocess
import sys
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from cms.graphql.schema import SDL_FILE
from tests import hubs
from tests.clients.conftest import HERE, require, run

ROOT = hubs.ROOT
EXAMPLES = HERE / "examples"
GQL_PYTHON = HERE / ".venv" / "bin" / "python"


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """The folder with the data of a hub."""
    return hubs.prepare(tmp_path_factory, "clients")


@pytest.fixture(scope="module")
def endpoint(data):
    """The address of the hub's endpoint, under the server that production uses."""
    with hubs.serving(data) as base:
        yield f"{base}/graphql/"


def test_every_audit_of_graphql_over_http_passes(node, request):
    report = node("audits.mjs", request.getfixturevalue("endpoint"))
    assert report["open"] == []
    assert report["passed"] > 50


def test_apollo_client_pages_through_a_list_and_finds_fragments_on_an_interface(node, request):
    answer = node("apollo.mjs", request.getfixturevalue("endpoint"))
    assert len(answer["titles"]) == len(set(answer["titles"])) == answer["totalCount"] > 2
    assert answer["card"]["__typename"] == "NewsPage"
    assert answer["card"]["title"] == answer["titles"][0]
    assert answer["refused"] == "BAD_PAGE_SIZE"


def test_apollo_client_sends_a_document_once_and_then_its_hash(node, request):
    answer = node("apollo-hashes.mjs", request.getfixturevalue("endpoint"))
    unknown, whole, known = answer["requests"]
    assert [unknown["method"], whole["method"], known["method"]] == ["GET", "POST", "GET"]
    assert known["status"] == 200
    assert known["caching"].startswith("public, ")
    assert answer["totals"][0] == answer["totals"][1] > 2


def test_manifests_of_apollo_relay_and_codegen_are_uploaded_while_the_hub_runs(node, endpoint, data, tmp_path):
    relay = node("manifests.mjs", SDL_FILE, tmp_path)
    assert relay["text"] is None, "Relay sends the id alone"
    manifests = HERE / "manifests"
    (apollo,) = json.loads((manifests / "apollo.json").read_text())["operations"]
    (codegen,) = json.loads((manifests / "codegen.json").read_text())
    ids = [relay["id"], apollo["id"], codegen]
    assert {ask(endpoint, documentId=one)[0] for one in ids} == {404}
    files = [tmp_path / "relay.json", manifests / "apollo.json", manifests / "codegen.json"]
    hubs.run(data, [["manage.py", "upload_documents", file.stem, str(file)] for file in files])
    for one in ids:
        status, body = ask(endpoint, documentId=one, variables='{"first":2}')
        assert (status, len(body["data"]["news"]["nodes"])) == (200, 2)
    hashed = json.dumps({"persistedQuery": {"version": 1, "sha256Hash": apollo["id"]}})
    assert ask(endpoint, extensions=hashed, variables='{"first":2}')[0] == 200


def ask(endpoint: str, **parameters: str) -> tuple[int, dict]:
    """Ask by GET, as a frontend does; return the status and the answer."""
    try:
        with urlopen(f"{endpoint}?{urlencode(parameters)}") as response:  # noqa: S310  our own hub
            return response.status, json.load(response)
    except HTTPError as refusal:
        return refusal.code, json.load(refusal)


def test_relay_s_compiler_takes_every_list_of_every_owner_with_pagination(node, tmp_path):
    answer = node("relay-compiler.mjs", SDL_FILE, tmp_path)
    assert answer["fragments"] > 100
    assert answer["owners"] == []


def test_relay_s_store_pages_through_a_list_inside_a_list(node, request, tmp_path):
    answer = node("relay.mjs", request.getfixturevalue("endpoint"), SDL_FILE, tmp_path)
    assert len(answer["before"]) == 2
    assert len(answer["after"]) == len(set(answer["after"])) == 4
    assert answer["after"][:2] == answer["before"]
    assert max(answer["others"]) <= 2, "other streams' lists have grown, too"
    assert answer["shared"] > 0, "no two types share a number"
    assert answer["kept"] == answer["given"] > 20


def test_stores_keep_pages_and_terms_that_share_a_number(node, request):
    answer = node("stores.mjs", request.getfixturevalue("endpoint"))
    assert answer["numbers"] < answer["given"], "nothing shares a number"
    assert answer["ids"] == answer["apollo"] == answer["urql"] == answer["given"]


def test_code_generator_makes_strict_types_of_schema_and_documents(node, node_program):
    made = HERE / "var"
    shutil.rmtree(made, ignore_errors=True)
    answer = node("codegen.mjs", made)
    folders = [ROOT / "tests" / "queries", EXAMPLES]
    assert answer["documents"] == sum(len(list(folder.glob("*.graphql"))) for folder in folders)
    assert answer["small"] == 9
    assert answer["bytes"] <= 100_000
    for path in made.glob("*.ts"):
        code = re.sub(r"/\*.*?\*/|//[^\n]*|'[^'\n]*'|\"[^\"\n]*\"", "", path.read_text(), flags=re.S)
        assert not re.search(r"\bany\b", code), f"{path.name} has a type that says nothing"
    write_script_of_astro()
    tsc = HERE / "node_modules" / "typescript" / "bin" / "tsc"
    done = subprocess.run(
        [node_program, tsc, "--project", HERE / "tsconfig.json"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def write_script_of_astro() -> None:
    """Write the script of the Astro example, without its markup, to where `tsc` finds it, as Astro's own check does."""
    _, script, _ = (EXAMPLES / "news.astro").read_text().split("---\n")
    used = "export default [news, hasNextPage, endCursor];\n"
    (EXAMPLES / "var").mkdir(exist_ok=True)
    (EXAMPLES / "var" / "news.astro.ts").write_text(
        script.replace('"../var/', '"../../var/').replace('"./hub"', '"../hub"') + used
    )


def test_the_renderer_of_rich_texts_makes_the_html_of_the_hub(node, node_program, request):
    tsc = HERE / "node_modules" / "typescript" / "bin" / "tsc"
    done = subprocess.run(
        [node_program, tsc, "--project", EXAMPLES / "tsconfig.json"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    answer = node("rich-text.mjs", request.getfixturevalue("endpoint"))
    assert answer["differences"] == []
    assert answer["texts"] > 20
    assert answer["lost"] == []
    assert answer["references"] > 3
    assert answer["hooked"] == '<x-link to="page">A &amp; b</x-link>'


def test_markdown_of_rich_texts_reads_as_their_html(node, request):
    answer = node("markdown.mjs", request.getfixturevalue("endpoint"))
    assert answer["differences"] == []
    assert answer["texts"] > 20


def test_a_stored_document_is_fetched_once_and_then_only_asked_for(node, request):
    answer = node("examples/plain.mjs", request.getfixturevalue("endpoint"))
    assert answer == {"title": "Campaign “Eyes Open” begins", "again": 304}


def test_a_past_day_is_asked_for_by_a_variable(node, request):
    endpoint = request.getfixturevalue("endpoint")
    assert node("examples/past-day.mjs", endpoint)["news"]
    assert "The first known day is " in node("examples/past-day.mjs", endpoint, "2001-01-01")["refused"]


DRAFT = """import django; django.setup()
from django.contrib.auth import get_user_model
from cms.pages.previews import keep_draft
from programme.models import NewsPage
page = NewsPage.objects.get(slug="eyes-open")
page.title = "What an editor types"
print(keep_draft(page, get_user_model().objects.create_superuser("editor")))
"""


def token_of_a_draft(data) -> str:
    """Return the preview token of an editor's draft in the hub whose data are in the folder."""
    done = subprocess.run(
        [sys.executable, "-c", DRAFT], cwd=ROOT, env=hubs.environment(data), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()[-1]


def test_a_site_in_one_file_shows_every_page_redirects_and_drafts(node_program, endpoint, data):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    hub = endpoint.removesuffix("graphql/")
    site = subprocess.Popen(
        [node_program, EXAMPLES / "site.mjs", hub, str(port)], stdout=subprocess.PIPE, text=True, cwd=HERE
    )
    try:
        assert site.stdout.readline() == f"http://127.0.0.1:{port}/\n"
        address = f"http://127.0.0.1:{port}"
        paths, seen = ["/"], {}
        while paths:
            path = paths.pop()
            with urlopen(address + path) as answer:  # noqa: S310  our own site
                seen[path] = answer.read().decode()
            below = re.findall(r'<li><a href="(/[^"]+)">', seen[path])
            paths += [link for link in below if link not in seen and link not in paths]
        assert len(seen) > 100
        assert "Eyes Open" in seen["/news/eyes-open/"]
        assert "<h2>What it works on</h2>" in seen["/work-streams/neglect/"]
        assert not any("startPreview" in page for page in seen.values())
        preview = urlencode({"preview": token_of_a_draft(data)})
        with urlopen(f"{address}/news/eyes-open/?{preview}") as answer:  # noqa: S310  our own site
            draft = answer.read().decode()
        assert "<h1>What an editor types</h1>" in draft
        assert "startPreview" in draft
        with urlopen(f"{address}/News/") as answer:  # noqa: S310  our own site
            assert answer.url == f"{address}/news/"
        with pytest.raises(HTTPError) as missing:
            urlopen(f"{address}/nothing/")  # noqa: S310  our own site
        assert missing.value.code == 404
        missing.value.close()
    finally:
        site.kill()
        site.wait()
        site.stdout.close()


TWO_PROGRAMMES = """import django; django.setup()
from django.contrib.auth import get_user_model
from wagtail.models import Site
from home.programmes.services import NewProgramme, make
ann = get_user_model().objects.create_superuser("ann")
new = NewProgramme(name="Energy", key="energy", path="energy", host=Site.objects.get(is_default_site=True))
make(new, ann).root_page.specific.save_revision().publish()
"""


@pytest.mark.long
def test_a_frontend_of_several_programmes_asks_the_one_of_the_address(node, tmp_path_factory):
    data = hubs.prepare(tmp_path_factory, "programmes", ["-c", TWO_PROGRAMMES])
    with hubs.serving(data) as base:
        asked = {
            path: node("examples/programmes.mjs", f"{base}/graphql/", f"{base}{path}")
            for path in ("/news/", "/energy/", "/energy/news/", "/energy/nothing/")
        }
    assert {path: (answer["key"], answer["page"]) for path, answer in asked.items()} == {
        "/news/": ("cpip", {"title": "News", "path": "/news/"}),
        "/energy/": ("energy", {"title": "Energy", "path": "/energy/"}),
        "/energy/news/": ("energy", {"title": "News", "path": "/energy/news/"}),
        "/energy/nothing/": ("energy", None),
    }


def test_feedback_is_sent_from_a_frontend_and_what_is_wrong_comes_back_by_its_field(node, request):
    answer = node("examples/feedback.mjs", request.getfixturevalue("endpoint"))
    assert answer["sent"]["number"].startswith("F-")
    assert answer["sent"]["userErrors"] == []
    assert answer["refused"] == {
        "number": None,
        "message": None,
        "userErrors": [
            {
                "field": ["email"],
                "code": "INVALID",
                "message": "Enter an e-mail address in the correct format, like name@example.com.",
            }
        ],
    }


def test_pythons_gql_reads_the_schema_and_pages_through_a_list(request):
    require(GQL_PYTHON.exists())
    answer = run(GQL_PYTHON, "gql_client.py", request.getfixturevalue("endpoint"))
    assert answer["types"] > 100
    assert len(answer["titles"]) == len(set(answer["titles"])) == answer["totalCount"] > 4
    assert answer["refused"] == "BAD_PAGE_SIZE"
    assert answer["checked"] == "Cannot query field 'nothing' on type 'Query'"
