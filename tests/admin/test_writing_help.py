"""Writing help beside the form, blocked publications, and the report."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.admin.menu import reports_menu
from wagtail.models import PageLogEntry, Workflow

from cms.editing.workflows import NOT_PUBLISHED
from cms.models import Writing, WritingSettings
from cms.quality.records import look_at_revisions
from programme.models import NewsPage
from tests import factories

from .conftest import sign_in
from .forms import add_url, edit_url, field_errors, filled_in, said, send
from .test_dashboard import labels

REPORT = reverse("writing_report")
SKIPPED = [{"type": "heading", "value": {"text": "Part", "level": "h3"}, "id": "11111111-1111-4111-8111-111111111111"}]


def form_body(*blocks) -> dict:
    body = {"body-count": str(len(blocks))}
    for number, (kind, values) in enumerate(blocks):
        body |= {f"body-{number}-type": kind, f"body-{number}-order": str(number), f"body-{number}-deleted": ""}
        body |= {f"body-{number}-id": "", **{f"body-{number}-value-{name}": value for name, value in values.items()}}
    return body


HEADING = form_body(("heading", {"text": "Part", "level": "h3"}))


@pytest.fixture
def news(tree):
    return draft(tree)


def draft(tree, **values):
    page = factories.NewsFactory(parent=tree.news, live=False, **{"body": SKIPPED} | values)
    page.save_revision()
    return page


def is_live(page) -> bool:
    return NewsPage.objects.get(pk=page.pk).live


# Beside the form


def test_the_form_has_figures_and_findings(moderator, news):
    html = moderator.get(edit_url(news)).content.decode()
    assert "Writing help" in html
    assert "there is no section above it" in html
    assert f'data-writing-show="{SKIPPED[0]["id"]}"' in html


def test_a_new_page_has_it_too(editor, tree):
    html = editor.get(add_url(NewsPage, tree.news)).content.decode()
    assert reverse("writing_help_with_new", args=["programme", "newspage", tree.news.pk]) in html
    assert "Nothing is written yet." in html


def test_what_is_typed_is_looked_at_and_not_saved(editor, news):
    data = filled_in(editor, edit_url(news), summary="Loud!") | HEADING
    html = editor.post(reverse("writing_help", args=[news.pk]), data).json()["html"]
    assert "exclamation mark" in html
    assert NewsPage.objects.get(pk=news.pk).get_latest_revision_as_object().summary != "Loud!"


def test_what_is_typed_into_a_new_page_is_looked_at(editor, tree):
    data = filled_in(editor, add_url(NewsPage, tree.news), title="New", summary="Loud!")
    address = reverse("writing_help_with_new", args=["programme", "newspage", tree.news.pk])
    assert "exclamation mark" in editor.post(address, data).json()["html"]
    assert not NewsPage.objects.exists()


def test_what_is_no_page_is_not_found(editor, tree):
    address = reverse("writing_help_with_new", args=["programme", "organisation", tree.news.pk])
    assert editor.post(address).status_code == 404


def test_a_form_that_can_not_be_read_is_said_so(editor, news):
    data = filled_in(editor, edit_url(news), date="never")
    assert "can’t be read" in editor.post(reverse("writing_help", args=[news.pk]), data).json()["html"]


def test_only_those_who_may_edit_are_helped(roles, news):
    response = sign_in("visitor").post(reverse("writing_help", args=[news.pk]))
    assert response.status_code == 302
    assert sign_in("reader").get(REPORT).status_code == 302


# Blocked publications


def test_a_draft_is_always_saved(moderator, news):
    send(moderator, edit_url(news), summary="Saved.", **HEADING)
    assert NewsPage.objects.get(pk=news.pk).get_latest_revision_as_object().summary == "Saved."


@pytest.mark.parametrize("action", ["publish", "submit"])
def test_a_publication_or_submission_is_stopped_at_the_block_and_nothing_typed_is_lost(moderator, news, action):
    response = send(moderator, edit_url(news), action, title="Typed", **HEADING)
    assert "body" in field_errors(response)
    html = response.content.decode()
    assert "there is no section above it" in html
    assert 'value="Typed"' in html
    assert not is_live(news)


def test_a_publication_for_a_later_day_is_stopped_too(moderator, news):
    response = send(moderator, edit_url(news), "publish", go_live_at="2099-01-01 09:00", **HEADING)
    assert "body" in field_errors(response)


def test_a_picture_without_words_is_named_at_its_field(moderator, tree):
    image = factories.ImageFactory()
    type(image).objects.filter(pk=image.pk).update(description="")
    page = draft(tree, body=[], image=image)
    response = send(moderator, edit_url(page), "publish")
    assert "no alternative text" in field_errors(response)["image"][0]


def test_what_the_settings_do_not_name_stops_nothing(moderator, tree, news):
    WritingSettings.objects.create(site=tree.site, blocking=["capitals"])
    send(moderator, edit_url(news), "publish", reason_to_publish="It is a draft of theirs.", **HEADING)
    assert is_live(news)


def test_the_settings_are_for_leads(lead, editor, tree):
    address = reverse("wagtailsettings:edit", args=["cms", "writingsettings", tree.site.pk])
    assert lead.post(address, {"blocking": ["capitals", "alt_missing"]}).status_code == 302
    assert WritingSettings.for_site(tree.site).blocking == ["capitals", "alt_missing"]
    assert editor.post(address, {"blocking": []}).status_code == 302
    assert WritingSettings.objects.get(site=tree.site).blocking == ["capitals", "alt_missing"]


def test_many_pages_are_published_together_or_not_at_all(moderator, tree, news):
    good = draft(tree, body=[])
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = moderator.post(f"{address}?next=/admin/&id={news.pk}&id={good.pk}", {}, follow=True)
    assert "Nothing was published" in said(response)
    assert not is_live(good)


def test_drafts_below_count_when_they_are_published_along(moderator, tree, news):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    data = {"include_descendants": "on"}
    response = moderator.post(f"{address}?next=/admin/&id={tree.news.pk}", data, follow=True)
    assert "Nothing was published" in said(response)


def in_workflow(news, client):
    workflow = Workflow.objects.get(active=True)
    return workflow.start(news, client.user).current_task_state


def test_an_approval_without_the_form_is_stopped(lead, editor, news):
    state = in_workflow(news, editor)
    address = reverse("wagtailadmin_pages:workflow_action", args=[news.pk, "approve", state.pk])
    response = lead.post(address, {"comment": ""}, follow=True)
    assert "can’t be published yet" in said(response)
    assert not is_live(news)
    state.refresh_from_db()
    assert state.status == "in_progress"


def test_a_draft_can_be_sent_back(lead, editor, news):
    state = in_workflow(news, editor)
    address = reverse("wagtailadmin_pages:workflow_action", args=[news.pk, "reject", state.pk])
    lead.post(address, {"comment": "Look at the headings."})
    state.refresh_from_db()
    assert state.status == "rejected"


def test_an_approval_by_another_way_leaves_a_draft_and_says_so_in_the_history(lead, editor, news):
    state = in_workflow(news, editor)
    state.approve(user=lead.user)
    assert not is_live(news)
    entry = PageLogEntry.objects.get(action=NOT_PUBLISHED)
    assert "no section" in entry.formatter.format_message(entry)


# Kept assessments


def test_each_revision_has_its_own(news):
    news.body = []
    news.save_revision()
    rows = Writing.objects.filter(revision__object_id=str(news.pk)).order_by("pk")
    assert [row.errors for row in rows] == [1, 0]
    news.revisions.all().delete()
    assert not Writing.objects.filter(revision__object_id=str(news.pk)).exists()


def test_a_revision_that_is_saved_over_is_judged_anew(editor, news):
    revision = news.latest_revision
    revision.user = editor.user
    revision.save()
    news.body = []
    news.save_revision(user=editor.user, overwrite_revision=revision)
    assert Writing.objects.get(revision=revision).errors == 0


def test_a_page_that_can_not_be_judged_is_saved(news, monkeypatch, caplog):
    monkeypatch.setattr("cms.quality.records.judge_page", lambda page: 1 / 0)
    revision = news.save_revision()
    assert not Writing.objects.filter(revision=revision).exists()
    while look_at_revisions(lambda: False):
        pass
    assert Writing.objects.get(revision=revision).words == 0


# The report


def test_the_report_begins_with_the_worst_and_can_be_narrowed(editor, tree, news):
    draft(tree, body=[], title="Good", summary="Fine.")
    rows = editor.get(REPORT).context["object_list"]
    assert rows[0].pk == news.pk
    assert [page.pk for page in editor.get(REPORT, {"found": "heading_skipped"}).context["object_list"]] == [news.pk]
    assert list(editor.get(REPORT, {"found": "capitals"}).context["object_list"]) == []
    assert editor.get(REPORT, {"ordering": "-words"}).status_code == 200


def test_the_report_is_exported(editor, tree, news):
    NewsPage.objects.filter(pk=news.pk).update(title="=1+1")
    text = editor.get(REPORT, {"export": "csv"}).getvalue().decode()
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0][:4] == ["Title", "Path", "Published", "Reading age"]
    assert rows[1][0] == "'=1+1"


def test_the_report_costs_the_same_for_many_pages(editor, tree):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert editor.get(REPORT).status_code == 200
        return len(queries)

    draft(tree)
    cost()
    few = cost()
    for _ in range(20):
        draft(tree)
    cost()  # facts of the period are read once after a change
    assert cost() == few == 16  # one is the content's token, for sites, words and the hub's name


def test_the_report_is_in_the_menu(editor):
    request = editor.get(REPORT).wsgi_request
    assert "Writing" in labels(reports_menu.menu_items_for_request(request))
