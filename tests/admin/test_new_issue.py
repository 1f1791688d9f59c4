"""“New issue” proposes everything new since the last issue, without duplicates."""

import datetime

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import rich_text, streamfield

from cms.base.choices import Significance
from newsletter.admin.dashboard import Rhythm
from newsletter.choices import EditionAudience
from newsletter.models import ArchivedIssue, Edition, IssuePage, MailingList, NewsletterSettings, Snapshot
from programme.models import NewsPage
from tests import factories

from .forms import add_url, edit_url, field_errors, said, send


def publish_news(tree, title: str) -> NewsPage:
    page = factories.NewsFactory(parent=tree.news, title=title, date=timezone.localdate())
    page.change_significance = Significance.MAJOR
    page.save_revision().publish()
    return page


def items(page: IssuePage) -> list[str]:
    draft = page.get_latest_revision_as_object()
    sections = [block.value for block in draft.sections if block.block_type == "section"]
    return [item["page"].title for section in sections for item in section["items"]]


@pytest.fixture
def lists(db):
    return [MailingList.objects.create(name="Update", slug="update")]


def test_a_new_issue_has_the_next_number_the_lists_and_what_is_new(tree, editor, lists):
    factories.IssueFactory(parent=tree.updates, number=4)
    publish_news(tree, "Guidance published")
    response = editor.post(reverse("newsletter_new_issue"), follow=True)
    page = IssuePage.objects.get(number=5)
    assert not page.live
    assert items(page) == ["Guidance published"]
    assert list(page.mailing_lists.all()) == lists
    assert "1 proposed item" in said(response)
    assert response.redirect_chain[-1][0] == reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_the_first_number_is_the_editors_choice_and_later_ones_follow(tree, editor, lists):
    NewsletterSettings.objects.create(site=tree.site, name="Regular update", first_number=22)
    form = editor.get(add_url(IssuePage, tree.updates)).context["form"]
    assert form["number"].value() == 22
    for number in (22, 23):
        editor.post(reverse("newsletter_new_issue"))
        assert IssuePage.objects.get(number=number).title == f"Regular update, issue {number}"


def test_the_subject_is_the_title_of_the_first_item(tree, editor, lists):
    group = factories.GroupFactory(parent=tree.groups, title="Leadership Group")
    meeting = factories.MeetingFactory(parent=group, title="Autumn meeting")
    news = publish_news(tree, "Guidance published")
    editor.post(reverse("newsletter_new_issue"))
    page = IssuePage.objects.get()
    assert page.subject == "Guidance published"
    # One of a section's own subject, and one that an editor leaves empty.
    sections = [("rich_text", {"text": rich_text("<p>Hello.</p>")}), ("section", section(meeting, news))]
    send(editor, edit_url(page), subject="", sections=streamfield(sections))
    assert page.get_latest_revision_as_object().subject == "Guidance published"
    assert IssuePage.objects.get().get_latest_revision_as_object().subject == "Leadership Group: Autumn meeting"
    send(editor, edit_url(page), subject="My own words", sections=streamfield(sections))
    assert IssuePage.objects.get().get_latest_revision_as_object().subject == "My own words"


def section(*pages) -> dict:
    """Return a section with an item for each page, as the form sends it."""
    values = [
        {"value": {"page": page.pk, "text": ""}, "id": "", "order": n, "deleted": ""} for n, page in enumerate(pages)
    ]
    return {"heading": "News", "items": {"count": len(values), **{str(n): one for n, one in enumerate(values)}}}


def test_without_subject_and_items_a_subject_is_asked_for(tree, lead):
    response = send(lead, add_url(IssuePage, tree.updates), "publish", title="Update 1", slug="1", subject="")
    assert field_errors(response)["subject"] == ["Write a subject, or add an item whose title becomes the subject."]


def test_what_came_later_is_added_and_nothing_twice(tree, editor, lists):
    publish_news(tree, "First")
    editor.post(reverse("newsletter_new_issue"))
    page = IssuePage.objects.get()
    publish_news(tree, "Second")
    url = reverse("newsletter_propose", args=[page.pk])
    editor.post(url)
    assert sorted(items(page := IssuePage.objects.get())) == ["First", "Second"]
    before = page.latest_revision_id
    response = editor.post(url, follow=True)
    assert "already has everything" in said(response)
    assert IssuePage.objects.get().latest_revision_id == before


def test_the_dashboard_leads_back_to_an_issue_that_was_begun(tree, editor, lists):
    assert "Being written" not in editor.get(reverse("wagtailadmin_home")).content.decode()
    editor.post(reverse("newsletter_new_issue"))
    page = IssuePage.objects.get()
    seen = editor.get(reverse("wagtailadmin_home")).content.decode()
    assert f'Being written: <a href="{reverse("wagtailadmin_pages:edit", args=[page.pk])}">{page.title}</a>' in seen


def test_an_issue_with_nothing_new_is_said_to_be_empty(tree, editor, lists):
    response = editor.post(reverse("newsletter_new_issue"), follow=True)
    assert "is empty" in said(response)
    assert items(IssuePage.objects.get()) == []


def test_making_an_issue_takes_a_post_and_the_right_to_add(tree, editor, client):
    assert editor.get(reverse("newsletter_new_issue")).status_code == 405
    assert client.post(reverse("newsletter_new_issue")).status_code == 302  # to the sign-in page
    someone = get_user_model().objects.create_user("someone")
    someone.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(someone)
    assert client.post(reverse("newsletter_new_issue")).status_code in (302, 403)
    assert not IssuePage.objects.exists()


def archived(tree, *, weeks_ago: int, number: int = 4) -> None:
    issue = factories.IssueFactory(parent=tree.updates, number=number, title=f"Update {number}")
    snapshot = Snapshot.objects.create(issue=issue, revision_id=1)
    edition = Edition.objects.create(
        snapshot=snapshot,
        audience=EditionAudience.EXTERNAL,
        subject="x",
        data={},
        html="x",
        text="x",
        template_version="x",
    )
    started = timezone.now() - datetime.timedelta(weeks=weeks_ago, minutes=1)
    ArchivedIssue.objects.create(
        issue=issue, edition=edition, started_at=started, subject="x", html="x", text="x", data={}, sha256="x"
    )


def test_an_issue_whose_edition_has_no_data_is_shown_as_the_page_is(tree, client):
    archived(tree, weeks_ago=1)
    page = IssuePage.objects.get()
    for address in (page.url, reverse("newsletter:print", args=[4, 1])):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "Update 4" in answer.content.decode()


@pytest.mark.parametrize(("weeks", "late"), [(5, False), (6, True), (20, True)])
def test_the_dashboard_reminds_when_the_rhythm_slips(tree, editor, weeks, late):
    archived(tree, weeks_ago=weeks)
    assert Rhythm.of(tree.site, timezone.now()).late is late
    text = editor.get(reverse("wagtailadmin_home")).content.decode()
    assert ("The promised rhythm slips" in text) is late
    assert IssuePage.objects.count() == 1


def test_the_rhythm_counts_from_the_last_issue(tree):
    archived(tree, weeks_ago=20, number=3)
    archived(tree, weeks_ago=2, number=4)
    rhythm = Rhythm.of(tree.site, timezone.now())
    assert (rhythm.last.issue.title, rhythm.weeks_since, rhythm.late) == ("Update 4", 2, False)
