"""The life of a page for each group: draft, preview, approval, publication, schedule, old revisions."""

import datetime

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, TaskState, get_page_models
from wagtail.test.utils.form_data import rich_text, streamfield

from cms.notifications.mail import send_due
from cms.pages.kinds import page_types
from programme.models import (
    CommitmentPage,
    Duty,
    MeetingPage,
    NewsPage,
    Topic,
    WorkStreamPage,
)
from tests import factories

from .forms import add_url, edit_url, field_errors, filled_in, rows, said, send

MAY_PUBLISH = ("moderator", "lead", "administrator")
EVERYBODY = ("editor", *MAY_PUBLISH)

NEWS = {"title": "Summit in Perth", "slug": "summit-in-perth", "summary": "Leaders met in Perth."}


@pytest.fixture
def news(tree):
    """A published item with a first and a second version."""
    page = factories.NewsFactory(parent=tree.news, title="First words")
    page.save_revision().publish()
    page = NewsPage.objects.get(pk=page.pk)
    page.title = "Second words"
    page.save_revision().publish()
    return NewsPage.objects.get(pk=page.pk)


@pytest.mark.parametrize("person", EVERYBODY)
def test_everybody_writes_a_draft(request, tree, person):
    client = request.getfixturevalue(person)
    response = send(client, add_url(NewsPage, tree.news), **NEWS)
    page = NewsPage.objects.get()
    assert response.url == edit_url(page)
    assert (page.title, page.live, page.owner) == ("Summit in Perth", False, client.user)


@pytest.mark.parametrize("person", EVERYBODY)
def test_everybody_changes_what_others_wrote(request, news, person):
    client = request.getfixturevalue(person)
    send(client, edit_url(news), title="Third words")
    news.refresh_from_db()
    assert news.title == "Second words", "a draft must not touch what is live"
    assert news.get_latest_revision_as_object().title == "Third words"


@pytest.mark.parametrize("person", EVERYBODY)
def test_everybody_previews_before_saving(request, tree, person):
    client = request.getfixturevalue(person)
    url = reverse("wagtailadmin_pages:preview_on_add", args=["programme", "newspage", tree.news.pk])
    body = streamfield([("rich_text", {"text": rich_text("<p>What was said there</p>")})])
    typed = filled_in(client, add_url(NewsPage, tree.news), **NEWS, body=body)
    assert client.post(url, typed).json() == {"is_valid": True, "is_available": True}
    preview = client.get(url)
    assert preview.status_code == 200
    assert "Summit in Perth" in preview.content.decode()
    assert "What was said there" in preview.content.decode()
    assert not NewsPage.objects.exists(), "a preview saves nothing"


@pytest.mark.parametrize("person", MAY_PUBLISH)
def test_who_may_publish_publishes(request, client, tree, person):
    response = send(request.getfixturevalue(person), add_url(NewsPage, tree.news), "publish", **NEWS)
    page = NewsPage.objects.get()
    assert page.live
    assert response.url == reverse("wagtailadmin_explore", args=[tree.news.pk])
    assert "Summit in Perth" in client.get("/news/summit-in-perth/").content.decode()


def test_an_editor_who_sends_the_publish_button_gets_a_draft(editor, tree, news):
    assert "action-publish" not in editor.get(add_url(NewsPage, tree.news)).content.decode()
    send(editor, add_url(NewsPage, tree.news), "publish", **NEWS)
    assert not NewsPage.objects.get(slug="summit-in-perth").live

    send(editor, edit_url(news), "publish", title="Third words")
    news.refresh_from_db()
    assert news.title == "Second words"


def test_an_editor_submits_and_a_programme_lead_approves(editor, lead, tree):
    send(editor, add_url(NewsPage, tree.news), "submit", **NEWS)
    page = NewsPage.objects.get()
    assert not page.live
    send_due(timezone.now())
    assert [message.to for message in mail.outbox] == [["lead@example.org"]]

    dashboard = lead.get(reverse("wagtailadmin_home")).content.decode()
    assert "Pages that wait for your review" in dashboard
    assert "Summit in Perth" in dashboard

    state = page.current_workflow_task_state
    approve = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    lead.post(approve, {"comment": "Good"})
    page.refresh_from_db()
    assert page.live
    assert TaskState.objects.get(pk=state.pk).status == TaskState.STATUS_APPROVED


def test_a_programme_lead_sends_back_with_a_comment(editor, lead, tree):
    send(editor, add_url(NewsPage, tree.news), "submit", **NEWS)
    page = NewsPage.objects.get()
    state = page.current_workflow_task_state
    reject = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "reject", state.pk])
    lead.post(reject, {"comment": "Where is the date?"})
    assert not NewsPage.objects.get().live
    assert TaskState.objects.get(pk=state.pk).comment == "Where is the date?"
    assert "requested changes: Where is the date?" in said(editor.get(edit_url(page)))

    send(editor, edit_url(page), "submit", title="Summit in Perth on 4 June")
    assert NewsPage.objects.get().current_workflow_task_state.status == TaskState.STATUS_IN_PROGRESS
    assert "requested changes" not in said(lead.get(edit_url(page)))


@pytest.mark.parametrize("person", ["editor", "moderator"])
def test_nobody_else_approves(request, editor, lead, tree, person):
    send(editor, add_url(NewsPage, tree.news), "submit", **NEWS)
    page = NewsPage.objects.get()
    client = request.getfixturevalue(person)
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", page.current_workflow_task_state.pk])
    client.post(url, {"comment": ""})
    page.refresh_from_db()
    assert not page.live
    assert page.current_workflow_task_state.status == TaskState.STATUS_IN_PROGRESS


def test_what_waits_for_approval_is_not_changed_by_others(editor, moderator, lead, tree):
    send(editor, add_url(NewsPage, tree.news), "submit", **NEWS)
    page = NewsPage.objects.get()
    response = send(moderator, edit_url(page), "publish", title="Third words", follow=True)
    assert "locked" in said(response)
    page.refresh_from_db()
    assert not page.live
    assert page.get_latest_revision_as_object().title == "Summit in Perth"


@pytest.mark.parametrize("person", MAY_PUBLISH)
def test_who_may_publish_schedules(request, client, tree, person):
    later = timezone.localtime() + datetime.timedelta(days=2)
    form = {**NEWS, "go_live_at": later.strftime("%Y-%m-%d %H:%M")}
    send(request.getfixturevalue(person), add_url(NewsPage, tree.news), "publish", **form)
    page = NewsPage.objects.get()
    assert not page.live
    assert page.scheduled_revision is not None
    assert client.get("/news/summit-in-perth/").status_code == 404

    # The day has come.
    page.revisions.update(approved_go_live_at=timezone.now() - datetime.timedelta(minutes=1))
    revision = page.latest_revision
    revision.content["go_live_at"] = None
    revision.save()
    call_command("publish_scheduled")
    assert client.get("/news/summit-in-perth/").status_code == 200


def test_an_editor_has_no_schedule_that_takes_effect(editor, tree):
    later = timezone.localtime() + datetime.timedelta(days=2)
    form = {**NEWS, "go_live_at": later.strftime("%Y-%m-%d %H:%M")}
    send(editor, add_url(NewsPage, tree.news), "publish", **form)
    assert NewsPage.objects.get().scheduled_revision is None


@pytest.mark.parametrize("person", MAY_PUBLISH)
def test_who_may_publish_takes_a_page_off_the_site(request, client, news, person):
    request.getfixturevalue(person).post(reverse("wagtailadmin_pages:unpublish", args=[news.pk]))
    news.refresh_from_db()
    assert not news.live
    assert client.get(f"/news/{news.slug}/").status_code == 404


def test_an_editor_does_not_take_a_page_off_the_site(editor, news):
    editor.post(reverse("wagtailadmin_pages:unpublish", args=[news.pk]))
    news.refresh_from_db()
    assert news.live


@pytest.mark.parametrize("person", EVERYBODY)
def test_an_old_revision_is_restored(request, news, person):
    client = request.getfixturevalue(person)
    first = news.revisions.order_by("pk").first()
    url = reverse("wagtailadmin_pages:revisions_revert", args=[news.pk, first.pk])
    form = client.get(url)
    assert form.context["form"]["title"].value() == "First words"
    assert "First words" in form.content.decode()

    action = "publish" if person in MAY_PUBLISH else ""
    response = send(client, url, action, revision=first.pk)
    assert response.status_code == 302
    news.refresh_from_db()
    assert news.get_latest_revision_as_object().title == "First words"
    assert news.title == ("First words" if person in MAY_PUBLISH else "Second words")


@pytest.mark.parametrize("person", MAY_PUBLISH)
def test_who_may_lock_locks_and_unlocks(request, news, person):
    client = request.getfixturevalue(person)
    client.post(reverse("wagtailadmin_pages:lock", args=[news.pk]))
    assert NewsPage.objects.get(pk=news.pk).locked
    client.post(reverse("wagtailadmin_pages:unlock", args=[news.pk]))
    assert not NewsPage.objects.get(pk=news.pk).locked


def test_an_editor_neither_locks_nor_sets_privacy_nor_deletes_what_is_live(editor, news):
    editor.post(reverse("wagtailadmin_pages:lock", args=[news.pk]))
    editor.post(reverse("wagtailadmin_pages:set_privacy", args=[news.pk]), {"restriction_type": "login"})
    editor.post(reverse("wagtailadmin_pages:delete", args=[news.pk]))
    news.refresh_from_db()
    assert not news.locked
    assert not news.view_restrictions.exists()


@pytest.mark.parametrize(("person", "gone"), [("moderator", False), ("lead", True)])
def test_a_page_goes_with_what_stands_under_it_only_by_a_programme_lead(request, stream, person, gone):
    factories.NewsFactory(parent=stream)
    request.getfixturevalue(person).post(reverse("wagtailadmin_pages:delete", args=[stream.pk]))
    assert WorkStreamPage.objects.filter(pk=stream.pk).exists() is not gone


@pytest.mark.parametrize("target", ["stream", "index"])
def test_what_is_in_use_is_not_deleted_and_the_message_says_by_what(lead, tree, stream, target):
    profile = factories.TeamProfileFactory(parent=tree.team, title="Jo Bloggs")
    Duty.objects.create(page=profile, kind="leads", work_stream=stream)
    page = {"stream": stream, "index": tree.streams}[target]
    response = lead.get(reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True)
    assert "Still in use by “Jo Bloggs: Leads”" in said(response)
    lead.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    lead.post(reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"]) + f"?id={page.pk}")
    assert Page.objects.filter(pk=page.pk).exists()


def test_a_stream_goes_together_with_its_commitments(lead, stream):
    factories.CommitmentFactory(parent=stream, number=4)
    lead.post(reverse("wagtailadmin_pages:delete", args=[stream.pk]))
    assert not WorkStreamPage.objects.filter(pk=stream.pk).exists()
    assert not CommitmentPage.objects.exists()


@pytest.mark.parametrize("action", ["", "publish"])
def test_news_under_a_work_stream_belongs_to_it(lead, stream, other_stream, action):
    send(lead, add_url(NewsPage, stream), action, **NEWS, work_streams=other_stream.pk)
    page = NewsPage.objects.get()
    assert set(page.work_streams.all()) == {stream, other_stream}
    assert set(page.get_latest_revision_as_object().work_streams.all()) == {stream, other_stream}


def test_progress_is_recorded_and_read_on_the_public_page(lead, client, stream):
    commitment = factories.CommitmentFactory(parent=stream, number=3)
    entry = {"date": "2018-01-25", "status": "complete", "note": "The guidance is out."}
    response = send(lead, edit_url(commitment), "publish", progress_entries=rows(entry))
    assert response.status_code == 302
    assert [str(entry) for entry in CommitmentPage.objects.get().progress_entries.all()] == ["2018-01-25: Complete"]
    assert "The guidance is out." in client.get(commitment.url).content.decode()


def test_a_meeting_is_added_ahead_and_completed_afterwards(lead, tree):
    group = factories.GroupFactory(parent=tree.groups)
    form = {"title": "22 June 2017", "slug": "2017-06-22", "date": "2017-06-22", "state": "planned"}
    assert send(lead, add_url(MeetingPage, group), "publish", **form).status_code == 302
    meeting = MeetingPage.objects.get()
    assert meeting.group == group

    minutes = streamfield([("rich_text", {"text": rich_text("<p>Agreed.</p>")})])
    attendance = rows({"kind": "chair", "name": "Ann Example"})
    send(lead, edit_url(meeting), "publish", state="agreed", minutes=minutes, attendance=attendance)
    meeting = MeetingPage.objects.get()
    assert meeting.has_minutes
    assert [person.name for person in meeting.attendance.all()] == ["Ann Example"]


def test_a_draft_may_be_unfinished(editor, stream):
    """Wagtail saves while the editor types, when required fields may still be missing."""
    unfinished = {"title": "Action 9", "slug": "action-9", "kind": "action", "number": "9"}
    entry = {"date": "2018-01-25", "status": "", "note": ""}
    response = send(editor, add_url(CommitmentPage, stream), **unfinished, progress_entries=rows(entry))
    assert response.status_code == 302, field_errors(response)
    page = CommitmentPage.objects.get()
    assert (page.work_stream, page.live) == (stream, False)

    response = send(editor, edit_url(page), "submit")
    assert set(field_errors(response)) == {"progress_entries-0-status", "progress_entries-0-note"}


def test_terms_are_written_by_an_editor_and_published_by_a_moderator(editor, moderator):
    add = reverse("wagtailsnippets_programme_topic:add")
    editor.post(add, {"name": "Neglect", "slug": "neglect", "action-publish": "1"})
    topic = Topic.objects.get()
    assert not topic.live

    edit = reverse("wagtailsnippets_programme_topic:edit", args=[topic.pk])
    moderator.post(edit, {"name": "Neglect", "slug": "neglect", "action-publish": "1"})
    topic.refresh_from_db()
    assert topic.live

    editor.post(reverse("wagtailsnippets_programme_topic:delete", args=[topic.pk]))
    assert Topic.objects.exists()
    moderator.post(reverse("wagtailsnippets_programme_topic:delete", args=[topic.pk]))
    assert not Topic.objects.exists()


def test_every_form_opens(administrator, tree):
    missing = [page_type for page_type in get_page_models() if not page_type.objects.exists()]
    assert len(missing) > len(page_types)
    for page_type in missing:
        parent = factories.place_for(page_type)
        assert administrator.get(add_url(page_type, parent)).status_code == 200, page_type
        factories.page_of(page_type)
    for page in Page.objects.filter(depth__gt=1):
        assert administrator.get(edit_url(page)).status_code == 200, page
