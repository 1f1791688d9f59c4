"""The programme lead plans the quarter, asks owners, decides on what they report, and approves what colleagues write."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.editing_acts import choose, field, fill, told

from .people import Quarter, open_menu

NEWS, POST = "What case reviews teach us", "Case reviews, in brief"
CHIEFS, CHAIRS = "Meet the chief officers", "Meet the chairs of committees"
MESSAGE = "A system that is open and keeps learning"
QUESTION = "Which three areas do you mean?"


def plan(quarter: Quarter, lead: Page) -> None:
    """Plan what is to reach whom, and put right what the plan finds wrong."""
    open_menu(lead, "Engagement", "Plan")
    findings = lead.get_by_role("region", name="What to look at")
    expect(findings).to_contain_text("Nothing for Third sector for 14 weeks")
    expect(findings).to_contain_text(f"The key message “{MESSAGE}” was never used")
    for folded in findings.locator("summary").all():
        folded.click()
    findings.get_by_role("link", name=re.compile("Plan something.*Third sector")).click()
    expect(lead.get_by_label("Third sector")).to_be_checked()
    fill_item(lead, "Letter to voluntary organisations", "Other", "Other", quarter.day(16))
    expect(findings).not_to_contain_text("Nothing for Third sector for 14 weeks")

    # Without a channel and a day nothing is saved, and nothing is lost.
    lead.get_by_role("link", name="Add an item").click()
    lead.get_by_label("Practitioners", exact=True).check()
    fill_item(lead, NEWS, "News", "", "")
    expect(lead.get_by_text("Choose the channel by which it is to reach people.")).to_be_visible()
    expect(lead.get_by_text("Give the day on which it is to reach people.")).to_be_visible()
    expect(field(lead, "What")).to_have_value(NEWS)
    expect(lead.get_by_label("Practitioners", exact=True)).to_be_checked()
    lead.get_by_label(MESSAGE).check()
    lead.get_by_label("Systems Review").check()
    field(lead, "Responsible").select_option("Euan Fraser")
    fill_item(lead, NEWS, "News", "Website", quarter.day())
    expect(findings).not_to_contain_text(MESSAGE)

    add(lead, "Practitioners", POST, "Social post", "Social media", quarter.day(1))
    for title in (CHIEFS, CHAIRS):
        add(lead, "Leaders", title, "Engagement", "Meeting", quarter.day(14))
    expect(findings).to_contain_text("Meeting: 2 things for Leaders on one day.")
    set_quiet_period(quarter, lead)
    move_by_keys(quarter, lead, findings)


def add(lead: Page, audience: str, *values: str) -> None:
    """Add an item for one audience."""
    lead.get_by_role("link", name="Add an item").click()
    lead.get_by_label(audience, exact=True).check()
    fill_item(lead, *values)


def fill_item(lead: Page, title: str, kind: str, channel: str, day: str) -> None:
    """Fill in what every item has, and save it."""
    fill(lead, "What", title)
    field(lead, "Kind").select_option(label=kind)
    field(lead, "Channel").select_option(label=channel or "---------")
    fill(lead, "Day", day)
    lead.get_by_role("button", name="Create").click()


def set_quiet_period(quarter: Quarter, lead: Page) -> None:
    open_menu(lead, "Engagement", "Quiet periods")
    lead.get_by_role("link", name="Add quiet period").first.click()
    fill(lead, "Name", "By-election")
    fill(lead, "First day", quarter.day(21))
    fill(lead, "Last day", quarter.day(27))
    lead.get_by_role("button", name="Create").click()
    told(lead, "By-election")
    open_menu(lead, "Engagement", "Plan")


def move_by_keys(quarter: Quarter, lead: Page, findings: Locator) -> None:
    """Move one of two that clash a week on, into the quiet period, and once more, out of it."""
    move = lead.locator(".hub-plan").get_by_role("button", name=re.compile(f"Move.*{CHAIRS}"))
    move.focus()
    lead.keyboard.press("ArrowRight")
    told(lead, f"“{CHAIRS}” is now on")
    expect(findings).not_to_contain_text("Clashes")
    expect(findings).to_contain_text("Quiet period “By-election”")
    expect(move).to_be_focused()
    lead.keyboard.press("ArrowRight")
    expect(findings).not_to_contain_text("Quiet period “By-election”")
    expect(findings).not_to_contain_text("Clashes")
    open_menu(lead, "Engagement", "Plan")
    lead.locator("#plan-keys").evaluate("element => element.scrollIntoView()")
    quarter.keep(lead, "plan")


def ask_owner(lead: Page, commitment: str, owner: str) -> None:
    """Say who reports on a commitment, and ask for a report."""
    open_menu(lead, "Programme", "Recommendations and actions")
    lead.get_by_role("main").get_by_role("link", name=commitment).first.click()
    lead.get_by_role("button", name="Actions", exact=True).first.click()
    lead.get_by_role("link", name="Owner and reports").click()
    field(lead, "Who is asked").select_option(owner)
    lead.get_by_role("button", name="Save").click()
    told(lead, "The owner is saved.")
    lead.get_by_role("button", name="Ask for a report").click()
    told(lead, "The owner was asked by mail.")


def open_report(lead: Page, commitment: str) -> None:
    open_menu(lead, "Programme", "Owners' reports")
    lead.get_by_role("main").get_by_role("link", name=commitment).click()


def return_report(lead: Page, commitment: str) -> None:
    """Read the answer, and ask the owner a question about it."""
    open_report(lead, commitment)
    field(lead, "What do you want to know?").fill(QUESTION)
    lead.get_by_role("button", name="Return to the owner").click()
    told(lead, "The report is returned to its owner by mail.")


def approve_report(quarter: Quarter, lead: Page, commitment: str, note: str) -> None:
    """Approve the second answer, as a change that followers and the next issue are to have."""
    open_report(lead, commitment)
    expect(lead.get_by_role("table")).to_contain_text(note)
    quarter.keep(lead, "review")
    lead.get_by_label("Major").check()
    lead.get_by_role("button", name="Approve").click()
    told(lead, "The entry is published.")


def send_link_again(lead: Page, commitment: str) -> None:
    """See who hasn't answered, and send another link."""
    open_menu(lead, "Programme", "Owners' reports")
    row = lead.get_by_role("row", name=commitment)
    expect(row).to_contain_text("Asked")
    row.get_by_role("link", name=commitment).click()
    lead.get_by_role("button", name="Send the link again").click()
    told(lead, "The owner was sent another link.")


def approve(lead: Page, title: str, action: str, outcome: str) -> None:
    """Open a page that waits for approval from the dashboard, and approve it."""
    open_menu(lead, "Dashboard")
    lead.get_by_role("main").get_by_role("link", name=title).first.click()
    choose(lead, action)
    told(lead, outcome)


def look_back(lead: Page) -> None:
    """See what came of the plan, and who still owes an answer."""
    open_menu(lead, "Engagement", "Plan")
    news = lead.locator(".hub-plan li").filter(has=lead.get_by_role("link", name=NEWS, exact=True))
    expect(news).to_contain_text("Published")
    open_menu(lead, "Programme", "Owners' reports")
    expect(lead.get_by_role("main")).to_contain_text("To be decided on: 0. Not answered: 1.")
