"""Who may write: a token with the scope, and only what the person behind it may write in the admin."""

import json

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.admin.panels import ObjectList, TabbedInterface
from wagtail.models import Page, PageLogEntry, Revision, Site
from wagtail.permission_policies.pages import PagePermissionPolicy

from cms.accounts.roles import EDITORS, MODERATORS, PROGRAMME_LEADS, VIEWERS
from cms.graphql.ids import encode, id_of
from cms.graphql.schema import get_schema
from cms.models import WrittenVersion
from cms.tokens.scopes import PUBLISH, WRITE, scopes
from programme.models import NewsPage
from tests import factories
from tests.admin.conftest import sign_in
from tests.drafts.programs import ACTIONS, CHANGE, CREATE, READ, Program, acting, errors_of
from tests.graphql.editors import person

pytestmark = pytest.mark.django_db
BUNDLES = "bundles.change_bundle"
NEWS = {"title": "Written", "summary": "Words.", "date": "2026-11-02", "kind": "announcement"}


def _of_version(**given):
    return lambda tree, page: {"id": id_of(page), "version": str(page.latest_revision_id or "")} | given


INPUTS = {
    "addToBundle": _of_version(bundle=encode("Bundle", 1)),
    "commentOnDraft": _of_version(field="title", text="Hm."),
    "copyPage": lambda tree, page: {"id": id_of(page), "parent": id_of(tree.news), "title": "Copy"},
    "movePage": lambda tree, page: _of_version()(tree, page) | {"parent": id_of(tree.news)},
    "publishDraft": _of_version(),
    "submitDraft": _of_version(),
}


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
        *((acting(action), {"input": INPUTS[action](tree, page)}) for action in ACTIONS),
    ]


def test_nobody_writes_without_a_token_even_if_signed_in(tree, page, client, lead):
    client.force_login(lead)
    before = written()
    for query, variables in requests_about(tree, page):
        (error,) = Program(client).ask(query, variables)["errors"]
        assert error["extensions"]["code"] == "TOKEN_MISSING"
    assert written() == before


@pytest.mark.parametrize("scope", sorted(set(scopes) - {WRITE, "documents"}))
def test_no_other_scope_writes(scope, tree, page, lead, program_of):
    before = written()
    for query, variables in requests_about(tree, page):
        (error,) = program_of(lead, scope).ask(query, variables)["errors"]
        assert error["extensions"]["code"] == "WRONG_SCOPE"
    assert written() == before


def test_a_request_by_get_writes_nothing(tree, page, program, client):
    before = written()
    for query, variables in [one for one in requests_about(tree, page) if one[0] != READ]:
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
        if not writes_somewhere(user):
            assert is_refused(program, CREATE, {"input": {"parent": id_of(tree.news), "content": {"newsPage": NEWS}}})
            continue
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


@pytest.mark.parametrize("group", [EDITORS, MODERATORS, PROGRAMME_LEADS, VIEWERS])
def test_nor_may_it_act_on_what_they_may_not(group, tree, roles, program_of):
    """Every mutation on drafts of others, of their own, and of a section that only some may edit."""
    own = factories.StandardPageFactory(parent=tree.home, title="Section")
    bundle = factories.BundleFactory(site=tree.site)
    drafts = [
        (factories.NewsFactory(parent=tree.news, title="Draft", live=False, first_published_at=None), tree.news),
        (factories.StandardPageFactory(parent=own, title="Draft", live=False, first_published_at=None), own),
    ]
    for draft, _ in drafts:
        draft.save_revision()
    for user in people(group, own):
        program = program_of(user, WRITE, PUBLISH, publishes=["programme.NewsPage", "home.StandardPage"])
        for draft, above in drafts:
            page = type(draft).objects.get(pk=draft.pk)
            rights, adds = page.permissions_for_user(user), above.permissions_for_user(user).can_add_subpage()
            refusals = {
                "submitDraft": set() if rights.can_edit() else {"id"},
                "commentOnDraft": set() if rights.can_edit() else {"id"},
                "addToBundle": {"id"} if not rights.can_edit() else set() if user.has_perm(BUNDLES) else {"bundle"},
                "copyPage": {"id"} if not rights.can_copy() else set() if adds else {"parent"},
                "movePage": {"id"} if not rights.can_move() else set() if adds else {"parent"},
            }
            # Only an administrator's token publishes.
            published = {"input": INPUTS["publishDraft"](tree, page)}
            assert is_refused(program, acting("publishDraft"), published)
            if not writes_somewhere(user):
                assert all(
                    is_refused(program, acting(action), {"input": INPUTS[action](tree, page)}) for action in refusals
                )
                continue
            for action, refusal in refusals.items():
                given = INPUTS[action](tree, page) | {"dryRun": True}
                given |= {"parent": id_of(above)} if "parent" in given else {}
                given |= {"bundle": encode("Bundle", bundle.pk)} if "bundle" in given else {}
                found = program.send(action, given)["userErrors"]
                assert {one["field"][0] for one in found} == refusal, (user, action, found)
                if refusal and not rights.can_edit():
                    assert found[0]["code"] in ("NOT_FOUND", "NOT_PERMITTED")


def writes_somewhere(user) -> bool:
    return PagePermissionPolicy().user_has_any_permission(user, ["add", "change"])


def is_refused(program, query, variables) -> bool:
    (error,) = program.ask(query, variables)["errors"]
    return error["extensions"]["code"] == "WRONG_SCOPE"


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


def test_one_mutation_publishes_and_needs_a_scope_of_its_own():
    """The mutations about drafts, and the values that no input has."""
    fields = get_schema().mutation_type.fields
    assert {name for name in fields if "Draft" in name or "ublish" in name} == {
        *("createDraft", "changeDraft", "submitDraft", "commentOnDraft", "publishDraft")
    }
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
