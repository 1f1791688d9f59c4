"""Each request has an id that is in its answer and its lines of the log, which hold nothing that somebody typed."""

import logging
import socket

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import IntegrityError, OperationalError
from django.test import Client
from django.urls import path

from cms.base import failures
from cms.base.log_formats import LineFormatter, WithoutSecretPaths
from cms.graphql import cache
from cms.urls import urlpatterns as of_the_hub
from tests import factories

TYPED = "seven-sealed-words"


def broken(request):
    try:
        raise IntegrityError(f"Key (email)=({TYPED}) already exists.")
    except IntegrityError:
        raise ValueError(f"No good: {TYPED}")  # noqa: B904  its context is logged, too


def keyed(request, token):
    raise ValueError(TYPED)


def forbidden(request):
    raise PermissionDenied


def suspicious(request):
    raise SuspiciousOperation


urlpatterns = [
    path("broken/", broken),
    path("forbidden/", forbidden),
    path("suspicious/", suspicious),
    path("keyed/<str:token>/", keyed),
    *of_the_hub,
]


@pytest.fixture
def breaking(settings, tree):
    """A reader of a hub with pages that break."""
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


def test_every_answer_has_an_id_of_its_own(client, tree):
    ids = [client.get(path)["X-Request-Id"] for path in ("/", "/", "/nowhere/", "/graphql/", "/admin/")]
    assert len(set(ids)) == 5
    assert all(len(one) == 32 for one in ids)


@pytest.mark.parametrize(
    ("given", "is_taken"), [("abc-DEF_12345", True), ("short", False), ("a\nb" * 5, False), ("ä" * 9, False)]
)
def test_the_id_of_a_trusted_proxy_is_taken_over_if_it_is_one(client, tree, settings, given, is_taken):
    settings.TRUSTED_PROXIES = 1
    assert (client.get("/", headers={"x-request-id": given})["X-Request-Id"] == given) is is_taken


def test_nobody_else_chooses_the_id(client, tree):
    assert client.get("/", headers={"x-request-id": "abc-DEF_12345"})["X-Request-Id"] != "abc-DEF_12345"


def test_kept_pages_have_the_id_of_the_request(client, tree, pages_are_kept):
    news = factories.NewsFactory(parent=tree.news)
    assert len({client.get(news.url)["X-Request-Id"] for _ in range(3)}) == 3


def test_the_page_that_says_that_something_broke_names_the_id(breaking, log):
    answer = breaking.get("/broken/", {"query": TYPED})
    assert answer.status_code == 500
    assert answer["X-Request-Id"] in answer.content.decode()
    (line,) = log.of("django.request")
    assert line["request_id"] == answer["X-Request-Id"]
    assert (line["level"], line["message"]) == ("ERROR", "Internal Server Error: /broken/")


@pytest.mark.parametrize(
    ("address", "status"), [("/suspicious/", 400), ("/forbidden/", 403), ("/nowhere/", 404), ("/broken/", 500)]
)
def test_an_error_page_names_the_id_of_its_own_request(breaking, pages_are_kept, address, status):
    for _ in range(3):
        answer = breaking.get(address)
        assert answer.status_code == status
        assert f"<code>{answer['X-Request-Id']}</code>" in answer.content.decode()


@pytest.mark.parametrize(
    "asked",
    ["{", "{ nothing }", "{ site { name } news(first: 101) { nodes { title } } }"],
)
def test_each_error_of_graphql_names_the_id_of_its_own_request(client, tree, settings, asked):
    settings.GRAPHQL_CACHE = True
    cache.answers.forget()
    for _ in range(3):
        answer = client.post("/graphql/", {"query": asked}, content_type="application/json")
        found = {error["extensions"]["id"] for error in answer.json()["errors"]}
        assert found == {answer["X-Request-Id"]}


def test_a_fault_in_graphql_names_the_id(client, tree, monkeypatch, log):
    def fail(*args, **kwargs):
        raise RuntimeError(TYPED)

    monkeypatch.setattr("cms.graphql.views.run", fail)
    answer = client.post("/graphql/", {"query": "{ site { name } }"}, content_type="application/json")
    assert answer.json()["errors"][0]["extensions"]["id"] == answer["X-Request-Id"]
    assert {line["request_id"] for line in log.lines} == {answer["X-Request-Id"]}
    assert TYPED not in log.getvalue()


def test_an_error_is_logged_with_its_places_and_without_its_message(breaking, log):
    breaking.post(f"/broken/?query={TYPED}", {"message": TYPED})
    (line,) = log.of("django.request")
    assert "IntegrityError" in line["exception"]
    assert line["exception"].endswith("ValueError")
    assert "in broken" in line["exception"]
    assert TYPED not in log.getvalue()


def test_nobody_is_mailed_a_report_with_what_was_typed(breaking, settings, log):
    settings.ADMINS = [("Operator", "operator@example.org")]
    breaking.post("/broken/", {"message": TYPED})
    assert mail.outbox == []


def test_the_access_log_has_the_path_alone(client, tree, log):
    client.get(f"/search/?query={TYPED}", headers={"referer": f"http://testserver/?{TYPED}"})
    (line,) = log.of("cms.access")
    assert (line["method"], line["path"], line["status"], line["kept"]) == ("GET", "/search/", 200, False)
    assert line["statements"] > 0
    assert "user" not in line
    assert TYPED not in log.getvalue()


@pytest.mark.parametrize("ending", ["/", ""])
def test_keys_in_addresses_are_not_logged(breaking, log, ending):
    breaking.get(f"/keyed/{TYPED}{ending}")
    assert log.of("cms.access")[0]["path"] == f"/keyed/…{ending}"
    assert TYPED not in log.getvalue()


def test_records_of_the_development_server_which_carry_a_socket_are_logged():
    with socket.socket() as connection:
        record = logging.makeLogRecord({"msg": "%s %s", "args": ("GET /", 500), "request": connection})
        assert WithoutSecretPaths().filter(record)
    assert record.getMessage() == "GET / 500"


def test_a_kept_page_is_logged_as_such(client, tree, pages_are_kept, log):
    news = factories.NewsFactory(parent=tree.news)
    for _ in range(3):  # the first makes the settings of the site, which are content
        client.get(news.url)
    assert [line["kept"] for line in log.of("cms.access")] == [False, False, True]
    assert log.of("cms.access")[2]["statements"] == 1


def test_an_action_is_logged_by_its_keys(admin_client, admin_user, tree, log):
    page = factories.NewsFactory(parent=tree.news, title="Of a person")
    page.save_revision().publish(user=admin_user)
    published = [line for line in log.of("cms.actions") if line["action"] == "wagtail.publish"]
    assert [(line["user"], line["object"]) for line in published] == [(admin_user.pk, f"newspage:{page.pk}")]
    assert admin_user.username not in log.getvalue()
    assert page.title not in str(log.of("cms.actions"))


def test_a_request_of_an_editor_is_logged_by_the_key_of_the_account(client, tree, log):
    user = get_user_model().objects.create_superuser("of-a-person", password="x")
    client.force_login(user)
    client.get("/admin/")
    assert log.of("cms.access")[0]["user"] == user.pk
    assert "of-a-person" not in log.getvalue()


def test_a_line_for_people_has_the_same(breaking, settings, caplog):
    def line(error):
        record = logging.LogRecord("hub", logging.ERROR, "", 1, "It failed", (), (type(error), error, None))
        return LineFormatter().format(record)

    settings.DEBUG = False
    assert TYPED not in line(ValueError(TYPED))
    settings.DEBUG = True
    assert TYPED in line(ValueError(TYPED))


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ValueError(TYPED), "ValueError"),
        (KeyError(TYPED), "KeyError"),
        (TypeError(TYPED), "TypeError"),
        (FileNotFoundError(2, "No such file or directory", TYPED), "FileNotFoundError: No such file or directory"),
        (OperationalError("connection refused\nDETAIL: more"), "OperationalError: connection refused"),
        (AttributeError("'Page' object has no attribute 'x'"), "AttributeError: 'Page' object has no attribute 'x'"),
    ],
)
def test_the_words_of_an_error_hold_no_value(error, words):
    assert failures.summary(error) == words


def test_groups_of_errors_are_told_apart():
    text = failures.report(ExceptionGroup(TYPED, [ValueError(TYPED), KeyError(TYPED)]))
    assert "ValueError" in text
    assert "KeyError" in text
    assert TYPED not in text
