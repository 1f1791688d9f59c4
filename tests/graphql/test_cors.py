"""Scripts of other websites may query the endpoint, and nothing else, if a setting names them."""

import json
import subprocess
import sys

import pytest

FRONTEND = "https://www.example.org"
QUERY = json.dumps({"query": "{ site { name } }"})
PREFLIGHT = {
    "access-control-request-method": "POST",
    "access-control-request-headers": "content-type, x-apollo-operation-name",
}


@pytest.fixture
def named(settings):
    """The settings with CORS_ALLOWED_ORIGINS in the environment."""
    settings.MIDDLEWARE = ["corsheaders.middleware.CorsMiddleware", *settings.MIDDLEWARE]
    settings.CORS_ALLOWED_ORIGINS = [FRONTEND]
    return settings


def ask(client, origin=FRONTEND):
    return client.post("/graphql/", QUERY, content_type="application/json", headers={"origin": origin})


def test_without_the_setting_no_other_website_is_let_in(tree, client):
    response = ask(client)
    assert "Access-Control-Allow-Origin" not in response
    assert "origin" not in response["Vary"].lower()


def test_a_named_website_may_ask_without_cookies(tree, client, named):
    response = ask(client)
    assert response.json() == {"data": {"site": {"name": "Information hub"}}}
    assert response["Access-Control-Allow-Origin"] == FRONTEND
    assert "Access-Control-Allow-Credentials" not in response
    vary = {name.strip().lower() for name in response["Vary"].split(",")}
    assert vary == {"accept", "accept-encoding", "authorization", "origin"}
    for path in ("/graphql/NewsList.json", "/energy/graphql/"):
        response = client.get(path, headers={"origin": FRONTEND})
        assert response["Access-Control-Allow-Origin"] == FRONTEND


@pytest.mark.parametrize("origin", ["https://example.org", "http://www.example.org", f"{FRONTEND}.evil.org", "null"])
def test_another_website_may_not(tree, client, named, origin):
    response = ask(client, origin)
    assert "Access-Control-Allow-Origin" not in response
    assert "origin" in response["Vary"].lower()


def test_the_question_before_the_question_is_answered(db, client, named, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.options("/graphql/", headers={"origin": FRONTEND, **PREFLIGHT})
    assert response.status_code == 200
    assert response["Access-Control-Allow-Origin"] == FRONTEND
    assert response["Access-Control-Allow-Methods"] == "GET, POST"
    assert {"content-type", "x-apollo-operation-name"} <= set(response["Access-Control-Allow-Headers"].split(", "))
    assert response["Access-Control-Max-Age"] == "86400"


def test_with_a_star_everyone_may_ask(tree, client, named):
    named.CORS_ALLOWED_ORIGINS, named.CORS_ALLOW_ALL_ORIGINS = [], True
    assert ask(client, "https://anywhere.example")["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", ["/", "/admin/login/", "/graphiql/"])
def test_nothing_but_the_endpoint_is_opened(tree, client, named, path):
    assert "Access-Control-Allow-Origin" not in client.get(path, headers={"origin": FRONTEND})


@pytest.mark.parametrize(
    ("value", "expected"), [("", [False, [], False]), (FRONTEND, [True, [FRONTEND], False]), ("*", [True, [], True])]
)
def test_the_setting_is_read_from_the_environment(tmp_path, value, expected):
    code = (
        "import json; from django.conf import settings as s;"
        "first = s.MIDDLEWARE[:s.MIDDLEWARE.index('django.middleware.security.SecurityMiddleware')];"
        "print(json.dumps(['corsheaders.middleware.CorsMiddleware' in first,"
        "s.CORS_ALLOWED_ORIGINS, s.CORS_ALLOW_ALL_ORIGINS]))"
    )
    environment = {
        "DJANGO_SETTINGS_MODULE": "cms.settings.development",
        "HUB_DATA": str(tmp_path),
        "CORS_ALLOWED_ORIGINS": value,
    }
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == expected
