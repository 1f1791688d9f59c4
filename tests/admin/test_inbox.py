"""An issue's messages beside its form: as typed, with sender, subject and preview line, for each edition."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import rich_text, streamfield

from cms.models import HubSettings
from newsletter.models import IssuePage, MailingList, NewsletterSettings
from tests import factories

from .forms import add_url, edit_url
from .test_previewing import preview

MODES = ("email-external", "text-external", "email-internal", "text-internal")


@pytest.fixture
def names(tree):
    HubSettings.objects.create(site=tree.site, sender_email="update@example.org")
    NewsletterSettings.objects.create(site=tree.site, name="Our update", sender="Our programme")


@pytest.fixture
def issue(tree, names, editor) -> IssuePage:
    """A draft with something for colleagues alone."""
    page = factories.IssueFactory(parent=tree.updates, live=False, number=7, subject="Saved", preheader="")
    page.internal_sections = [("rich_text", {"text": "<p>For colleagues.</p>"})]
    page.mailing_lists = [MailingList.objects.create(name="Regular update", slug="update")]
    page.save()
    page.save_revision(user=editor.user)
    return page


def message(client, page, mode: str, **values) -> str:
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    internal = streamfield([("rich_text", {"text": rich_text("<p>For colleagues.</p>")})])
    # The editor of blocks is made by JavaScript, so the test sends them itself.
    values = {"internal_sections": internal, "mailing_lists": [page.mailing_lists.get().pk]} | values
    response = preview(client, edit_url(page), url, mode, **values)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("mode", MODES)
def test_each_edition_is_shown_as_typed(issue, editor, mode):
    html = message(editor, issue, mode, subject="Typed just now", introduction=rich_text("<p>Dear colleagues.</p>"))
    for words in ("Our programme &lt;update@example.org&gt;", "Typed just now", "Dear colleagues."):
        assert words in html
    assert ("For colleagues." in html) is mode.endswith("internal")
    assert ("<h1" in html) is mode.startswith("email")
    assert "HUBX" not in html
    assert IssuePage.objects.get().get_latest_revision_as_object().subject == "Saved"


def test_an_empty_preview_line_is_a_warning(issue, editor):
    assert "Look again:" in (html := message(editor, issue, "email-external"))
    assert "There is no preview line" in html
    html = message(editor, issue, "email-external", preheader="Guidance is out.")
    assert "There is no preview line" not in html
    assert "Guidance is out." in html.partition("<h1")[0]


def test_the_subscriber_s_own_lines_are_those_of_a_list(issue, editor):
    assert "You get this because you subscribed to “Regular update”." in message(editor, issue, "text-external")


def test_an_issue_that_was_never_saved_has_messages(tree, names, editor):
    url = reverse("wagtailadmin_pages:preview_on_add", args=["newsletter", "issuepage", tree.updates.pk])
    for mode in MODES:
        values = {"title": "Our update, issue 1", "slug": "1", "subject": "Typed"}
        response = preview(editor, add_url(IssuePage, tree.updates), url, mode, **values)
        assert response.status_code == 200
        assert "Typed" in response.content.decode()
    assert not IssuePage.objects.exists()


def test_readers_of_drafts_are_not_shown_internal_sections(issue, viewer, editor):
    url = reverse("wagtailadmin_pages:view_draft", args=[issue.pk])
    assert "For colleagues." not in viewer.get(url, {"mode": "email-external"}).content.decode()
    for mode in ("email-internal", "text-internal"):
        assert viewer.get(url, {"mode": mode}).status_code in (302, 403)
        assert "For colleagues." in editor.get(url, {"mode": mode}).content.decode()


def test_a_message_runs_nothing_and_fetches_only_pictures(issue, editor):
    response = editor.get(reverse("wagtailadmin_pages:view_draft", args=[issue.pk]), {"mode": "email-external"})
    assert response["Content-Security-Policy"].startswith("default-src 'none'; img-src *;")
