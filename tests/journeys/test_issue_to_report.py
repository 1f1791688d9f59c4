"""Two members of the team make the next issue, approve it, send it and read its report, in a browser."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from cms.base.choices import Significance
from cms.models import HubSettings
from newsletter.choices import SendState
from newsletter.models import IssuePage, MailingList, NewsletterSettings, Send
from newsletter.sending import engine
from newsletter.workflow import set_up_approval
from tests import factories
from tests.editing_acts import choose, told

from .team import sent, serve, sign_in, subscribe

READERS = ("ada@example.org", "ben@example.org", "cleo@example.org")


@pytest.fixture
def hub(live_server, tree, settings, tmp_path) -> str:
    """A hub with a list of three readers, one news item since the last issue, and mail that becomes files."""
    serve(tree, live_server.url, settings, tmp_path / "mail")
    HubSettings.objects.create(site=tree.site, sender_email="update@example.org")
    NewsletterSettings.objects.create(site=tree.site, name="Programme update")
    set_up_approval()
    subscribe(MailingList.objects.create(name="Regular update", slug="update"), *READERS)
    news = factories.NewsFactory(parent=tree.news, title="Guidance published", date=timezone.localdate())
    news.change_significance = Significance.MAJOR
    news.summary = "How age is assessed."
    news.save_revision().publish()
    return live_server.url


@pytest.mark.browser
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_from_a_new_issue_to_its_report(browser, hub, settings):
    writer, approver = sign_in(browser, hub, "writer"), sign_in(browser, hub, "approver")

    # The proposal, an introduction, and submission for approval.
    writer.goto(f"{hub}/admin/")
    writer.get_by_role("button", name="New issue, with what is new since the last").click()
    told(writer, "Programme update, issue 1 has 1 proposed item.")
    writer.get_by_label("Subject").fill("What is new in November")
    writer.get_by_label("Preview line").fill("Guidance on assessing age is out.")
    writer.get_by_role("button", name="Toggle preview").click()
    writer.get_by_label("Preview mode").select_option("E-mail, external")
    typed = writer.frame_locator("#w-preview-iframe").locator("body")
    for words in ("Subject: What is new in November", "Guidance on assessing age is out.", "How age is assessed."):
        expect(typed).to_contain_text(words)
    writer.get_by_role("button", name="Save draft").click()
    told(writer, "has been updated")
    writer.get_by_role("tab", name="Newsletter").click()
    writer.get_by_role("link", name="Check, test and send").click()
    expect(writer.get_by_text("There is no introduction.")).to_be_visible()
    expect(writer.get_by_role("row", name="People who get a message")).to_contain_text("3")

    writer.get_by_role("link", name="External edition").click()
    expect(writer.get_by_role("heading", level=1)).to_have_text("Programme update, issue 1")
    expect(writer.get_by_text("How age is assessed.")).to_be_visible()

    writer.go_back()
    writer.get_by_label("Addresses").fill("writer@example.org")
    writer.get_by_role("button", name="Send a test").click()
    told(writer, "2 of 2 test messages were sent.")

    issue = IssuePage.objects.get()
    writer.goto(f"{hub}/admin/pages/{issue.pk}/edit/")
    choose(writer, "Submit to Issue → second person")
    told(writer, "submitted for moderation")
    writer.goto(f"{hub}/admin/pages/{issue.pk}/edit/")
    expect(writer.locator("footer button").filter(has_text="Request changes")).to_have_count(1)
    expect(writer.locator("footer button").filter(has_text="Approve")).to_have_count(0)

    # The second person approves and sends.
    approver.goto(f"{hub}/admin/pages/{issue.pk}/edit/")
    choose(approver, "Approve")
    told(approver, "is approved. It goes out once somebody sends it from its desk.")
    approver.goto(f"{hub}/admin/newsletter/issues/{issue.pk}/")
    expect(approver.get_by_text("Approved by approver")).to_be_visible()
    assert not IssuePage.objects.get().live
    approver.get_by_role("button", name="Send to 3 people").click()
    expect(approver.get_by_text("Scheduled", exact=True)).to_be_visible()

    # A worker's turn.
    engine.begin_due(lambda: False)
    engine.hand_over(lambda: False)
    assert Send.objects.get().state == SendState.FINISHED
    approver.reload()
    expect(approver.get_by_text("Sent to 3 of 3 people.")).to_be_visible()
    expect(approver.locator("[data-count=Sent]")).to_have_text("3")

    # Everybody has received it once, and the archive shows it.
    issues = sent(settings.NEWSLETTER_FOLDER)
    assert sorted(message["To"] for message in issues) == sorted(READERS)
    assert {message["Subject"] for message in issues} == {"What is new in November"}
    approver.goto(hub + IssuePage.objects.get().get_url().removeprefix(hub))
    expect(approver.get_by_role("heading", level=1)).to_have_text("Programme update, issue 1")
    expect(approver.get_by_text("How age is assessed.")).to_be_visible()
    for page in (writer, approver):
        page.context.close()
