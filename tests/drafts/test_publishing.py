"""Publication by a token: only of types that an administrator named, and never round the people who review."""

import datetime

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import PageLogEntry, Workflow

from bundles.models import BundlePage
from bundles.publishing import items
from cms.accounts.roles import PROGRAMME_LEADS
from cms.drafts.acceptance import ACCEPTED, ACCEPTED_BY_PUBLISHING, unchecked_parts
from cms.graphql.ids import id_of
from cms.models import WritingSettings
from cms.tokens.scopes import PUBLISH, WRITE
from newsletter.models import IssuePage
from programme.models import NewsPage
from tests import factories
from tests.admin.conftest import sign_in
from tests.drafts.programs import acting, errors_of
from tests.graphql.editors import person

pytestmark = pytest.mark.django_db
NEWS = ["programme.NewsPage"]


@pytest.fixture
def boss(roles):
    return sign_in("boss", superuser=True).user


@pytest.fixture
def publisher(boss, program_of):
    return program_of(boss, WRITE, PUBLISH, publishes=NEWS)


@pytest.fixture
def page(tree, roles):
    page = factories.NewsFactory(parent=tree.news, title="There", live=False, first_published_at=None)
    page.save_revision()
    return fresh(page)


@pytest.fixture
def without_review():
    """The programme has no workflow."""
    Workflow.objects.update(active=False)


def fresh(page):
    return type(page).objects.get(pk=page.pk)


def refusal(program, page, version=None) -> str:
    """Return the sentence with which a publication is refused, after which the page is as it was."""
    before = type(page).objects.filter(pk=page.pk).values().get()
    (error,) = program.act("publishDraft", page, version)["userErrors"]
    assert type(page).objects.filter(pk=page.pk).values().get() == before
    return f"{'.'.join(error['field'])}: {error['message']}"


def test_a_draft_of_a_type_that_the_token_names_is_published(page, publisher, boss, without_review):
    published = publisher.act("publishDraft", page, agent="Scribe", idempotencyKey="one")
    assert published["userErrors"] == [] and published["draft"]["version"]["id"] == str(page.latest_revision_id)
    after = fresh(page)
    assert after.live and after.live_revision_id == page.latest_revision_id and not after.has_unpublished_changes
    entry = PageLogEntry.objects.get(page=page.pk, action="cms.draft.published")
    assert (entry.user, entry.message) == (boss, "Published by Scribe, with the token “Minutes”")
    assert publisher.act("publishDraft", page, agent="Scribe", idempotencyKey="one")["isRepeated"]
    assert "nothing in it to publish" in refusal(publisher, page)


def test_a_publication_by_a_token_accepts_nothing(page, publisher, without_review):
    publisher.change(page, newsPage={"title": "Written", "summary": "By a program."})
    before = unchecked_parts(fresh(page))
    assert {part.label for part in before} == {"Title", "Summary"}
    assert publisher.act("publishDraft", page)["userErrors"] == []
    assert fresh(page).live and unchecked_parts(fresh(page)) == before
    accepted = (ACCEPTED, ACCEPTED_BY_PUBLISHING)
    assert not PageLogEntry.objects.filter(page=page.pk, action__in=accepted).exists()


def test_a_trial_checks_and_publishes_nothing(page, publisher, without_review):
    tried = publisher.act("publishDraft", page, dryRun=True)
    assert tried["userErrors"] == [] and tried["draft"]["version"] is None
    assert not fresh(page).live


@pytest.mark.parametrize("scopes", [[WRITE], [PUBLISH]])
def test_both_scopes_are_needed(scopes, page, boss, program_of, without_review):
    program = program_of(boss, *scopes, publishes=NEWS)
    asked = {"input": {"id": "x", "version": ""}}
    (error,) = program.ask(acting("publishDraft"), asked)["errors"]
    assert error["extensions"]["code"] == "WRONG_SCOPE"


def test_no_other_type_is_published(tree, publisher, boss, program_of, without_review):
    page = factories.StandardPageFactory(parent=tree.home, live=False)
    page.save_revision()
    assert refusal(publisher, page) == "id: This token publishes no pages of the type StandardPage."
    issue = factories.IssueFactory(parent=tree.updates, live=False)
    issue.save_revision()
    daring = program_of(boss, WRITE, PUBLISH, publishes=["newsletter.IssuePage"])
    assert refusal(daring, IssuePage.objects.get()) == "id: Only people send or publish pages of this type."


def test_the_administrator_behind_the_token_must_still_be_one(page, publisher, boss, without_review):
    type(boss).objects.update(is_superuser=False)
    boss.groups.add(Group.objects.get(name=PROGRAMME_LEADS))
    given = {"id": id_of(page), "version": str(page.latest_revision_id)}
    (error,) = publisher.ask(acting("publishDraft"), {"input": given})["errors"]
    assert error["extensions"]["code"] == "WRONG_SCOPE"


def test_where_pages_are_reviewed_people_have_approved_exactly_this_version(page, publisher, boss):
    assert "Nobody has approved this version" in refusal(publisher, page)
    publisher.act("submitDraft", page)
    assert "being reviewed" in refusal(publisher, page)
    # An approval that doesn't publish at once: the bundle would, and the page is then taken out.
    bundle = factories.BundleFactory()
    item = BundlePage.objects.create(bundle=bundle, page=page, revision_id=page.latest_revision_id)
    fresh(page).current_workflow_state.current_task_state.approve(user=person("reviewer"))
    assert not fresh(page).live and "bundle" in refusal(publisher, page)
    items.take_out(item, boss)
    approved = fresh(page).latest_revision_id
    publisher.change(page, newsPage={"title": "Changed since"})
    assert "Nobody has approved this version" in refusal(publisher, page)
    assert refusal(publisher, page, approved).startswith("id: Nobody has approved")
    fresh(page).revisions.get(pk=approved).as_object().save_revision()
    assert "Nobody has approved this version" in refusal(publisher, page)


def test_an_approved_version_that_waits_is_published(page, publisher, boss):
    publisher.act("submitDraft", page)
    item = BundlePage.objects.create(bundle=factories.BundleFactory(), page=page, revision_id=page.latest_revision_id)
    fresh(page).current_workflow_state.current_task_state.approve(user=person("reviewer"))
    items.take_out(item, boss)
    assert publisher.act("publishDraft", page)["userErrors"] == [] and fresh(page).live


def test_what_a_person_has_scheduled_or_locked_is_left_alone(page, publisher, without_review):
    page.go_live_at = timezone.now() + datetime.timedelta(days=2)
    page.save_revision()
    assert "a date of its own" in refusal(publisher, fresh(page))
    page.go_live_at = None
    page.save_revision()
    NewsPage.objects.update(locked=True, locked_by=person("other"))
    assert "locked" in refusal(publisher, fresh(page))


def test_only_the_latest_version_if_it_is_complete(page, publisher, without_review):
    before = page.latest_revision_id
    publisher.change(page, newsPage={"summary": ""})
    assert errors_of(publisher.act("publishDraft", page, before)) == {("version", "CONFLICT")}
    assert refusal(publisher, page).startswith("version.summary: ")


def test_what_writing_help_stops_or_asks_about_stays_a_draft(tree, page, publisher, without_review):
    publisher.change(page, newsPage={"summary": "Ring Morag on 07700 900123."})
    assert "needs a reason before it is published" in refusal(publisher, page)
    WritingSettings.objects.update_or_create(site=tree.site, defaults={"blocking": ["exclamation"]})
    publisher.change(page, newsPage={"summary": "It is done!"})
    assert refusal(publisher, page).startswith("version.summary: ")
