"""Two people of the team make the next issue of what is new, approve it, send it and read its report, in a browser."""

import email
from email import policy

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from cms.choices import Significance
from cms.models import HubSettings
from newsletter.choices import SendState, Source, SubscriptionState
from newsletter.models import IssuePage, MailingList, Send, Subscriber, Subscription
from newsletter.sending import engine
from newsletter.workflow import set_up_approval
from tests import factories

expect.set_options(timeout=20_000)  # an admin page on a busy machine
READERS = ("ada@example.org", "ben@example.org", "cleo@example.org")


@pytest.fixture
def hub(one_request_at_a_time, live_server, tree, settings, tmp_path) -> str:
    """A hub with a list of three readers, one news item since the last issue, and mail that becomes files."""
    settings.BASE_URL = live_server.url
    settings.NEWSLETTER_FOLDER = tmp_path / "mail"
    settings.NEWSLETTER_RECALL_SECONDS = 0
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0
    settings.ALLOWED_HOSTS = ["*"]
    site = tree.site
    site.hostname, _, port = live_server.url.removeprefix("http://").partition(":")
    site.port = int(port)
    site.save()
    HubSettings.objects.create(site=site, newsletter_name="Programme update", newsletter_email="update@example.org")
    set_up_approval()
    update = MailingList.objects.create(name="Regular update", slug="update")
    for address in READERS:
        subscriber = Subscriber.objects.create(address=address, normalised=address)
        Subscription.objects.create(
            subscriber=subscriber,
            mailing_list=update,
            state=SubscriptionState.ACTIVE,
            source=Source.FORM,
            confirmed_at=timezone.now(),
        )
    news = factories.NewsFactory(parent=tree.news, title="Guidance published", date=timezone.localdate())
    news.change_significance = Significance.MAJOR
    news.summary = "How age is assessed."
    news.save_revision().publish()
    return live_server.url


def sign_in(browser, hub: str, name: str):
    """Return a page of a browser in which a member of the team is signed in."""
    client = Client()
    client.force_login(get_user_model().objects.create_superuser(name, f"{name}@example.org", "x"))
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": hub}])
    return context.new_page()


def choose(page, action: str) -> None:
    """Press a button at the foot of the editor, which may be in its menu."""
    page.wait_for_load_state("networkidle")  # the buttons of a workflow need Wagtail's script
    button = page.locator("footer").get_by_role("button", name=action, exact=True)
    if not button.is_visible():
        page.locator("footer").get_by_role("button", name="More actions").click()
    button.click()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_from_a_new_issue_to_its_report(browser, hub, settings):
    writer, approver = sign_in(browser, hub, "writer"), sign_in(browser, hub, "approver")

    # The proposal, an introduction, and on to approval.
    writer.goto(f"{hub}/admin/")
    writer.get_by_role("button", name="New issue, with what is new since the last").click()
    expect(writer.locator(".messages")).to_contain_text("Update 1 has 1 proposed item.")
    writer.get_by_label("Subject").fill("What is new in November")
    writer.get_by_label("Preheader").fill("Guidance on assessing age is out.")
    writer.get_by_role("button", name="Save draft").click()
    expect(writer.locator(".messages")).to_contain_text("has been updated")
    writer.get_by_role("tab", name="Newsletter").click()
    writer.get_by_role("link", name="Check, test and send").click()
    expect(writer.get_by_text("There is no introduction.")).to_be_visible()
    expect(writer.get_by_role("row", name="People who get a message")).to_contain_text("3")

    writer.get_by_role("link", name="External edition").click()
    message = writer.frame_locator("iframe.hub-edition")
    expect(message.get_by_role("heading", level=1)).to_have_text("Update 1")
    expect(message.get_by_text("How age is assessed.")).to_be_visible()

    writer.get_by_role("link", name="Back to checks, test and sending").click()
    writer.get_by_label("Addresses").fill("writer@example.org")
    writer.get_by_role("button", name="Send a test").click()
    expect(writer.locator(".messages")).to_contain_text("2 of 2 test messages were handed over.")

    issue = IssuePage.objects.get()
    writer.goto(f"{hub}/admin/pages/{issue.pk}/edit/")
    choose(writer, "Submit to Issue → second person")
    expect(writer.locator(".messages")).to_contain_text("submitted for moderation")
    writer.goto(f"{hub}/admin/pages/{issue.pk}/edit/")
    expect(writer.locator("footer button").filter(has_text="Request changes")).to_have_count(1)
    expect(writer.locator("footer button").filter(has_text="Approve")).to_have_count(0)

    # The second person approves and sends.
    approver.goto(f"{hub}/admin/pages/{issue.pk}/edit/")
    choose(approver, "Approve")
    expect(approver.locator(".messages")).to_contain_text("has been updated")
    approver.goto(f"{hub}/admin/newsletter/issues/{issue.pk}/")
    expect(approver.get_by_text("Approved by approver")).to_be_visible()
    assert not IssuePage.objects.get().live
    approver.get_by_role("button", name="Send to 3 people").click()
    expect(approver.get_by_text("Scheduled", exact=True)).to_be_visible()

    # A worker's turn.
    engine.send(lambda: False)
    assert Send.objects.get().state == SendState.FINISHED
    approver.reload()
    expect(approver.get_by_text("3 of 3 recipients are dealt with.")).to_be_visible()
    expect(approver.get_by_role("row", name="Accepted by the provider")).to_contain_text("3")

    # Everybody has it once, and the archive shows it.
    messages = [
        email.message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in settings.NEWSLETTER_FOLDER.rglob("*.eml")
    ]
    issues = [message for message in messages if not message["Subject"].startswith("[TEST]")]
    assert sorted(message["To"] for message in issues) == sorted(READERS)
    assert {message["Subject"] for message in issues} == {"What is new in November"}
    approver.goto(hub + IssuePage.objects.get().get_url().removeprefix(hub))
    expect(approver.get_by_role("heading", level=1)).to_have_text("Update 1")
    expect(approver.get_by_text("How age is assessed.")).to_be_visible()
    for page in (writer, approver):
        page.context.close()
