"""How requests are carried out: against a version, once for a key, as a trial, and at what cost."""

import datetime
from unittest.mock import Mock

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import GroupPagePermission, PageLogEntry, Revision, Site
from wagtail.test.utils.form_data import querydict_from_html

from cms.drafts import services
from cms.drafts.form_data import FilledForm
from cms.drafts.requests import NOT_FOUND, DraftAuthor, RefusedError, RequestTerms
from cms.graphql.ids import id_of
from cms.jobs.registry import jobs
from cms.models import WrittenOnce, WrittenVersion
from programme.models import NewsPage
from tests import factories
from tests.admin.conftest import sign_in
from tests.drafts.programs import errors_of

pytestmark = pytest.mark.django_db
NEWS = {"title": "Written", "summary": "Words.", "date": "2026-11-02", "kind": "announcement"}


@pytest.fixture
def page(tree):
    return factories.NewsFactory(parent=tree.news, title="There")


def test_a_change_from_an_older_version_is_refused_with_both(tree, page, program):
    mine = page.save_revision()
    page.title = "By Ann"
    theirs = page.save_revision(user=sign_in("ann", superuser=True).user)
    changed = program.change(page, mine.pk, newsPage={"title": "Mine"})
    assert errors_of(changed) == {("version", "CONFLICT")} and changed["draft"] is None
    latest = {"id": str(theirs.pk), "savedBy": "ann", "token": None, "agent": None}
    assert changed["conflict"] == {"yours": str(mine.pk), "latest": latest}
    assert NewsPage.objects.get(pk=page.pk).get_latest_revision_as_object().title == "By Ann"
    changed = program.change(page, theirs.pk, newsPage={"title": "Mine"})
    assert changed["conflict"] is None and changed["draft"]["page"]["title"] == "Mine"


def test_a_dry_run_answers_all_and_leaves_nothing(tree, page, program):
    before = NewsPage.objects.count(), Revision.objects.count(), PageLogEntry.objects.count()
    made = program.create(tree.news, newsPage=NEWS, dryRun=True, idempotencyKey="one")
    assert made["draft"]["page"]["title"] == "Written" and made["draft"]["quality"]["wordCount"] == 1
    assert made["draft"]["version"] is None and made["draft"]["editUrl"] is None
    changed = program.change(page, newsPage={"title": "Changed"}, dryRun=True)
    assert changed["draft"]["page"]["title"] == "Changed" and changed["draft"]["version"] is None
    assert errors_of(program.create(tree.news, newsPage=NEWS | {"date": "soonish"}, dryRun=True))
    assert (NewsPage.objects.count(), Revision.objects.count(), PageLogEntry.objects.count()) == before
    assert not WrittenOnce.objects.exists() and not WrittenVersion.objects.exists()


def test_a_dry_run_leaves_no_line_in_the_log(tree, page, program, caplog):
    caplog.set_level("DEBUG")
    program.create(tree.news, newsPage=NEWS, dryRun=True)
    program.change(page, newsPage={"title": "Changed"}, dryRun=True)
    told = {"wagtail", "cms.actions"}
    assert [one.getMessage() for one in caplog.records if one.name in told] == []
    program.create(tree.news, newsPage=NEWS)
    assert {one.name for one in caplog.records} >= told


def test_a_key_answers_nothing_once_the_person_may_not_edit_the_page(tree, page, program, lead):
    page.save_revision()
    version = NewsPage.objects.get(pk=page.pk).latest_revision_id
    asked = {"newsPage": {"title": "Mine"}, "idempotencyKey": "two"}
    program.create(tree.news, newsPage=NEWS, idempotencyKey="one")
    program.change(page, version, **asked)
    GroupPagePermission.objects.filter(group__in=lead.groups.all()).update(page=tree.events)
    again = program.create(tree.news, newsPage=NEWS, idempotencyKey="one")
    assert (errors_of(again), again["draft"]) == ({("parent", "NOT_FOUND")}, None)
    again = program.change(page, version, **asked)
    assert (errors_of(again), again["draft"]) == ({("id", "NOT_FOUND")}, None)


def test_a_key_answers_nothing_at_another_site(tree, program):
    author = DraftAuthor(program.token)
    content = services.PageContent(NewsPage, NEWS)
    services.create_draft(author, RequestTerms(tree.site, key="one"), tree.news.pk, content)
    other = Site.objects.create(hostname="other.example.org", root_page=tree.streams)
    with pytest.raises(RefusedError) as refusal:
        services.create_draft(author, RequestTerms(other, key="one"), tree.news.pk, content)
    assert [(one.path, one.code) for one in refusal.value.problems] == [(("parent",), NOT_FOUND)]


def test_a_title_that_is_refused_asks_for_no_address(tree, program):
    made = program.create(tree.news, newsPage=NEWS | {"title": "x" * 300})
    assert errors_of(made) == {("content.newsPage.title", "TOO_LONG")}


def test_a_request_with_a_key_is_carried_out_once(tree, program, lead, program_of):
    first = program.create(tree.news, newsPage=NEWS, idempotencyKey="one")
    again = program.create(tree.news, newsPage=NEWS, idempotencyKey="one")
    assert (first["isRepeated"], again["isRepeated"]) == (False, True)
    assert again["draft"] == first["draft"] and NewsPage.objects.count() == 1
    other = program.create(tree.news, newsPage=NEWS | {"title": "Other"}, idempotencyKey="one")
    assert errors_of(other) == {("idempotencyKey", "OTHER_INPUT")} and NewsPage.objects.count() == 1
    assert not program_of(lead).create(tree.news, newsPage=NEWS, idempotencyKey="one")["isRepeated"]
    assert NewsPage.objects.count() == 2


def test_a_key_is_forgotten_after_a_day_and_a_refused_request_leaves_none(tree, program):
    program.create(tree.news, newsPage=NEWS | {"date": "soonish"}, idempotencyKey="one")
    assert not WrittenOnce.objects.exists()
    program.create(tree.news, newsPage=NEWS, idempotencyKey="one")
    WrittenOnce.objects.update(at=timezone.now() - datetime.timedelta(hours=25))
    assert not program.create(tree.news, newsPage=NEWS, idempotencyKey="one")["isRepeated"]
    WrittenOnce.objects.update(at=timezone.now() - datetime.timedelta(hours=25))
    jobs["Writing by programs: forget idempotency keys"].run(lambda: False)
    assert not WrittenOnce.objects.exists() and NewsPage.objects.count() == 2


def test_names_and_keys_have_a_length(tree, program):
    assert errors_of(program.create(tree.news, newsPage=NEWS, agent="x" * 101)) == {("agent", "TOO_LONG")}
    made = program.create(tree.news, newsPage=NEWS, idempotencyKey="x" * 201)
    assert errors_of(made) == {("idempotencyKey", "TOO_LONG")}


def test_two_changes_in_one_document_are_two_versions(tree, page, program):
    page.save_revision()
    version = NewsPage.objects.get(pk=page.pk).latest_revision_id
    query = """mutation ($id: ID!, $version: ID!) {
      one: changeDraft(input: {id: $id, version: $version, content: {newsPage: {title: "One"}}}) { userErrors { code } }
      two: changeDraft(input: {id: $id, version: $version, content: {newsPage: {title: "Two"}}}) { userErrors { code } } }"""
    data = program.ask(query, {"id": id_of(page), "version": str(version)})["data"]
    assert data == {"one": {"userErrors": []}, "two": {"userErrors": [{"code": "CONFLICT"}]}}


def test_a_programme_that_has_ended_takes_no_drafts(tree, page, program, monkeypatch):
    from cms.drafts.graphql import requests
    from cms.graphql import user_errors

    error = user_errors.UserError(field=[], code=user_errors.UserErrorCode.PROGRAMME_ARCHIVED, message="It has ended.")
    monkeypatch.setattr(requests, "of_ended_programme", lambda visibility: [error])
    assert errors_of(program.create(tree.news, newsPage=NEWS)) == {("", "PROGRAMME_ARCHIVED")}
    assert NewsPage.objects.count() == 1


def large(number: int) -> dict:
    body = [{"richText": {"text": {"markdown": f"Paragraph {place} of the text. " * 20}}} for place in range(number)]
    return NEWS | {"body": body}


def test_a_large_page_costs_no_more_statements_than_a_small_one(tree, program, lead, client):
    """Nor than the admin's form, which does the same: the form's and the page's checks, the version, search and log."""
    program.create(tree.news, newsPage=large(1))
    changes, new = [], []
    for number in (1, 60):
        page = factories.NewsFactory(parent=tree.news)
        page.save_revision()
        version = NewsPage.objects.get(pk=page.pk).latest_revision_id
        with CaptureQueriesContext(connection) as found:
            assert program.change(page, version, newsPage=large(number))["userErrors"] == []
        changes.append(len(found))
        with CaptureQueriesContext(connection) as found:
            assert program.create(tree.news, newsPage=large(number) | {"title": f"New {number}"})["userErrors"] == []
        new.append(len(found))
    client.force_login(lead)
    address = f"/admin/pages/{page.pk}/edit/"
    response = client.get(address)
    data = querydict_from_html(response.content.decode(), form_id="page-edit-form")
    for name, values in FilledForm(response.context["form"], {"title": "Other"}).data.lists():
        data.setlist(name, values)
    with CaptureQueriesContext(connection) as found:
        assert client.post(address, data).status_code == 302
    assert changes[0] == changes[1] <= len(found)
    assert new[0] == new[1]


def test_what_the_page_itself_refuses_is_an_error_too(tree, program, monkeypatch):
    """Such as a slug that another request took between the form's check and the save."""
    refusal = ValidationError({"slug": ValidationError("Taken.", code="unique")})
    monkeypatch.setattr(type(tree.news), "add_child", Mock(side_effect=refusal))
    assert errors_of(program.create(tree.news, newsPage=NEWS)) == {("content.newsPage.slug", "INVALID")}
