"""Notes about changes: requested in the form, kept with the draft, recorded once, then cleared."""

import datetime

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.models import Page

from cms.models import Change
from programme.models import NewsPage
from tests import factories

from .forms import add_url, edit_url, filled_in, send

NEWS = {"title": "Summit in Perth", "slug": "summit-in-perth", "summary": "Leaders met in Perth."}
NOTE = {"change_note": "Says who came", "change_significance": "major"}


@pytest.fixture
def news(tree):
    """A page that was published once."""
    page = factories.NewsFactory(parent=tree.news, title="Summit", slug="summit", live=False)
    page.save_revision().publish()
    return NewsPage.objects.get()


def recorded() -> list[tuple[str, str, str]]:
    """Return the changes recorded after the first publication, oldest first."""
    return list(Change.objects.order_by("pk").values_list("kind", "significance", "note"))[1:]


def asked(client, url) -> tuple[str, str]:
    """Return the significance proposed by the form at the address."""
    form = client.get(url).context["form"]
    return form["change_significance"].value(), form["change_note"].value()


def test_the_form_proposes_major_for_the_first_publication_and_minor_later(lead, tree, news):
    assert asked(lead, add_url(NewsPage, tree.news)) == ("major", "")
    assert asked(lead, edit_url(news)) == ("minor", "")
    offered = lead.get(edit_url(news)).context["form"].fields["change_significance"].choices
    assert [value for value, _ in offered] == ["major", "minor"]


def test_the_first_publication_is_recorded_with_its_note(lead, tree):
    send(lead, add_url(NewsPage, tree.news), "publish", **NEWS, change_note="It begins")
    assert list(Change.objects.values_list("kind", "significance", "note")) == [("published", "major", "It begins")]


def test_a_note_is_recorded_and_the_next_form_is_empty(lead, news):
    send(lead, edit_url(news), "publish", **NOTE)
    assert recorded() == [("changed", "major", "Says who came")]
    assert asked(lead, edit_url(news)) == ("minor", "")
    send(lead, edit_url(news), "publish")
    assert recorded()[1:] == [("changed", "minor", "")]


def test_a_draft_keeps_its_note_until_somebody_publishes_it(editor, lead, news):
    send(editor, edit_url(news), **NOTE)
    assert recorded() == []
    assert asked(lead, edit_url(news)) == ("major", "Says who came")
    send(lead, edit_url(news), "publish")
    assert recorded() == [("changed", "major", "Says who came")]


def test_an_approval_records_what_the_editor_wrote(editor, lead, news):
    send(editor, edit_url(news), "submit", **NOTE)
    state = NewsPage.objects.get().current_workflow_task_state
    lead.post(reverse("wagtailadmin_pages:workflow_action", args=[news.pk, "approve", state.pk]), {"comment": ""})
    assert recorded() == [("changed", "major", "Says who came")]
    assert asked(editor, edit_url(news)) == ("minor", "")


def test_a_schedule_records_it_on_its_day(lead, news):
    moment = timezone.localtime() + datetime.timedelta(days=2)
    send(lead, edit_url(news), "publish", go_live_at=moment.strftime("%Y-%m-%d %H:%M"), **NOTE)
    assert recorded() == []
    revision = NewsPage.objects.get().scheduled_revision
    revision.approved_go_live_at = timezone.now() - datetime.timedelta(minutes=1)
    revision.content["go_live_at"] = None
    revision.save()
    call_command("publish_scheduled")
    assert recorded() == [("changed", "major", "Says who came")]
    assert asked(lead, edit_url(news)) == ("minor", "")


def test_publishing_many_at_once_records_each_note(editor, lead, news):
    send(editor, edit_url(news), **NOTE)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={news.pk}"
    lead.post(url)
    assert recorded() == [("changed", "major", "Says who came")]


def test_an_old_revision_brings_no_old_note_back(editor, lead, news):
    send(editor, edit_url(news), title="Never published", change_note="Of a draft")
    send(lead, edit_url(news), "publish", title="Published", **NOTE)
    send(lead, edit_url(news), "publish", title="Now")
    for revision in news.revisions.all():
        url = reverse("wagtailadmin_pages:revisions_revert", args=[news.pk, revision.pk])
        assert asked(lead, url) == ("minor", ""), revision.content["title"]
    first = news.revisions.order_by("pk").first()
    send(lead, reverse("wagtailadmin_pages:revisions_revert", args=[news.pk, first.pk]), "publish", revision=first.pk)
    assert recorded() == [("changed", "major", "Says who came"), ("changed", "minor", ""), ("changed", "minor", "")]


def test_a_draft_on_top_of_what_is_approved_keeps_only_a_note_of_its_own(news):
    for first, second, kept in (("Same", "Same", ""), ("One", "Another", "Another")):
        page = NewsPage.objects.get()
        page.change_note = first
        approved = page.save_revision()
        page.change_note = second
        page.save_revision()
        approved.publish()
        assert NewsPage.objects.get().get_latest_revision_as_object().change_note == kept
        NewsPage.objects.get().get_latest_revision().publish()


def test_a_copy_has_no_note_and_is_told_as_a_page_of_its_own(editor, lead, tree, news):
    send(editor, edit_url(news), **NOTE)
    form = {
        "new_title": "Copy",
        "new_slug": "copy",
        "new_parent_page": tree.news.pk,
        "publish_copies": "on",
        "copy_subpages": "",
        "alias": "",
    }
    lead.post(reverse("wagtailadmin_pages:copy", args=[news.pk]), form)
    copy = NewsPage.objects.get(slug="copy")
    assert recorded() == [("published", "major", "")]
    assert copy.get_latest_revision_as_object().change_note == ""
    assert NewsPage.objects.get(pk=news.pk).get_latest_revision_as_object().change_note == "Says who came"


def test_an_alias_changes_with_its_page(tree, news, lead):
    alias = CreatePageAliasAction(news, parent=tree.news, update_slug="alias").execute()
    assert recorded() == [("published", "major", "")]
    send(lead, edit_url(news), "publish", **NOTE)
    changes = Change.objects.filter(kind="changed").values_list("page_id", "significance", "note")
    assert set(changes) == {(news.pk, "major", "Says who came"), (alias.pk, "major", "Says who came")}
    assert NewsPage.objects.get(pk=alias.pk).change_note == ""


def test_a_note_is_one_line_of_at_most_200_characters(lead, news):
    form = lead.post(edit_url(news), filled_in(lead, edit_url(news), change_note="x" * 201)).context["form"]
    assert form["change_note"].errors


def test_the_page_shows_the_last_note_with_its_date(client, lead, news):
    send(lead, edit_url(news), "publish", **NOTE)
    send(lead, edit_url(news), "publish")
    html = client.get(news.url).content.decode()
    assert "Says who came" in html
    Page.objects.filter(pk=news.pk).update(live=False)
    assert client.get(news.url).status_code == 404
