"""Access tokens in the admin: made by leads, shown once, and revoked at once."""

import datetime
import re

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from cms.models import AccessToken
from tests import factories

NEW, LIST = "/admin/access-tokens/new/", "/admin/access-tokens/"
SECRET = re.compile(r"hub_[0-9A-Za-z]{49}")
GOOD = {"name": "Website", "scopes": ["read"], "days": "30", "budget": "5000"}


def errors(response) -> dict[str, list[str]]:
    assert response.status_code == 200
    assert AccessToken.objects.count() == 0
    return response.context["form"].errors


def test_a_lead_makes_a_token_that_is_shown_once_and_revokes_it(tree, lead, administrator, client):
    factories.NewsFactory(parent=tree.news, title="First")
    made = lead.post(NEW, GOOD)
    (secret,) = set(SECRET.findall(made.content.decode()))
    assert "no-store" in made["Cache-Control"] and "data-copy" in made.content.decode()
    token = AccessToken.objects.get()
    assert (token.created_by, token.scopes, token.budget) == (lead.user, ["read"], 5000)
    assert 29 <= (token.expires_at - timezone.now()).days <= 30

    def ask():
        query = {"query": "{ news(first: 1) { nodes { title } } }"}
        return client.get("/graphql/", query, headers={"authorization": f"Bearer {secret}"})

    assert ask().status_code == 200
    details, revoke, history = (
        reverse(f"access-tokens:{view}", args=[token.pk]) for view in ("inspect", "revoke", "history")
    )
    for shown in (lead.get(LIST), lead.get(details), lead.get(history), administrator.get(LIST)):
        text = shown.content.decode()
        assert "Website" in text and not SECRET.search(text) and token.digest not in text
    assert f"{token.prefix}" in lead.get(LIST).content.decode() and "Good" in lead.get(LIST).content.decode()

    assert "at once" in lead.get(revoke).content.decode() and ask().status_code == 200  # asking changes nothing
    lead.post(revoke)
    assert ask().json()["errors"][0]["extensions"]["code"] == "TOKEN_REVOKED"
    when = AccessToken.objects.get().revoked_at
    administrator.post(revoke)  # a second time nothing changes
    again = AccessToken.objects.get()
    assert (again.revoked_at, again.revoked_by) == (when, lead.user)
    assert "Revoked" in lead.get(LIST).content.decode() and revoke not in lead.get(details).content.decode()
    assert "by lead" in lead.get(details).content.decode()
    log = administrator.get(reverse("audit_log")).content.decode()
    assert "Made, with read" in log and log.count("Website") >= 2


def test_nobody_gives_more_than_they_have(tree, lead, administrator):
    own, other = Group.objects.get(name="Programme leads"), Group.objects.create(name="Board")
    form = lead.get(NEW).context["form"]
    assert list(form.fields["groups"].queryset) == [own]
    restricted = GOOD | {"scopes": ["read:restricted"]}
    assert set(errors(lead.post(NEW, restricted | {"groups": [other.pk]}))) == {"groups"}
    lead.post(NEW, restricted | {"groups": [own.pk]})
    administrator.post(NEW, restricted | {"groups": [other.pk]})
    assert {name for token in AccessToken.objects.all() for name in token.groups.values_list("name", flat=True)} == {
        "Programme leads",
        "Board",
    }


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["read", "everything"]}, "scopes"),
        ({"days": "0"}, "days"),
        ({"days": "367"}, "days"),
        ({"budget": "0"}, "budget"),
        ({"budget": str(2**31)}, "budget"),
        ({"groups": ["1000000"]}, "groups"),
    ],
)
def test_what_is_typed_wrongly_is_refused_at_its_field(tree, lead, wrong, field):
    assert set(errors(lead.post(NEW, GOOD | wrong))) == {field}


def test_groups_without_the_scope_are_refused_and_sites_are_offered_if_there_are_several(tree, lead):
    group = Group.objects.get(name="Programme leads")
    assert set(errors(lead.post(NEW, GOOD | {"groups": [group.pk]}))) == {"groups"}
    assert "sites" not in lead.get(NEW).context["form"].fields
    other = Site.objects.create(hostname="other.example", root_page=tree.news)
    lead.post(NEW, GOOD | {"sites": [other.pk]})
    assert list(AccessToken.objects.get().sites.all()) == [other]


def test_the_list_says_which_are_good_in_as_many_statements_for_many(tree, lead, django_assert_num_queries):
    def make(user, **fields):
        fields = {"expires_at": timezone.now() + datetime.timedelta(days=1), "budget": 1, "scopes": ["read"]} | fields
        return AccessToken.make(user, **fields)[0]

    make(lead.user, name="Good")
    lead.get(LIST)
    with CaptureQueriesContext(connection) as few:
        lead.get(LIST)
    make(lead.user, name="Old", expires_at=timezone.now())
    gone = type(lead.user).objects.create_user("gone", is_superuser=True)
    make(gone, name="Of somebody who left")
    type(gone).objects.filter(pk=gone.pk).update(is_superuser=False)
    with django_assert_num_queries(len(few)):
        text = lead.get(LIST).content.decode()
    assert "Expired" in text and "Not good: its maker may no longer make tokens" in text


def test_only_an_administrator_lets_a_program_publish_and_only_types_that_they_tick(tree, lead, administrator):
    def offered(client) -> list[str]:
        return [scope for scope, _ in client.get(NEW).context["form"].fields["scopes"].choices]

    assert "publish" not in offered(lead) and "publishes" not in lead.get(NEW).context["form"].fields
    asked = GOOD | {"scopes": ["write", "publish"], "publishes": ["programme.NewsPage"]}
    assert set(errors(lead.post(NEW, asked))) == {"scopes"}
    for wrong, field in (
        ({"scopes": ["publish"]}, "scopes"),
        ({"publishes": []}, "publishes"),
        ({"scopes": ["write"]}, "publishes"),
        ({"publishes": ["newsletter.IssuePage"]}, "publishes"),
    ):
        assert set(errors(administrator.post(NEW, asked | wrong))) == {field}, wrong
    administrator.post(NEW, asked)
    token = AccessToken.objects.get()
    assert (token.scopes, token.publishes) == (["write", "publish"], ["programme.NewsPage"])
    details = administrator.get(reverse("access-tokens:inspect", args=[token.pk])).content.decode()
    assert "Types of pages that it may publish" in details and "News" in details
