"""Manifests of frontends: uploaded by command or with a token, refused as a whole, asked for by id, counted, dropped."""

import datetime
import hashlib
import json

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cms.accounts.roles import PROGRAMME_LEADS, set_up_roles
from cms.graphql import cache
from cms.graphql.documents import stored_documents
from cms.graphql.manifests import services
from cms.graphql.manifests import uses as counting
from cms.graphql.manifests.models import DocumentUse, FrontendDocument
from cms.graphql.manifests.services import MOST_DOCUMENTS, ManifestRefusedError
from cms.graphql.manifests.uses import uses
from cms.sites.default import default_site
from cms.tokens.models import AccessToken
from tests import factories

NAME = "query Name { site { name } }"
NEWS = "query News($first: Int = 2) { news(first: $first) { totalCount } }"
GIVE = "mutation Give { __typename }"
RESPONSE_TYPE = "application/graphql-response+json"


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def of_id(text: str) -> str:
    return f"sha256:{sha256(text)}"


def apollo(*texts: str) -> bytes:
    operations = [{"id": sha256(text), "name": "N", "type": "query", "body": text} for text in texts]
    return json.dumps({"format": "apollo-persisted-query-manifest", "version": 1, "operations": operations}).encode()


def plain(*texts: str) -> bytes:
    """As Relay (MD5) writes it."""
    return json.dumps({hashlib.md5(text.encode()).hexdigest(): text for text in texts}).encode()  # noqa: S324


@pytest.fixture(autouse=True)
def kept(settings, tree):
    settings.GRAPHQL_CACHE = True
    cache.answers.forget()
    uses.forget()
    yield
    cache.answers.forget()
    uses.forget()


@pytest.fixture
def get(client):
    return lambda headers=None, **parameters: client.get("/graphql/", parameters, headers=headers or {})


@pytest.fixture
def lead(db):
    set_up_roles()
    user = get_user_model().objects.create_user("lead", password="x")
    user.groups.add(*user.groups.model.objects.filter(name=PROGRAMME_LEADS))
    return user


@pytest.fixture
def put(client, lead):
    def ask(body, *, scopes=("documents",), frontend="website", secret=None):
        later = timezone.now() + datetime.timedelta(days=1)
        if secret is None:
            _, secret = AccessToken.make(lead, name="Build", scopes=list(scopes), expires_at=later, budget=1000)
        headers = {"Authorization": f"Bearer {secret}"} if secret else {}
        return client.put(f"/graphql/manifests/{frontend}", body, content_type="application/json", headers=headers)

    return ask


def uploaded(frontend: str, data: bytes):
    return services.upload(frontend, data, default_site())


def code(response) -> str:
    (error,) = response.json()["errors"]
    return error["extensions"]["code"]


def faults(data: bytes, frontend="website") -> list[tuple[str, str | None]]:
    with pytest.raises(ManifestRefusedError) as refusal:
        uploaded(frontend, data)
    return [tuple(fault) for fault in refusal.value.faults]


# By id


def test_a_document_of_a_manifest_is_asked_for_by_its_id(get, client, django_assert_num_queries):
    assert uploaded("website", apollo(NAME, NEWS)) == (2, 2, 0)
    first = get(documentId=of_id(NEWS), variables='{"first": 1}')
    assert first.json() == {"data": {"news": {"totalCount": 0}}}
    assert first["Cache-Control"].startswith("public")
    with django_assert_num_queries(1):
        again = get(documentId=of_id(NEWS), variables='{"first": 1}')
    with django_assert_num_queries(1):
        known = get(documentId=of_id(NEWS), variables='{"first": 1}', headers={"If-None-Match": first["ETag"]})
    assert (again.content, known.status_code) == (first.content, 304)
    body = json.dumps({"documentId": of_id(NAME)})
    posted = client.post("/graphql/", body, content_type="application/json")
    assert posted.json() == {"data": {"site": {"name": "Information hub"}}}
    # As Apollo's link for manifests asks, and as a client that writes no prefix does.
    persisted = json.dumps({"persistedQuery": {"version": 1, "sha256Hash": sha256(NAME)}})
    assert get(extensions=persisted).json() == get(documentId=sha256(NAME)).json() == posted.json()


def test_other_ids_and_stored_documents(get):
    uploaded("app", plain(NAME))
    assert get(documentId=hashlib.md5(NAME.encode()).hexdigest()).status_code == 200  # noqa: S324
    assert get(documentId=of_id(stored_documents()["Navigation"])).status_code == 200


def test_an_id_that_is_unknown_or_none_is_one_error(get, client, django_assert_num_queries):
    get(documentId=of_id("unknown"))
    with django_assert_num_queries(2):  # the token of the content, for the site, and the document
        unknown = get(documentId=of_id("unknown"))
    assert (unknown.status_code, code(unknown)) == (404, "UNKNOWN_DOCUMENT")
    assert unknown["Cache-Control"] == "private, no-store"
    for wrong in ("", "md5:abc", "sha256:ABC", "sha256:" + "0" * 63, "x-:a", "a b", "ä", "a" * 201, "x" * 9 + "\0"):
        with django_assert_num_queries(0):
            response = get(documentId=wrong)
        assert (response.status_code, code(response)) == (400, "BAD_REQUEST"), wrong
    for more in ({"query": NAME}, {"document": "Home"}, {"extensions": '{"persistedQuery": {}}'}):
        assert get(documentId=of_id(NAME), **more).status_code == 400
    assert client.post("/graphql/", '{"documentId": 1}', content_type="application/json").status_code == 400


def test_a_mutation_by_id_needs_post(get, client):
    uploaded("website", apollo(GIVE))
    refused = get(documentId=of_id(GIVE), headers={"Accept": RESPONSE_TYPE})
    assert (refused.status_code, refused["Allow"]) == (405, "POST")
    posted = client.post("/graphql/", json.dumps({"documentId": of_id(GIVE)}), content_type="application/json")
    assert posted.json() == {"data": {"__typename": "Mutation"}}


def test_only_known_documents_where_the_setting_says_so(get, settings):
    uploaded("website", apollo(NAME))
    persisted = {"version": 1, "sha256Hash": sha256(NEWS)}
    get(query=NEWS, extensions=json.dumps({"persistedQuery": persisted}))
    settings.GRAPHQL_STORED_ONLY = True
    assert get(documentId=of_id(NAME)).status_code == 200
    of_apollo = json.dumps({"persistedQuery": persisted | {"sha256Hash": sha256(NAME)}})
    assert get(extensions=of_apollo).status_code == 200
    assert code(get(extensions=json.dumps({"persistedQuery": persisted}))) == "STORED_ONLY"
    for parameters in ({"query": NAME}, {"query": NAME, "extensions": of_apollo}):
        assert (get(**parameters).status_code, code(get(**parameters))) == (403, "STORED_ONLY")


def test_a_change_is_in_the_next_answer_and_processes_share_them(get, tree, settings, tmp_path):
    folder = {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": str(tmp_path / "kept")}
    settings.CACHES = settings.CACHES | {"kept": folder}
    uploaded("website", apollo(NEWS))
    get(documentId=of_id(NEWS), variables='{"first": 1}')
    assert not (tmp_path / "kept").exists(), "anybody can make any number of these"
    assert get(documentId=of_id(NEWS)).json()["data"]["news"]["totalCount"] == 0
    assert (tmp_path / "kept").exists()
    factories.NewsFactory(parent=tree.news)
    assert get(documentId=of_id(NEWS)).json()["data"]["news"]["totalCount"] == 1


# Manifests


def test_a_manifest_replaces_the_last_one_and_keeps_what_clients_still_use(get):
    uploaded("website", apollo(NAME, NEWS))
    uploaded("app", apollo(NAME))
    assert uploaded("website", apollo(NEWS, GIVE)) == (2, 1, 1)
    rows = FrontendDocument.objects.all()
    assert {(row.frontend, row.operations, row.replaced_at is None) for row in rows} == {
        ("website", "Name", False),
        ("website", "News", True),
        ("website", "Give", True),
        ("app", "Name", True),
    }
    assert get(documentId=of_id(NAME)).status_code == 200
    assert uploaded("website", apollo(NAME)) == (1, 0, 2)
    assert FrontendDocument.objects.get(frontend="website", operations="Name").replaced_at is None


def test_a_manifest_that_does_not_fit_is_refused_as_a_whole_with_each_reason(settings):
    settings.GRAPHQL_MAX_DEPTH, settings.GRAPHQL_MAX_COST = 4, 5_000
    uploaded("website", apollo(NAME))
    deep = "{ news { nodes { workStreams { nodes { leads { nodes { member { image { title } } } } } } } } }"
    costly = "{ news(first: 100) { nodes { topics(first: 100) { nodes { name } } } } }"
    wrong = {
        of_id("{ nothing }"): "{ nothing }",
        of_id(costly): costly,
        of_id(NEWS): NAME,
        "a b": NEWS,
        of_id("fragment F on Site { name }"): "fragment F on Site { name }",
        of_id("{"): "{",
    }
    found = faults(json.dumps(wrong | {of_id(NAME): NAME}).encode())
    words = [(message.split(".")[0], identifier) for message, identifier in found]
    assert {identifier for _, identifier in words} == set(wrong)
    messages = "\n".join(message for message, _ in found)
    for part in ("Cannot query field 'nothing'", "more than 5000 objects", "isn't the SHA-256 hash", "letters, digits"):
        assert part in messages
    assert "Syntax Error" in messages
    assert faults(apollo(deep))
    assert FrontendDocument.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "isn't valid JSON"),
        (b"[" * 100_000, "isn't valid JSON"),
        (b"\xff", "isn't valid JSON"),
        (b"[]", "must be a JSON object"),
        (b'{"a": 1}', "must be a text"),
        (b'{"format": "other"}', "The format must be"),
        (b'{"format": "apollo-persisted-query-manifest", "version": 2}', "The format must be"),
        (b'{"format": "apollo-persisted-query-manifest", "version": 1}', "must be a list"),
        (b'{"format": "apollo-persisted-query-manifest", "version": 1, "operations": [1, {"id": 2}]}', "has no `id`"),
        (b'{"format": "apollo-persisted-query-manifest", "version": 1, "operations": [{"id": "a"}]}', "must be a text"),
        (json.dumps({f"a{n}": NAME for n in range(MOST_DOCUMENTS + 1)}).encode(), "documents at most"),
        (b" " * 2_000_001, "bytes at most"),
    ],
)
def test_what_is_no_manifest_is_refused(data, words):
    assert words in faults(data)[0][0]
    assert not FrontendDocument.objects.exists()


def test_an_id_names_one_document_in_the_hub():
    uploaded("website", b'{"home": "{ site { name } }"}')
    uploaded("app", b'{"home": "{ site { name } }"}')
    assert faults(b'{"home": "{ site { organisation } }"}', "app")[0] == (
        "This frontend has another document with this id.",
        "home",
    )
    assert "The frontend website has another" in str(faults(b'{"home": "{ site { organisation } }"}', "third"))
    double = json.dumps({sha256(NAME): NAME, of_id(NAME): NAME}).encode()
    assert uploaded("double", double).documents == 1


def test_the_command_uploads_or_names_each_fault(tmp_path, capsys):
    file = tmp_path / "persisted-documents.json"
    file.write_bytes(plain(NAME, NEWS))
    call_command("upload_documents", "website", file)
    assert "website: 2 documents, 2 of them new." in capsys.readouterr().out
    file.write_text('{"a": "{ nothing }", "b": "{"}')
    with pytest.raises(CommandError, match=r"(?s)Nothing was uploaded.*a: Cannot query.*b: Syntax Error"):
        call_command("upload_documents", "website", file)
    with pytest.raises(CommandError, match="can't be read"):
        call_command("upload_documents", "website", tmp_path / "none.json")
    with pytest.raises(CommandError, match="letters, digits"):
        call_command("upload_documents", "my website", file)


def test_a_build_uploads_with_a_token(put, get, lead):
    done = put(apollo(NAME))
    assert done.status_code == 200
    assert done.json() == {"frontend": "website", "documents": 1, "new": 1, "replaced": 0}
    assert done["Cache-Control"] == "private, no-store"
    assert get(documentId=of_id(NAME)).status_code == 200
    entry = ModelLogEntry.objects.get(action=services.UPLOADED)
    assert (entry.user, entry.message) == (lead, "1 documents of website uploaded")


def test_uploading_needs_the_scope_and_a_good_manifest(put, client):
    refusals = [
        (put(apollo(NAME), scopes=["read", "write"]), 403, "WRONG_SCOPE"),
        (put(apollo(NAME), secret=""), 401, "TOKEN_MISSING"),
        (put(apollo(NAME), secret="hub_" + "0" * 49), 401, "TOKEN_UNKNOWN"),
        (put(apollo(NAME), frontend="x" * 51), 422, "INVALID_DOCUMENT"),
        (put(b" " * 2_000_001), 413, "REQUEST_TOO_LARGE"),
        (client.post("/graphql/manifests/website", apollo(NAME), content_type="application/json"), 405, "BAD_REQUEST"),
    ]
    for response, status, name in refusals:
        assert (response.status_code, code(response)) == (status, name)
    assert "WWW-Authenticate" in refusals[0][0] and "WWW-Authenticate" in refusals[1][0]
    wrong = put(b'{"a": "{ nothing }", "b": "{"}')
    assert wrong.status_code == 422
    assert [error["extensions"]["documentId"] for error in wrong.json()["errors"]] == ["a", "b"]
    assert not FrontendDocument.objects.exists()


# Uses


def test_uses_are_counted_and_written_once_a_minute(get, monkeypatch, django_assert_num_queries):
    uploaded("website", apollo(NAME))
    get(documentId=of_id(NAME))
    assert DocumentUse.objects.get().requests == 1
    etag = get(documentId=of_id(NAME))["ETag"]
    get(documentId=of_id(NAME), headers={"If-None-Match": etag})
    assert DocumentUse.objects.get().requests == 1
    later = counting.time.monotonic() + counting.EVERY
    monkeypatch.setattr(counting.time, "monotonic", lambda: later)
    get(documentId=of_id(NAME))
    use = DocumentUse.objects.get()
    assert (use.identifier, use.day, use.requests) == (of_id(NAME), timezone.localdate(), 4)
    get(documentId=of_id("unknown"))
    get(query=NAME)
    assert DocumentUse.objects.count() == 1


def test_counting_never_fails_an_answer_and_loses_nothing(get, monkeypatch):
    uploaded("website", apollo(NAME))

    def busy(counts):
        raise DatabaseError

    with monkeypatch.context() as patch:
        patch.setattr(counting, "write", busy)
        assert get(documentId=of_id(NAME)).status_code == 200
    monkeypatch.setattr(counting, "EVERY", 0)
    assert get(documentId=of_id(NAME)).status_code == 200
    assert DocumentUse.objects.get().requests == 2


def test_what_nobody_has_asked_for_in_90_days_is_dropped(get):
    uploaded("website", apollo(NAME, NEWS, GIVE))
    uploaded("website", apollo(GIVE))
    long_ago, today = timezone.now() - datetime.timedelta(days=91), timezone.localdate()
    DocumentUse.objects.create(identifier=of_id(NAME), day=today, requests=1)
    DocumentUse.objects.create(identifier=of_id(NEWS), day=long_ago.date(), requests=5)
    services.drop_unused(lambda: False)
    assert FrontendDocument.objects.count() == 3, "they were replaced a moment ago"
    FrontendDocument.objects.exclude(replaced_at=None).update(replaced_at=long_ago)
    services.drop_unused(lambda: False)
    assert set(FrontendDocument.objects.values_list("operations", flat=True)) == {"Name", "Give"}
    assert DocumentUse.objects.get().identifier == of_id(NAME)
    assert get(documentId=of_id(NEWS)).status_code == 404


def test_leads_see_what_is_used(client, lead, django_assert_num_queries):
    uploaded("website", apollo(NAME, NEWS))
    uploaded("website", apollo(NEWS))
    today = timezone.localdate()
    DocumentUse.objects.create(identifier=of_id(NEWS), day=today, requests=10)
    DocumentUse.objects.create(identifier=of_id(NEWS), day=today - datetime.timedelta(days=6), requests=25)
    DocumentUse.objects.create(identifier=of_id(NEWS), day=today - datetime.timedelta(days=7), requests=700)
    assert client.get("/admin/reports/frontend-documents/").status_code == 302
    client.force_login(lead)
    page = client.get("/admin/reports/frontend-documents/")
    text = page.content.decode()
    assert "Current" in text and "Replaced on" in text
    rows = {row.operations: (row.last_used, row.recent) for row in page.context["object_list"]}
    assert rows == {"News": (today, 35), "Name": (None, 0)}
    assert ">5<" in "".join(text.split())
    export = b"".join(client.get("/admin/reports/frontend-documents/?export=csv").streaming_content).decode()
    assert "News" in export and of_id(NEWS) in export
    client.force_login(get_user_model().objects.create_user("editor", password="x"))
    assert client.get("/admin/reports/frontend-documents/").status_code == 302
