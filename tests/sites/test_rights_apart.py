"""Tokens, documents of frontends and secret links of one programme are worth nothing in another's, and no token is
worth more than its maker."""

import datetime
import hashlib
import json

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.utils import timezone

from bundles.sign_off import links as sign_off
from cms.accounts.roles import EDITORS, PROGRAMME_LEADS
from cms.base.active_site import site_active
from cms.editing.own_programmes import programmes_of
from cms.graphql.manifests.models import FrontendDocument
from cms.graphql.manifests.report import UPLOAD
from cms.models import AccessToken
from cms.pages import preview_links
from cms.visibility.belongings import Own
from cms.visibility.rule import Visibility
from newsletter.models import IssueIndexPage
from tests import factories

NEW, LEADS = "/energy/admin/access-tokens/new/", "Leads of Energy"
ASKED = {"name": "Site", "scopes": ["read"], "days": "10", "budget": "5000"}
NAME = "query Name { site { name } }"


def person(*groups: str):
    user = get_user_model().objects.create_user(f"{len(groups)} roles", "erin@example.org", "a-long-enough-password")
    user.groups.set(Group.objects.filter(name__in=groups))
    assert user.groups.count() == len(groups)
    return user


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def secret_of(user, *scopes: str, sites=()) -> str:
    later = timezone.now() + datetime.timedelta(days=1)
    fields = {"name": "Site", "scopes": list(scopes), "budget": 10_000, "expires_at": later}
    return AccessToken.make(user, sites=sites, **fields)[1]


def asked(method: str, path: str, secret: str, body=None) -> tuple[int, str]:
    """Return the status of an answer, and the code of its first error."""
    headers = {"authorization": f"Bearer {secret}"}
    response = Client().generic(method, path, json.dumps(body), "application/json", headers=headers)
    errors = response.json().get("errors") if response.content else None
    return response.status_code, errors[0]["extensions"]["code"] if errors else ""


def name_at(path: str, secret: str) -> tuple[int, str]:
    return asked("POST", f"{path}graphql/", secret, {"query": NAME})


def state_of(user) -> str:
    return AccessToken.objects.with_makers().get(created_by=user).state


def test_a_scope_is_offered_to_who_may_do_the_same_by_hand(energy, ann):
    def offered(user) -> list[str]:
        fields = signed_in(user).get(NEW).context["form"].fields
        return [scope for scope, _ in fields["scopes"].choices]

    lead = person(LEADS)
    assert offered(lead) == ["read", "read:restricted", "read:drafts", "documents", "write"]
    assert "publish" in offered(ann)
    refused = signed_in(lead).post(NEW, ASKED | {"scopes": ["publish"], "sites": [energy.pk]})
    assert set(refused.context["form"].errors) == {"scopes"}
    lead.groups.clear()
    group = Group.objects.create(name="Keepers of tokens")
    group.permissions.set(Permission.objects.filter(codename__in=["access_admin", "add_accesstoken"]))
    lead.groups.add(group)
    fields = signed_in(lead).get(NEW.removeprefix("/energy")).context["form"].fields
    assert [scope for scope, _ in fields["scopes"].choices] == ["read", "read:restricted"]


def test_a_token_ends_where_its_maker_does_not_work_any_more(energy, tree):
    both = person(PROGRAMME_LEADS, LEADS)
    everywhere = secret_of(both, "read")
    assert name_at("/", everywhere)[0] == name_at("/energy/", everywhere)[0] == 200
    some = secret_of(both, "read", sites=[tree.site, energy])
    both.groups.remove(Group.objects.get(name=LEADS))
    assert name_at("/energy/", some) == (403, "WRONG_SITE")
    assert name_at("/", some)[0] == 200
    assert name_at("/", everywhere) == name_at("/energy/", everywhere) == (403, "WRONG_SITE")
    AccessToken.objects.filter(sites=None).delete()
    assert "at every site" in state_of(both)
    listed = signed_in(get_user_model().objects.get(username="ann")).get("/admin/access-tokens/").content.decode()
    assert "its maker doesn’t work at all of them" in listed


def test_a_scope_ends_with_the_right_of_the_maker_to_the_same(energy, tree, ann):
    lead = person(LEADS)
    secret = secret_of(lead, "read", "documents", sites=[energy])
    assert asked("PUT", "/energy/graphql/manifests/website", secret)[0] == 422
    Group.objects.get(name=LEADS).permissions.remove(*Permission.objects.filter(codename=UPLOAD.partition(".")[2]))
    assert asked("PUT", "/energy/graphql/manifests/website", secret) == (403, "WRONG_SCOPE")
    assert name_at("/energy/", secret)[0] == 200
    assert state_of(lead) == "Good, but its maker may no longer do this themselves: documents"


def test_what_a_maker_may_counts_for_each_site(energy, tree):
    """Who edits one programme and looks at another writes and publishes nothing there."""
    erin = person(LEADS, "Viewers")
    secret = secret_of(erin, "write", "read:drafts", sites=[tree.site, energy])
    waiting = {"query": "{ bundles { id } }"}
    assert asked("POST", "/energy/graphql/", secret, waiting) == (200, "")
    assert asked("POST", "/graphql/", secret, waiting)[1] == "WRONG_SCOPE"


def test_a_role_whose_page_is_gone_is_still_one_in_its_programme_alone(energy):
    """Rights of senders begin at the archive of issues, which can be deleted, or isn't made yet."""
    sender = person("Newsletter senders of Energy")
    other = person(EDITORS, "Viewers")
    archive = IssueIndexPage.objects.descendant_of(energy.root_page).get()
    for is_there in (True, False):
        if not is_there:
            archive.delete()
            sender = User.objects.get(pk=sender.pk)  # who keeps no rights
        assert [one.key for one in programmes_of(sender)] == ["energy"]
        assert signed_in(sender).get("/admin/")["Location"] == "/energy/admin/"
        refused = signed_in(sender).get("/admin/pages/")
        assert refused.status_code == 403 and "Energy" in refused.content.decode()
        view = Visibility(energy)
        people = [set(User.objects.filter(Own(view, (one,)).people())) & {sender, other} for one in view.sites]
        assert people == [{other}, {sender}]


def manifest(text: str) -> dict[str, str]:
    return {f"sha256:{hashlib.sha256(text.encode()).hexdigest()}": text, "home": text}


def test_frontends_of_two_programmes_have_documents_of_their_own(energy, tree, ann):
    first = secret_of(ann, "documents", sites=[tree.site])
    second = secret_of(person(LEADS), "documents", sites=[energy])
    one, other = "query OfTheFirst { site { name } }", "query OfEnergy { site { organisation } }"
    assert asked("PUT", "/graphql/manifests/website", first, manifest(one))[0] == 200
    for taken in (manifest(other), {}):
        assert asked("PUT", "/graphql/manifests/website", second, taken) == (403, "WRONG_SITE")
    assert asked("PUT", "/energy/graphql/manifests/website", second, manifest(other))[0] == 200
    assert asked("PUT", "/energy/graphql/manifests/website", second, {}) == (422, "INVALID_DOCUMENT")
    assert set(FrontendDocument.objects.values_list("site", "replaced_at").distinct()) == {
        (tree.site.pk, None),
        (energy.pk, None),
    }
    at = {path: Client().get(f"{path}graphql/", {"documentId": "home"}).json()["data"] for path in ("/", "/energy/")}
    assert [list(data["site"]) for data in at.values()] == [["name"], ["organisation"]]
    own = next(iter(manifest(other)))
    assert Client().get("/graphql/", {"documentId": own}).status_code == 404
    lead = get_user_model().objects.get(username="1 roles")
    report = signed_in(lead).get("/energy/admin/reports/frontend-documents/").content.decode()
    assert "OfEnergy" in report and "OfTheFirst" not in report


def test_links_without_an_account_work_at_the_address_of_their_programme_alone(energy, ann):
    later = timezone.now() + datetime.timedelta(days=1)
    _, preview = preview_links.make(energy.root_page, name="Ada", email="", expires_at=later, mode="", user=ann)
    with site_active(energy):
        _, signing = sign_off.make(factories.BundleFactory(), name="Ada", email="", days=7, user=ann)
    for path in (
        preview_links.address_of(preview, energy.root_page).removeprefix("http://localhost"),
        f"/energy/sign-off/{signing}/",
    ):
        assert path.startswith("/energy/") and Client().get(path).status_code == 200, path
        elsewhere = Client().get(path.removeprefix("/energy"))
        assert elsewhere.status_code == 410 and "isn’t one of ours" in elsewhere.content.decode().replace("&#x27;", "’")
