"""Programs find the bundles of their people, and put drafts into those that are being written."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry, Site

from bundles.choices import BundleState
from bundles.models import Bundle, BundlePage
from bundles.publishing import items
from cms.accounts.roles import EDITORS, MODERATORS, VIEWERS
from cms.graphql.ids import encode, id_of
from programme.models import NewsPage
from tests import factories
from tests.drafts.programs import errors_of
from tests.graphql.editors import person

pytestmark = pytest.mark.django_db
LIST = """query ($first: Int, $after: ID) {
  bundles(first: $first, after: $after) { id name state pages { id title version isChanged } } }"""


@pytest.fixture
def page(tree):
    page = factories.NewsFactory(parent=tree.news, title="There", live=False)
    page.save_revision()
    return NewsPage.objects.get(pk=page.pk)


@pytest.fixture
def bundle(tree):
    return factories.BundleFactory(name="Launch", site=tree.site)


def key(bundle) -> str:
    return encode("Bundle", bundle.pk)


def found(program, **variables):
    answer = program.ask(LIST, variables)
    assert "errors" not in answer, answer
    return answer["data"]["bundles"]


def test_a_draft_is_put_into_a_bundle(page, bundle, program, lead):
    version = page.latest_revision_id
    added = program.act("addToBundle", page, bundle=key(bundle), agent="Scribe", idempotencyKey="one")
    held = {"id": id_of(page), "title": "There", "version": str(version), "isChanged": False}
    assert added["userErrors"] == [] and not added["isRepeated"]
    assert added["bundle"] == {"id": key(bundle), "name": "Launch", "state": "WRITING", "pages": [held]}
    assert found(program) == [added["bundle"]]
    entry = ModelLogEntry.objects.get(action="bundles.put_in_by_token")
    assert (entry.user, entry.message) == (lead, "“There” put in by Scribe, with the token “Minutes”")
    again = program.act("addToBundle", page, bundle=key(bundle), agent="Scribe", idempotencyKey="one")
    assert again["isRepeated"] and again["bundle"] == added["bundle"]
    assert errors_of(program.act("addToBundle", page, bundle=key(bundle))) == {("bundle", "INVALID")}
    assert BundlePage.objects.get().revision_id == version


def test_a_trial_puts_nothing_in(page, bundle, program):
    added = program.act("addToBundle", page, bundle=key(bundle), dryRun=True)
    assert [one["title"] for one in added["bundle"]["pages"]] == ["There"]
    assert not BundlePage.objects.exists() and not ModelLogEntry.objects.filter(action__startswith="bundles.").exists()


@pytest.mark.parametrize("state", sorted(set(BundleState) - {BundleState.WRITING}))
def test_what_people_have_looked_at_is_left_alone(state, page, bundle, program):
    Bundle.objects.update(state=state, approved_as="as it was")
    (error,) = program.act("addToBundle", page, bundle=key(bundle))["userErrors"]
    assert error["field"] == ["bundle"]
    if state == BundleState.PUBLISHED:
        assert error["code"] == "NOT_FOUND" and found(program) == []
    else:
        assert "Only people change “Launch” now." in error["message"]
        assert [one["state"] for one in found(program)] == [state.upper()]
    assert not BundlePage.objects.exists() and Bundle.objects.get().approved_as == "as it was"


@pytest.mark.parametrize("state", [BundleState.APPROVED, BundleState.SCHEDULED])
def test_no_program_changes_what_a_bundle_is_to_publish(state, page, bundle, program, lead):
    items.put_in(bundle, page, lead)
    assert program.change(page, newsPage={"title": "While it is written"})["userErrors"] == []
    Bundle.objects.update(state=state)
    assert errors_of(program.change(page, newsPage={"title": "Later"})) == {("id", "LOCKED")}
    (error,) = program.act("submitDraft", page)["userErrors"]
    assert error["code"] == "LOCKED" and f"“Launch”, which is {state}." in error["message"]
    assert program.act("commentOnDraft", page, field="title", text="Hm.")["userErrors"] == []


def test_people_see_in_a_bundle_what_they_accept_by_publishing_it(page, bundle, program, lead, client):
    program.change(page, newsPage={"title": "Another", "summary": "Other words."})
    put_in = NewsPage.objects.get(pk=page.pk)
    items.put_in(bundle, put_in, lead)
    program.change(page, newsPage={"summary": "Later words.", "kind": "announcement"})  # not what is put in
    client.force_login(lead)
    said = "Written by a program, and accepted by the person who publishes it:"
    html = " ".join(client.get(f"/admin/bundles/{bundle.pk}/").content.decode().split())
    assert f"{said} Title, Summary." in html
    put_in.latest_revision.publish(user=lead)
    assert said not in client.get(f"/admin/bundles/{bundle.pk}/").content.decode()


def test_only_the_latest_draft_of_a_page_that_has_one(tree, page, bundle, program):
    before = page.latest_revision_id
    page.save_revision()
    stale = program.act("addToBundle", page, before, bundle=key(bundle))
    assert errors_of(stale) == {("version", "CONFLICT")} and stale["conflict"]["yours"] == str(before)
    public = factories.NewsFactory(parent=tree.news, title="Public")
    public.save_revision().publish()
    (error,) = program.act("addToBundle", public, bundle=key(bundle))["userErrors"]
    assert "has no draft" in error["message"]
    assert errors_of(program.act("addToBundle", page, bundle=id_of(page))) == {("bundle", "INVALID")}
    assert errors_of(program.act("addToBundle", page, bundle=encode("Bundle", 10**6))) == {("bundle", "NOT_FOUND")}


@pytest.mark.parametrize("group", [EDITORS, MODERATORS, VIEWERS])
def test_the_person_behind_the_token_needs_both_rights(group, page, bundle, roles, program_of):
    user = person("member")
    user.groups.add(Group.objects.get(name=group))
    user.user_permissions.add(Permission.objects.get(codename="add_accesstoken"))
    program = program_of(user)
    may_change = user.has_perm("bundles.change_bundle")
    if group == VIEWERS:
        with pytest.raises(AssertionError, match="may not do here"):
            found(program)
        return
    assert (found(program) != []) is may_change
    may_edit = page.permissions_for_user(user).can_edit()
    errors = errors_of(program.act("addToBundle", page, bundle=key(bundle)))
    expected = {("id", "NOT_FOUND")} if not may_edit else set() if may_change else {("bundle", "NOT_FOUND")}
    assert errors == expected


def test_bundles_of_other_programmes_are_not_found(tree, page, bundle, program):
    other = factories.BundleFactory(site=Site.objects.create(hostname="other.example.org", root_page=tree.streams))
    assert [one["name"] for one in found(program)] == ["Launch"]
    assert errors_of(program.act("addToBundle", page, bundle=key(other))) == {("bundle", "NOT_FOUND")}


def test_the_list_is_read_in_parts_by_as_many_statements(tree, bundle, program, lead):
    with CaptureQueriesContext(connection) as few:
        found(program)
    for number in range(3):
        other = factories.BundleFactory(name=f"Bundle {number}", site=tree.site)
        for place in range(2):
            one = factories.NewsFactory(parent=tree.news, title=f"News {number} {place}", live=False)
            one.save_revision()
            items.put_in(other, one, lead)
    with CaptureQueriesContext(connection) as many:
        everything = found(program)
    assert len(many) <= len(few) + 1  # for their pages; the only one was empty
    assert [one["name"] for one in everything] == ["Bundle 2", "Bundle 1", "Bundle 0", "Launch"]
    first = found(program, first=3)
    assert found(program, first=3, after=first[-1]["id"]) == everything[3:]
    assert program.ask(LIST, {"first": 101})["errors"][0]["extensions"]["code"] == "BAD_PAGE_SIZE"


def test_nobody_else_reads_them(bundle, client, program_of, lead):
    body = {"query": "{ bundles { id } }"}
    (error,) = client.post("/graphql/", body, content_type="application/json").json()["errors"]
    assert error["extensions"]["code"] == "TOKEN_MISSING"
    (error,) = program_of(lead, "read").ask(body["query"], {})["errors"]
    assert error["extensions"]["code"] == "WRONG_SCOPE"
