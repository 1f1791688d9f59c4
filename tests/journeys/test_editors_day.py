"""A working hour of the team in a browser, each step by its role: from a new work stream to the report of an issue
about it. Each role also tries forbidden actions.
"""

import contextlib
import hashlib

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from playwright.sync_api import Page, expect

from cms.accounts.roles import EDITORS, MODERATORS, PROGRAMME_LEADS, VIEWERS, set_up_roles
from cms.base.typed_dates import in_words
from cms.models import HubSettings
from newsletter.approval import approve
from newsletter.choices import EditionAudience, SendState
from newsletter.models import ArchivedIssue, IssuePage, MailingList, NewsletterSettings, Send
from newsletter.rights import NEWSLETTER_SENDERS
from newsletter.sending import engine, services
from newsletter.workflow import set_up_approval
from programme.models import CommitmentPage, MeetingPage, NewsPage, TeamProfilePage, WorkStreamPage
from tests import factories
from tests.editing_acts import choose, field, fill, told, write

from .team import sent, serve, sign_in, subscribe

TO_LEAD = "Submit to Editor → Programme lead"
TO_SECOND = "Submit to Issue → second person"
REFUSED = "you do not have permission"
SUBJECT = "What is new in neglect"
INTERNAL, EXTERNAL = "ada@gov.scot", "ben@example.org"


@pytest.fixture
def hub(live_server, tree, settings, tmp_path) -> str:
    """A hub of twelve users with their roles, a group, an internal and an external list, and issue 1, already sent."""
    serve(tree, live_server.url, settings, tmp_path / "mail")
    set_up_roles()
    set_up_approval()
    HubSettings.objects.create(site=tree.site, sender_email="update@example.org")
    NewsletterSettings.objects.create(site=tree.site, name="Programme update")
    inside = MailingList.objects.create(
        name="Internal update", slug="inside", kind=EditionAudience.INTERNAL, allowed_domains="gov.scot"
    )
    outside = MailingList.objects.create(name="Regular update", slug="outside")
    subscribe(inside, INTERNAL)
    subscribe(outside, EXTERNAL)
    factories.GroupFactory(parent=tree.groups, title="Leadership group")
    send_first_issue(tree, outside)
    return live_server.url


def send_first_issue(tree, mailing_list: MailingList) -> None:
    """Send an issue with an item that no later issue should repeat."""
    old = factories.NewsFactory(parent=tree.news, title="Sent already", date=timezone.localdate())
    issue = factories.IssueFactory(parent=tree.updates, live=False, number=1)
    issue.sections = [("section", {"heading": "News", "items": [{"page": old, "text": ""}]})]
    issue.mailing_lists = [mailing_list]
    issue.save()
    services.schedule(
        approve(issue.save_revision(), get_user_model().objects.create_superuser("earlier")), [mailing_list]
    )
    engine.begin_due(lambda: False)
    engine.hand_over(lambda: False)
    assert Send.objects.get().state == SendState.FINISHED


@pytest.fixture
def team(browser, hub) -> dict[str, Page]:
    """A window for each role."""
    groups = {
        "editor": EDITORS,
        "moderator": MODERATORS,
        "lead": PROGRAMME_LEADS,
        "sender": NEWSLETTER_SENDERS,
        "viewer": VIEWERS,
    }
    with contextlib.ExitStack() as windows:
        pages = {}
        for name, group in groups.items():
            pages[name] = sign_in(browser, hub, name, group)
            windows.callback(pages[name].context.close)
        yield pages


@pytest.mark.browser
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_working_hour(team, hub, tree, settings):
    editor, moderator, lead, sender = (team[name] for name in ("editor", "moderator", "lead", "sender"))
    add_a_stream(editor, lead, hub, tree)
    add_its_lead(moderator, hub, tree)
    write_news(editor, lead, hub)
    record_progress(moderator, hub)
    add_a_meeting(moderator, hub)
    issue = make_an_issue(sender, hub)
    nobody_does_what_they_may_not(team, hub, issue)
    approve_and_send(lead, sender, hub, issue)

    engine.begin_due(lambda: False)
    engine.hand_over(lambda: False)
    assert Send.objects.latest("pk").state == SendState.FINISHED
    read_the_report(sender)
    news = [message for message in sent(settings.NEWSLETTER_FOLDER) if message["Subject"] == SUBJECT]
    assert sorted(message["To"] for message in news) == [INTERNAL, EXTERNAL]
    nothing_sent_changes(moderator, hub, issue)


def add_a_stream(editor: Page, lead: Page, hub: str, tree) -> None:
    """The editor writes a work stream and two actions; the programme lead approves each."""
    editor.goto(f"{hub}/admin/pages/{tree.streams.pk}/")
    editor.get_by_role("link", name="Add child page").first.click()
    fill(editor, "Title", "Neglect")
    fill(editor, "Summary", "Children get help early.")
    field(editor, "Origin").select_option("Started by the programme")
    submit_and_approve(editor, lead, hub, WorkStreamPage)
    stream = WorkStreamPage.objects.get(live=True)

    for number, words in ((1, "Publish guidance"), (2, "Train all teams")):
        editor.goto(f"{hub}/admin/pages/add/programme/commitmentpage/{stream.pk}/")
        fill(editor, "Title", f"Action {number}: {words}")
        field(editor, "Kind").select_option("Action")
        fill(editor, "Number", str(number))
        write(editor.locator("[data-contentpath=text]"), f"{words} by April.")
        submit_and_approve(editor, lead, hub, CommitmentPage)
    lead.goto(f"{hub}/work-streams/neglect/")
    expect(lead.get_by_role("main")).to_contain_text("Train all teams by April.")


def add_its_lead(moderator: Page, hub: str, tree) -> None:
    """The moderator publishes a profile whose duty is to lead the stream."""
    moderator.goto(f"{hub}/admin/pages/add/programme/teamprofilepage/{tree.team.pk}/")
    fill(moderator, "Title", "Ada Lovelace")
    fill(moderator, "Given name", "Ada")
    fill(moderator, "Family name", "Lovelace")
    moderator.get_by_role("button", name="Add duty").click()
    duty = moderator.locator("#id_duties-FORMS")
    field(duty, "Kind").select_option("Leads")
    duty.get_by_role("button", name="Choose a page").click()
    moderator.locator(".modal").get_by_role("link", name="Neglect").click()
    fill_today(moderator, "As at")
    choose(moderator, "Publish")
    told(moderator, "published")
    assert TeamProfilePage.objects.get().live
    moderator.goto(f"{hub}/work-streams/neglect/")
    expect(moderator.get_by_role("main")).to_contain_text("Ada Lovelace")


def write_news(editor: Page, lead: Page, hub: str) -> None:
    """The editor writes news under the stream, the programme lead approves it."""
    stream = WorkStreamPage.objects.get()
    editor.goto(f"{hub}/admin/pages/add/programme/newspage/{stream.pk}/")
    fill(editor, "Title", "Guidance on neglect is out")
    fill(editor, "Summary", "What to look for, on four pages.")
    submit_and_approve(editor, lead, hub, NewsPage)


def record_progress(moderator: Page, hub: str) -> None:
    """From the dashboard, two clicks lead to the form of an entry."""
    moderator.goto(f"{hub}/admin/")
    moderator.get_by_role("link", name="Record progress").click()
    moderator.get_by_role("link", name="Action 1: Publish guidance").click()
    field(moderator, "Status").select_option("Complete")
    fill(moderator, "Note", "The guidance was published.")
    moderator.get_by_role("button", name="Record progress").click()
    told(moderator, "The entry is published")


def add_a_meeting(moderator: Page, hub: str) -> None:
    """The moderator publishes a meeting of today with its draft minutes."""
    moderator.goto(f"{hub}/admin/")
    moderator.get_by_role("link", name="Add a meeting").click()
    fill(moderator, "Title", "First meeting")
    fill_today(moderator, "Date")
    field(moderator, "State").select_option("Minutes in draft")
    minutes = moderator.locator("[data-contentpath=minutes]")
    minutes.get_by_role("button", name="Insert a block").first.click()
    moderator.get_by_role("option", name="Text", exact=True).click()
    write(minutes, "The group agreed the plan.")
    choose(moderator, "Publish")
    told(moderator, "published")
    assert MeetingPage.objects.get().live


def make_an_issue(sender: Page, hub: str) -> IssuePage:
    """The newsletter sender takes the hub's proposal, edits, previews and tests it, and submits it."""
    sender.goto(f"{hub}/admin/")
    sender.get_by_role("button", name="New issue, with what is new since the last").click()
    told(sender, "Programme update, issue 2 has")
    fill(sender, "Subject", SUBJECT)
    fill(sender, "Preview line", "Guidance is out.")
    write(sender.locator("[data-contentpath=introduction]"), "Dear colleagues.")
    sender.get_by_role("button", name="Save draft").click()
    told(sender, "has been updated")
    issue = IssuePage.objects.get(number=2)

    sender.get_by_role("tab", name="Newsletter").click()
    sender.get_by_role("link", name="Check, test and send").click()
    expect(sender.get_by_role("row", name="People who get a message")).to_contain_text("2")
    sender.get_by_role("link", name="External edition").click()
    for words in ("Guidance on neglect is out", "First meeting", "Neglect", "The guidance was published."):
        expect(sender.locator("body")).to_contain_text(words)
    expect(sender.locator("body")).not_to_contain_text("Sent already")

    sender.go_back()
    fill(sender, "Addresses", "sender@example.org")
    sender.get_by_role("button", name="Send a test").click()
    told(sender, "2 of 2 test messages were sent.")
    sender.goto(f"{hub}/admin/pages/{issue.pk}/edit/")
    choose(sender, TO_SECOND)
    told(sender, "submitted for moderation")
    return issue


def nobody_does_what_they_may_not(team: dict[str, Page], hub: str, issue: IssuePage) -> None:
    """Each role is refused the actions of others."""
    news, action = NewsPage.objects.get(title="Guidance on neglect is out"), CommitmentPage.objects.first()
    editor, sender, viewer, moderator = (team[name] for name in ("editor", "sender", "viewer", "moderator"))

    editor.goto(f"{hub}/admin/pages/{news.pk}/edit/")
    expect(editor.locator("footer button").filter(has_text="Publish")).to_have_count(0)
    editor.goto(f"{hub}/admin/newsletter/issues/{issue.pk}/")
    expect(editor.get_by_text("People who can publish pages, and newsletter senders, can send issues.")).to_be_visible()

    sender.goto(f"{hub}/admin/pages/{issue.pk}/edit/")
    expect(sender.locator("footer button").filter(has_text="Approve")).to_have_count(0)
    refused(sender, f"{hub}/admin/pages/{news.pk}/edit/")

    for address in (f"pages/{news.pk}/edit/", f"progress/add/{action.pk}/", f"newsletter/issues/{issue.pk}/"):
        refused(viewer, f"{hub}/admin/{address}")
    viewer.goto(f"{hub}/admin/")
    expect(viewer.get_by_role("link", name="Record progress")).to_have_count(0)

    refused(moderator, f"{hub}/admin/newsletter-subscribers/")


def approve_and_send(lead: Page, sender: Page, hub: str, issue: IssuePage) -> None:
    """A second person approves; only then can the newsletter sender send it."""
    desk = f"{hub}/admin/newsletter/issues/{issue.pk}/"
    sender.goto(desk)
    expect(sender.get_by_role("button", name="Send to 2 people")).to_have_count(0)
    lead.goto(f"{hub}/admin/pages/{issue.pk}/edit/")
    choose(lead, "Approve")
    told(lead, "is approved. It goes out once somebody sends it from its desk.")
    assert not IssuePage.objects.get(pk=issue.pk).live
    sender.goto(desk)
    expect(sender.get_by_text("Approved by lead")).to_be_visible()
    sender.get_by_role("button", name="Send to 2 people").click()
    expect(sender.get_by_text("Scheduled", exact=True)).to_be_visible()


def read_the_report(sender: Page) -> None:
    sender.reload()
    expect(sender.get_by_text("Sent to 2 of 2 people.")).to_be_visible()
    expect(sender.locator("[data-count=Sent]")).to_have_text("2")


def nothing_sent_changes(moderator: Page, hub: str, issue: IssuePage) -> None:
    """The news gets another title and summary; the archive still shows the issue as sent."""
    news = NewsPage.objects.get(title="Guidance on neglect is out")
    before = archived(issue)
    moderator.goto(f"{hub}/admin/pages/{news.pk}/edit/")
    fill(moderator, "Title", "Guidance, second edition")
    fill(moderator, "Summary", "Quite another summary.")
    choose(moderator, "Publish")
    told(moderator, "published")
    moderator.goto(hub + NewsPage.objects.get(pk=news.pk).get_url().removeprefix(hub))
    expect(moderator.get_by_role("heading", level=1)).to_have_text("Guidance, second edition")
    moderator.goto(hub + IssuePage.objects.get(pk=issue.pk).get_url().removeprefix(hub))
    expect(moderator.get_by_role("main")).to_contain_text("Guidance on neglect is out")
    expect(moderator.get_by_role("main")).not_to_contain_text("second edition")
    assert archived(issue) == before


def archived(issue: IssuePage) -> str:
    kept = ArchivedIssue.objects.get(issue=issue.pk)
    return hashlib.sha256(f"{kept.subject}{kept.html}{kept.text}".encode()).hexdigest()


# Actions in the browser


def fill_today(page: Page, label: str) -> None:
    """Type today's date, and expect it in words below the field."""
    today = timezone.localdate()
    fill(page, label, today.isoformat())
    words = field(page, label).locator("xpath=following-sibling::*[1]").locator(".hub-date__words")
    expect(words).to_contain_text(in_words(today))


def submit_and_approve(editor: Page, lead: Page, hub: str, model) -> None:
    """Submit the editor's page; the programme lead opens it and approves."""
    choose(editor, TO_LEAD)
    told(editor, "submitted for moderation")
    page = model.objects.latest("pk")
    assert not page.live
    lead.goto(f"{hub}/admin/pages/{page.pk}/edit/")
    choose(lead, "Approve and publish")
    told(lead, "is approved and published.")
    assert model.objects.get(pk=page.pk).live


def refused(page: Page, address: str) -> None:
    """Open the address and expect a refusal with the reason."""
    page.goto(address)
    told(page, REFUSED)
