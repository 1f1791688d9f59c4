"""What programs do with drafts as they are: submit, move, copy, comment. Publication has tests of its own."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Comment, Page, PageLogEntry, PageSubscription, Workflow, WorkflowState

from cms.graphql.ids import id_of
from cms.models import Notification, WrittenVersion
from home.models import StandardPage
from programme.models import NewsPage
from tests import factories
from tests.drafts.programs import errors_of
from tests.graphql.editors import person

pytestmark = pytest.mark.django_db
SOURCE = {"title": "Minutes", "address": "https://example.org/minutes"}


def fresh(page):
    return type(page).objects.get(pk=page.pk)


@pytest.fixture
def page(tree):
    """News that is only a draft."""
    page = factories.NewsFactory(parent=tree.news, title="There", slug="there", live=False, first_published_at=None)
    page.save_revision()
    return fresh(page)


@pytest.fixture
def about(tree):
    """A page that may be below others of its type."""
    page = factories.StandardPageFactory(
        parent=tree.home, title="About", slug="about", live=False, first_published_at=None
    )
    page.save_revision()
    return fresh(page)


@pytest.fixture
def section(tree):
    """A public page that others may be below."""
    return factories.StandardPageFactory(parent=tree.home, title="Section", slug="section")


def entry(page, action):
    return PageLogEntry.objects.get(page=page.pk, action=action)


# Review


def test_a_draft_is_submitted_once(page, program, lead):
    asked = {"comment": "Please look at the date.", "agent": "Scribe", "idempotencyKey": "one"}
    submitted = program.act("submitDraft", page, **asked)
    assert submitted["userErrors"] == [] and submitted["draft"]["version"]["id"] == str(page.latest_revision_id)
    state = fresh(page).current_workflow_state
    assert (state.status, state.requested_by) == (WorkflowState.STATUS_IN_PROGRESS, lead)
    assert state.current_task_state.revision_id == page.latest_revision_id and not fresh(page).live
    said = "Submitted for review by Scribe, with the token “Minutes”: Please look at the date."
    assert entry(page, "cms.draft.submitted").message == said
    assert program.act("submitDraft", page, **asked)["isRepeated"]
    assert errors_of(program.act("submitDraft", page)) == {("id", "INVALID")}
    assert fresh(page).workflow_states.count() == 1


def test_after_changes_were_requested_the_review_goes_on(page, program):
    program.act("submitDraft", page)
    state = fresh(page).current_workflow_state
    state.current_task_state.reject(user=person("reviewer"))
    assert program.change(page, newsPage={"title": "Mended"})["userErrors"] == []
    assert program.act("submitDraft", page)["userErrors"] == []
    state.refresh_from_db()
    assert state.status == WorkflowState.STATUS_IN_PROGRESS and fresh(page).workflow_states.count() == 1


def test_what_the_admin_would_not_submit_is_refused(tree, page, program):
    program.change(page, newsPage={"summary": ""})
    assert ("version.summary", "REQUIRED") in errors_of(program.act("submitDraft", page))
    public = factories.NewsFactory(parent=tree.news, title="Public")
    public.save_revision().publish()
    assert errors_of(program.act("submitDraft", public)) == {("version", "INVALID")}
    assert errors_of(program.act("submitDraft", page, "0")) == {("version", "CONFLICT")}
    assert not WorkflowState.objects.exists()


def test_a_workflow_that_would_publish_at_once_is_not_started(page, program):
    workflow = page.get_workflow()
    workflow.workflow_tasks.all().delete()
    (error,) = program.act("submitDraft", page)["userErrors"]
    assert "Nobody would review the page" in error["message"]
    assert not fresh(page).live and not WorkflowState.objects.exists()
    Workflow.objects.update(active=False)
    (error,) = program.act("submitDraft", page)["userErrors"]
    assert "Pages have no review here" in error["message"]


def test_a_trial_of_each_changes_nothing(tree, page, about, program, section):
    before = list(Page.objects.order_by("pk").values()), PageLogEntry.objects.count()
    assert program.act("submitDraft", page, dryRun=True)["userErrors"] == []
    assert program.act("movePage", about, parent=id_of(section), dryRun=True)["userErrors"] == []
    copy = {"id": id_of(page), "parent": id_of(tree.news), "title": "Copy", "dryRun": True}
    assert program.send("copyPage", copy)["draft"]["version"] is None
    assert program.act("commentOnDraft", page, field="title", text="Hm.", dryRun=True)["userErrors"] == []
    assert (list(Page.objects.order_by("pk").values()), PageLogEntry.objects.count()) == before
    assert not Comment.objects.exists() and not WorkflowState.objects.exists()


# Place


def test_a_page_that_was_never_public_is_moved(tree, about, program, django_capture_on_commit_callbacks, section):
    Redirect.add_redirect("/about", redirect_to=tree.news, is_permanent=True)
    with django_capture_on_commit_callbacks(execute=True):
        moved = program.act("movePage", about, parent=id_of(section), agent="Scribe")
    assert moved["userErrors"] == [] and moved["draft"]["page"]["title"] == "About"
    assert fresh(about).get_parent().pk == section.pk
    assert entry(about, "cms.draft.moved").message == "Moved by Scribe, with the token “Minutes”"
    assert [one.redirect_page_id for one in Redirect.objects.all()] == [tree.news.pk]


def test_positions_never_push_a_public_page_aside(tree, page, program):
    public = Page.objects.get(pk=factories.NewsFactory(parent=tree.news, title="Public").pk)
    last = factories.NewsFactory(parent=tree.news, title="Last", live=False, first_published_at=None)
    assert errors_of(program.act("movePage", last, parent=id_of(tree.news), position=0)) == {
        ("position", "NOT_PERMITTED")
    }
    behind = factories.NewsFactory(parent=tree.news, title="Behind", live=False, first_published_at=None)
    assert program.act("movePage", behind, parent=id_of(tree.news), position=2)["userErrors"] == []
    order = list(fresh(tree.news).get_children().values_list("title", flat=True))
    assert order == ["There", "Public", "Behind", "Last"]
    assert Page.objects.get(pk=public.pk).path == public.path
    assert errors_of(program.act("movePage", behind, parent=id_of(tree.news), position=-1)) == {("position", "INVALID")}


def test_what_people_have_to_do_with_is_theirs_to_move(tree, about, program, lead, section):
    def refusal() -> str:
        before = list(Page.objects.order_by("pk").values_list("path", "url_path"))
        (error,) = program.act("movePage", about, parent=id_of(section))["userErrors"]
        assert list(Page.objects.order_by("pk").values_list("path", "url_path")) == before
        assert error["field"] == ["id"] and "People move it in the admin." in error["message"]
        return error["message"]

    below = factories.StandardPageFactory(parent=about, title="Below")
    assert "below it" in refusal()
    below.delete()
    program.act("submitDraft", about)
    assert "reviewed" in refusal()
    fresh(about).current_workflow_state.cancel(user=lead)
    fresh(about).latest_revision.publish(user=lead)
    assert "public" in refusal()
    fresh(about).unpublish()
    assert "public" in refusal()


def test_a_scheduled_page_goes_live_as_it_was_approved(page, program, lead):
    page.go_live_at = timezone.now() + datetime.timedelta(days=1)
    page.save_revision().publish(user=lead)
    approved = fresh(page).scheduled_revision
    assert approved and errors_of(program.change(page, newsPage={"title": "Another"})) == {("id", "LOCKED")}
    assert errors_of(program.act("submitDraft", page)) == {("id", "LOCKED")}
    assert errors_of(program.act("movePage", page, parent=id_of(page.get_parent()))) == {("id", "LOCKED")}
    assert fresh(page).scheduled_revision == approved == fresh(page).latest_revision


def test_a_page_in_a_bundle_stays_where_it_is(tree, about, program, lead, section):
    from bundles.publishing import items

    items.put_in(factories.BundleFactory(name="Launch", site=tree.site), about, lead)
    (error,) = program.act("movePage", about, parent=id_of(section))["userErrors"]
    assert error["code"] == "NOT_PERMITTED" and "Launch" in error["message"]


def test_a_page_is_moved_only_where_it_may_be(tree, about, program, section):
    factories.StandardPageFactory(parent=section, title="Other", slug="about")
    assert errors_of(program.act("movePage", about, parent=id_of(section))) == {("parent", "NOT_OFFERED")}
    assert errors_of(program.act("movePage", about, parent=id_of(tree.news))) == {("parent", "NOT_OFFERED")}
    assert errors_of(program.act("movePage", about, parent=id_of(about))) == {("parent", "NOT_OFFERED")}
    assert errors_of(program.act("movePage", about, parent="nonsense")) == {("parent", "INVALID")}


def test_a_copy_is_a_draft_of_its_own(tree, program, lead):
    public = factories.StandardPageFactory(parent=tree.home, title="About", slug="about")
    public.save_revision().publish()
    factories.StandardPageFactory(parent=public, title="Below")
    asked = {"id": id_of(public), "parent": id_of(tree.home), "title": "About us", "idempotencyKey": "one"}
    copied = program.send("copyPage", asked)
    assert copied["userErrors"] == [] and copied["draft"]["page"]["title"] == "About us"
    copy = StandardPage.objects.get(slug="about-us")
    assert (copy.live, copy.first_published_at, copy.numchild, copy.owner) == (False, None, 0, lead)
    assert copied["draft"]["version"]["id"] == str(copy.latest_revision_id)
    assert WrittenVersion.objects.get().revision_id == copy.latest_revision_id
    assert entry(copy, "cms.draft.copied").user == lead
    assert program.send("copyPage", asked)["isRepeated"]
    again = program.send("copyPage", asked | {"idempotencyKey": "two"})
    assert again["userErrors"] == [] and StandardPage.objects.filter(slug="about-us-2").exists()


def test_a_copy_has_one_version_and_costs_the_same_whatever_the_pages_history(tree, page, program):
    counts = []
    for number, versions in enumerate((0, 1, 12)):
        for place in range(versions):
            program.change(page, newsPage={"summary": f"Version {number}, {place}.", "sources": [SOURCE]})
        asked = {"id": id_of(page), "parent": id_of(tree.news), "title": f"Copy {number}"}
        with CaptureQueriesContext(connection) as found:
            assert program.send("copyPage", asked)["userErrors"] == []
        counts.append(len(found))
    copy = NewsPage.objects.get(slug="copy-2")
    assert counts[1] == counts[2], counts
    assert copy.revisions.count() == 1 and copy.latest_revision.content["summary"] == "Version 2, 11."
    assert [one.title for one in copy.get_latest_revision_as_object().sources.all()] == ["Minutes"]
    assert copy.latest_revision.content["sources"][0]["page"] == copy.pk


def test_what_the_form_for_copies_refuses_is_refused(tree, page, program):
    def errors(**given):
        return errors_of(
            program.send("copyPage", {"id": id_of(page), "parent": id_of(tree.news), "title": "A"} | given)
        )

    assert errors(title="") >= {("title", "REQUIRED")}
    assert errors(title="x" * 256) == {("title", "TOO_LONG")}
    assert errors(slug="there") == {("slug", "INVALID")}
    assert errors(slug="not a slug") == {("slug", "INVALID")}
    assert errors(parent=id_of(tree.home)) == {("parent", "INVALID")}
    assert errors(id=id_of(tree.home)) == {("parent", "INVALID")}
    assert NewsPage.objects.count() == 1


# Cost


@pytest.mark.parametrize("action", ["submitDraft", "movePage", "commentOnDraft"])
def test_a_large_page_among_many_costs_no_more_statements(action, tree, program):
    given = {
        "submitDraft": {},
        "movePage": {"parent": id_of(tree.news)},
        "commentOnDraft": {"field": "title", "text": "Hm."},
    }[action]
    counts = []
    for number in (1, 1, 12):  # the first time settings are made that are kept
        for _ in range(number):
            factories.NewsFactory(parent=tree.news, live=False, first_published_at=None)
        body = [{"richText": {"text": {"markdown": f"Paragraph {place}."}}} for place in range(number)]
        page = NewsPage.objects.filter(live=False).latest("pk")
        program.change(page, newsPage={"body": body})
        with CaptureQueriesContext(connection) as found:
            assert program.act(action, fresh(page), **given)["userErrors"] == []
        counts.append(len(found))
    assert counts[1] == counts[2], counts


# Comments


def test_a_comment_is_the_persons_and_says_who_wrote_it(page, program, lead, client):
    follower = person("follower")
    follower.is_superuser = follower.is_staff = True
    follower.save()
    PageSubscription.objects.create(page=page, user=follower, comment_notifications=True)
    asked = {"field": "summary", "text": "Say who agreed.", "agent": "Scribe", "idempotencyKey": "one"}
    written = program.act("commentOnDraft", page, **asked)
    words = "Say who agreed.\n\n– Written by Scribe, with the token “Minutes”"
    assert written["comment"] == {"field": ["summary"], "text": words}
    comment = Comment.objects.get()
    assert (comment.user, comment.contentpath, comment.text, comment.position) == (lead, "summary", words, "")
    assert comment.revision_created_id == page.latest_revision_id
    assert [one.user for one in Notification.objects.all()] == [follower]
    assert entry(page, "cms.draft.commented").user == lead
    assert program.act("commentOnDraft", page, **asked)["isRepeated"] and Comment.objects.count() == 1
    client.force_login(lead)
    shown = client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert "Say who agreed." in shown
    # Changes by programs leave it as it is.
    assert program.change(page, newsPage={"title": "Changed"})["userErrors"] == []
    assert Comment.objects.get().text == words


def test_a_comment_is_at_a_part_that_the_editor_shows_one_at(page, program):
    body = [{"heading": {"text": "What was agreed", "level": "h2"}}, {"richText": {"text": {"markdown": "All of it."}}}]
    program.change(page, newsPage={"body": body})
    heading, text = (block["id"] for block in fresh(page).get_latest_revision_as_object().body.raw_data)

    def at(*field):
        return program.act("commentOnDraft", page, field=list(field), text="Hm.")

    assert at("body", heading)["comment"]["field"] == ["body", heading, "text"]
    assert at("body", heading, "level")["comment"]["field"] == ["body", heading, "level"]
    assert at("body", text)["comment"]["field"] == ["body", text, "text"]
    assert set(Comment.objects.values_list("contentpath", flat=True)) == {
        f"body.{heading}.text",
        f"body.{heading}.level",
        f"body.{text}.text",
    }
    for wrong in ([], ["body"], ["body", "nonsense"], ["body", heading, "nonsense"], ["nonsense"], ["title", "text"]):
        assert errors_of(at(*wrong)) == {("field", "NOT_OFFERED")}, wrong
    for withheld in ("goLiveAt", "owner", "latestRevision", "comments"):
        assert errors_of(at(withheld)) == {("field", "NOT_OFFERED")}


def test_a_comment_has_words_but_not_too_many(page, program):
    assert errors_of(program.act("commentOnDraft", page, field="title", text=" ")) == {("text", "REQUIRED")}
    assert errors_of(program.act("commentOnDraft", page, field="title", text="x" * 5001)) == {("text", "TOO_LONG")}
    assert errors_of(program.act("commentOnDraft", page, "0", field="title", text="Hm.")) == {("version", "CONFLICT")}
    assert not Comment.objects.exists()
