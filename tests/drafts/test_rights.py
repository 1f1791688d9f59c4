"""Who may write: a token with the scope, and only what the person behind it may write in the admin."""

import json

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.admin.panels import ObjectList, TabbedInterface
from wagtail.models import Page, PageLogEntry, Revision, Site

from cms.accounts.roles import EDITORS, MODERATORS, PROGRAMME_LEADS, VIEWERS
from cms.graphql.ids import id_of
from cms.graphql.schema import get_schema
from cms.models import WrittenVersion
from cms.tokens.scopes import SCOPES, WRITE
from programme.models import NewsPage
from tests import factories
from tests.admin.conftest import sign_in
from tests.drafts.programs import CHANGE, CREATE, READ, Program, errors_of
from tests.graphql.editors import person

pytestmark = pytest.mark.django_db
NEWS = {"title": "Written", "summary": "Words.", "date": "2026-11-02", "kind": "announcement"}


@pytest.fixture
def page(tree):
    return factories.NewsFactory(parent=tree.news, title="There")


def written() -> tuple[int, int, int]:
    return NewsPage.objects.count(), Revision.objects.count(), WrittenVersion.objects.count()


def requests_about(tree, page):
    return [
        (CREATE, {"input": {"parent": id_of(tree.news), "content": {"newsPage": NEWS}}}),
        (CHANGE, {"input": {"id": id_of(page), "version": "", "content": {"newsPage": {"title": "Changed"}}}}),
        (READ, {"id": id_of(page)}),
    ]


def test_nobody_writes_without_a_token_even_if_signed_in(tree, page, client, lead):
    client.force_login(lead)
    before = written()
    for query, variables in requests_about(tree, page):
        (error,) = Program(client).ask(query, variables)["errors"]
        assert error["extensions"]["code"] == "TOKEN_MISSING"
    assert written() == before


@pytest.mark.parametrize("scope", sorted(set(SCOPES) - {WRITE, "documents", "webhooks"}))
def test_no_other_scope_writes(scope, tree, page, lead, program_of):
    before = written()
    for query, variables in requests_about(tree, page):
        (error,) = program_of(lead, scope).ask(query, variables)["errors"]
        assert error["extensions"]["code"] == "WRONG_SCOPE"
    assert written() == before


def test_a_request_by_get_writes_nothing(tree, page, program, client):
    before = written()
    for query, variables in requests_about(tree, page)[:2]:
        asked = {"query": query, "variables": json.dumps(variables)}
        response = client.get("/graphql/", asked, headers={"authorization": f"Bearer {program.secret}"})
        assert response.status_code == 405
    assert written() == before


def test_a_token_that_writes_reads_what_is_public_and_no_draft_by_other_means(tree, page, program):
    factories.NewsFactory(parent=tree.news, title="Draft", live=False)
    answer = program.ask("{ news(first: 5) { nodes { title } } }", {})
    assert answer["data"]["news"]["nodes"] == [{"title": "There"}]


def test_the_draft_that_a_change_starts_from_is_never_kept(tree, page, program, client):
    page.title = "Secret"
    page.save_revision()
    body = {"query": READ, "variables": {"id": id_of(page)}}
    send = {"data": body, "content_type": "application/json"}
    response = client.post("/graphql/", **send, headers={"authorization": f"Bearer {program.secret}"})
    assert "Secret" in response.content.decode() and response["Cache-Control"] == "private, no-store"
    assert "Secret" not in client.post("/graphql/", **send).content.decode()


@pytest.mark.parametrize("group", [EDITORS, MODERATORS, PROGRAMME_LEADS, VIEWERS])
def test_what_a_person_may_not_their_token_may_not(group, tree, page, roles, program_of):
    """The admin's own answer is compared with the API's, for people of every role and of one section."""
    own, others = factories.StandardPageFactory(parent=tree.home), tree.news
    for user in people(group, own):
        assert user.has_perm("cms.add_accesstoken")
        program = program_of(user)
        for place, model in (
            (tree.news, "newsPage"),
            (tree.home, "standardPage"),
            (own, "standardPage"),
            (tree.events, "newsPage"),
        ):
            values = NEWS if model == "newsPage" else {"title": "Written"}
            may = place.permissions_for_user(user).can_add_subpage()
            found = errors_of(program.create(place, **{model: values}, dryRun=True))
            assert (found == {("parent", "NOT_FOUND")}) is not may, (user, place, found)
        for one, model in (
            (page, "newsPage"),
            (own, "standardPage"),
            (others, "newsIndexPage"),
            (tree.home, "homePage"),
        ):
            may = one.permissions_for_user(user).can_edit()
            found = errors_of(program.change(one, **{model: {"title": "Changed"}}, dryRun=True))
            assert (found == {("id", "NOT_FOUND")}) is not may, (user, one, found)
            assert (program.read(one) is None) is not may
    assert not WrittenVersion.objects.exists()


def people(group, section):
    makers = Permission.objects.get(codename="add_accesstoken")
    member, local, nobody = person("member"), person("local", section), person("nobody")
    if group:
        member.groups.add(Group.objects.get(name=group))
    for user in (member, local, nobody):
        user.user_permissions.add(makers)
    return member, local, nobody


def test_a_locked_page_is_left_to_who_locked_it(tree, page, lead, program):
    page.locked, page.locked_by = True, person("other")
    page.save()
    assert errors_of(program.change(page, newsPage={"title": "No"})) in ({("id", "LOCKED")}, {("id", "NOT_FOUND")})
    assert not WrittenVersion.objects.exists()


def test_a_field_that_the_person_may_not_change_is_refused_by_name(tree, page, program, monkeypatch):
    made = ObjectList.get_form_options
    withheld = {"field_permissions": {"summary": "cms.nobody_has_this"}}
    monkeypatch.setattr(TabbedInterface, "get_form_options", lambda self: made(self) | withheld)
    assert errors_of(program.change(page, newsPage={"summary": "No."})) == {
        ("content.newsPage.summary", "NOT_PERMITTED")
    }
    assert program.change(page, newsPage={"title": "Yes"})["userErrors"] == []


def test_no_page_of_another_site_is_written(tree, roles, program_of):
    """Not even for somebody who may change it: a token writes at the addresses that it is for."""
    home = factories.HomeFactory(parent=Page.get_first_root_node(), slug="other")
    Site.objects.create(hostname="other.example.org", root_page=home)
    program = program_of(sign_in("boss", superuser=True).user)
    assert program.read(home) is None and program.read(tree.home) is not None
    assert errors_of(program.change(home, homePage={"title": "No"})) == {("id", "NOT_FOUND")}
    assert errors_of(program.create(home, standardPage={"title": "No"})) == {("parent", "NOT_FOUND")}


def test_no_mutation_publishes():
    """The mutations about drafts, and the values that no input has."""
    fields = get_schema().mutation_type.fields
    assert {name for name in fields if "Draft" in name or "ublish" in name} == {"createDraft", "changeDraft"}
    inputs = [kind for name, kind in get_schema().type_map.items() if name.endswith("PageInput")]
    assert len(inputs) > 20
    for kind in inputs:
        assert not {"goLiveAt", "expireAt", "live", "comments", "locked", "owner"} & set(kind.fields)


def test_the_history_says_which_program_wrote(tree, page, program, client, lead):
    program.change(page, newsPage={"title": "Changed"}, agent="Scribe")
    entry = PageLogEntry.objects.filter(page=page.pk).latest("timestamp")
    assert (entry.action, entry.user) == ("cms.draft.changed", lead)
    client.force_login(lead)
    history = client.get(f"/admin/pages/{page.pk}/history/").content.decode()
    assert "Draft written by Scribe, with the token “Minutes”" in history
