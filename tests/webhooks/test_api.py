"""Programs manage webhooks with a token of the scope `webhooks`: the same checks as in the admin, one shape of error."""

import datetime
import json

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry, Site

from cms.models import AccessToken
from tests import factories
from webhooks.models import Webhook

GOOD = {"name": "Website", "address": "https://8.8.8.8/hub", "events": ["page.published"]}


@pytest.fixture
def ask(administrator, client):
    """Return a function that asks with a token of these scopes, and for these sites."""

    def with_token(*scopes: str, sites=()):
        _, secret = AccessToken.make(
            administrator.user,
            sites=sites,
            name="Program",
            scopes=list(scopes),
            expires_at=timezone.now() + datetime.timedelta(days=1),
            budget=1000,
        )

        def ask(method: str, path: str = "", values: object = None, status: int = 200):
            body = values if isinstance(values, str) else json.dumps(values)
            headers = {"authorization": f"Bearer {secret}", "host": sites[0].hostname if sites else "testserver"}
            response = client.generic(method, f"/webhooks/{path}", body, "application/json", headers=headers)
            assert response.status_code == status, response.content
            assert "no-store" in response["Cache-Control"]
            return response.json() if response.content else None

        return ask

    return with_token


def problems(body: dict) -> dict[str, str]:
    assert {error["extensions"]["code"] for error in body["errors"]} == {"INVALID_VALUE"}
    return {error["path"][0]: error["message"] for error in body["errors"]}


def test_a_program_makes_reads_changes_and_deletes_its_own(ask, webhook, tree):
    mine, other = ask("webhooks"), ask("webhooks")
    made = mine(
        "POST", values=GOOD | {"pageTypes": ["NEWS_PAGE"], "pages": [tree.news.pk], "sites": ["localhost"]}, status=201
    )
    stored = Webhook.objects.get(pk=made["id"])
    assert made["pages"] == stored.pages == [tree.news.pk]
    assert made.pop("secret") == stored.secret
    assert (stored.page_types, stored.sites) == (["programme.newspage"], [str(tree.site.pk)])
    assert mine("GET") == {"webhooks": [made]}
    assert mine("GET", f"{made['id']}/") == made
    changed = mine("PATCH", f"{made['id']}/", {"isActive": False, "name": "Off"})
    assert changed == made | {"isActive": False, "name": "Off"}
    for request in (("GET",), ("PATCH", {"name": "Mine"}), ("DELETE",)):
        method, *values = request
        for pk in (made["id"], webhook.pk):
            error = other(method, f"{pk}/", *values, status=404)["errors"][0]
            assert error["extensions"]["code"] == "NOT_FOUND"
    assert other("GET") == {"webhooks": []}
    assert mine("DELETE", f"{made['id']}/", status=204) is None
    assert Webhook.objects.get() == webhook
    log = ModelLogEntry.objects.filter(action__startswith="webhooks.").order_by("pk")
    assert [entry.action.split(".")[1] for entry in log] == ["add", "off", "change", "delete"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"address": "https://127.0.0.1/"}, {"address": "The address leads into a private network."}),
        ({"address": 5}, {"address": "This must be a text."}),
        (
            {"events": ["page.eaten"]},
            {"events": "Select a valid choice. page.eaten is not one of the available choices."},
        ),
        ({"events": "page.moved"}, {"events": "This must be a list of texts."}),
        ({"events": [{}]}, {"events": "This must be a list of texts."}),
        ({"pageTypes": ["NEWS"]}, {"pageTypes": "Select a valid choice. NEWS is not one of the available choices."}),
        ({"sites": ["elsewhere"]}, {"sites": "Select a valid choice. elsewhere is not one of the available choices."}),
        ({"name": "", "events": []}, {"name": "This field is required.", "events": "Choose at least one event."}),
        ({"pages": [987654]}, {"pages": "There is no page 987654."}),
        ({"pages": [1]}, {"pages": "There is no page 1."}),  # the root, which is no page of a site
        ({"pages": [-1]}, {"pages": "There is no page -1."}),
        ({"pages": [10**30]}, {"pages": "There is no page 10000000000000000000."}),
        ({"pages": ["22"]}, {"pages": "This must be a list of numbers."}),
        ({"pages": [True]}, {"pages": "This must be a list of numbers."}),
        ({"pages": 22}, {"pages": "This must be a list of numbers."}),
        ({"pages": list(range(1, 22))}, {"pages": "Choose 20 pages at most."}),
        (
            {"secret": "whsec_"},
            {"secret": "Unknown. The known ones are: name, address, events, pages, pageTypes, sites, isActive."},
        ),
        ({"events": ["feedback.received"]}, {"events": "These need the scope read:drafts: feedback.received."}),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_stored(ask, values, expected):
    send = ask("webhooks")
    assert problems(send("POST", values=GOOD | values, status=422)) == expected
    assert not Webhook.objects.exists()
    made = send("POST", values=GOOD, status=201)
    assert problems(send("PATCH", f"{made['id']}/", values, status=422)) == expected
    assert send("GET", f"{made['id']}/") == {key: value for key, value in made.items() if key != "secret"}


def test_a_webhook_for_a_page_that_was_deleted_stays_for_it_alone(ask, tree):
    page = factories.NewsFactory(parent=tree.news)
    send = ask("webhooks")
    made = send("POST", values=GOOD | {"pages": [page.pk]}, status=201)
    key = page.pk
    page.delete()
    assert send("PATCH", f"{made['id']}/", {"name": "Other"})["pages"] == [key]
    assert send("PATCH", f"{made['id']}/", {"pages": [tree.news.pk]})["pages"] == sorted([key, tree.news.pk])


@pytest.mark.parametrize("body", ["", "[]", "{", "null", '"a"'])
def test_what_is_no_object_is_refused(ask, body):
    assert ask("webhooks")("POST", values=body, status=400)["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


def test_a_token_gives_no_more_than_it_has(ask, tree, client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    assert ask("read")("GET", status=403)["errors"][0]["extensions"]["code"] == "WRONG_SCOPE"
    assert client.get("/webhooks/").status_code == 401
    unknown = client.get("/webhooks/", headers={"authorization": "Bearer hub_unknown"})
    assert (unknown.status_code, unknown["WWW-Authenticate"].split()[0]) == (401, "Bearer")
    site = Site.objects.create(hostname="other.example.org", root_page=tree.home)
    some = ask("webhooks", sites=[site])
    assert some("POST", values=GOOD, status=201)["sites"] == ["other.example.org"]
    refused = problems(some("POST", values=GOOD | {"sites": ["localhost"]}, status=422))
    assert refused == {"sites": "This token is for other sites."}
    assert Webhook.objects.get().site == site
    editors = ask("webhooks", "read:drafts")("POST", values=GOOD | {"events": ["page.scheduled"]}, status=201)
    assert editors["events"] == ["page.scheduled"]


def test_a_token_has_twenty_at_most(ask, administrator):
    send = ask("webhooks")
    token = AccessToken.objects.get()
    for _ in range(20):
        Webhook.objects.create(name="One", address="https://8.8.8.8/", made_with=token)
    send("POST", values=GOOD, status=422)
    assert Webhook.objects.count() == 20
