"""Two owners of commitments, who have no account: one reports by the link in the mail, the other doesn't answer."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.chromium import fits

from .people import OWNERS, PHONE, Quarter, link_in, text_of, tick

MORAG, FERGUS = OWNERS
FIRST_NOTE = "The group works in three areas."
NOTE = "The leadership group met in Perth, Ayr and Moray, and agreed how its work is followed up."


def report(quarter: Quarter) -> Page:
    """Morag opens her link on a phone, types a wrong date and a wrong address, corrects both, and reports."""
    mail = quarter.mailbox.next(OWNERS[MORAG], "Please report on")
    assert mail["Reply-To"] == "team@example.org"
    page = quarter.window(PHONE)
    page.goto(link_in(mail, "/owner-reports/"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Report on Recommendation 1")
    tick(page, "In progress")
    page.get_by_label("From which day?").fill("31/2/2026")
    page.get_by_label("What happened?").fill(FIRST_NOTE)
    page.get_by_label("Evidence (optional)").fill("in the minutes")
    page.get_by_label("Your name").fill(MORAG)
    page.get_by_role("button", name="Send your report").click()
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("Your report was not saved")
    expect(page.get_by_label("From which day?")).to_have_value("31/2/2026")
    expect(page.get_by_label("What happened?")).to_have_value(FIRST_NOTE)
    expect(page.get_by_label("From which day?")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Evidence (optional)")).to_have_attribute("aria-invalid", "true")
    assert fits(page)
    page.get_by_label("In progress").evaluate("element => element.scrollIntoView({block: 'start'})")
    quarter.keep(page, "owner-phone")
    page.get_by_label("From which day?").fill(quarter.day(-3))
    page.get_by_label("Evidence (optional)").fill("www.example.org/minutes")
    send(page)
    return page


def send(page: Page, button: str = "Send your report") -> None:
    page.get_by_role("button", name=button).click()
    expect(page.locator("#sent")).to_contain_text("We have received your report.")


def answer_question(quarter: Quarter, page: Page, question: str) -> None:
    """Morag reads what the lead asks, by the link in the second mail, and sends a better answer."""
    mail = quarter.mailbox.next(OWNERS[MORAG], "A question about your report on")
    assert question in text_of(mail)
    page.goto(link_in(mail, "/owner-reports/"))
    expect(page.get_by_role("main")).to_contain_text(question)
    expect(page.get_by_label("What happened?")).to_have_value(FIRST_NOTE)
    page.get_by_label("What happened?").fill(NOTE)
    send(page)


def read_and_forget(quarter: Quarter) -> str:
    """Fergus opens his link, sends nothing, and passes the link on. Returns it."""
    link = link_in(quarter.mailbox.next(OWNERS[FERGUS], "Please report on"), "/owner-reports/")
    page = quarter.window(PHONE)
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Report on Recommendation 2")
    page.context.close()
    return link
