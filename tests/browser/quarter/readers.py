"""A subscriber and an outsider, who read the hub without an account."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.chromium import fits

from .owners import FIRST_NOTE, NOTE
from .people import EVENT, OUTSIDER, PHONE, SUBSCRIBER, Quarter, link_in, text_of, tick

FOLLOWED = "Systems Review, recommendation 1"
COMMITMENT = "/work-streams/systems-review/recommendation-1/"
PROGRESS = """{ route(path: "%s") { page { ... on CommitmentPage { progressEntries { note } } } } }"""


def subscribe(quarter: Quarter) -> Page:
    """The subscriber subscribes for an audience, and follows a recommendation; each is confirmed by a mail."""
    page = quarter.window()
    page.goto("/")
    page.get_by_role("link", name="Choose what interests you").click()
    page.get_by_label("Your e-mail address").first.fill(SUBSCRIBER)
    tick(page.get_by_role("group", name="Which audiences interest you?"), "Practitioners")
    page.get_by_role("main").get_by_role("button", name="Subscribe").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your e-mail")
    page.goto(link_in(quarter.mailbox.next(SUBSCRIBER, "Confirm that you want"), "/newsletter/"))
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are subscribed")
    follow(quarter, page)
    return page


def follow(quarter: Quarter, page: Page) -> None:
    """She asks to hear of a recommendation with each regular update."""
    page.goto("/work-streams/systems-review/")
    page.get_by_role("link", name="Recommendation 1", exact=True).first.click()
    form = page.get_by_role("region", name="Follow this page")
    tick(form, "With each regular update")
    form.get_by_label("Your e-mail address").fill(SUBSCRIBER)
    form.get_by_role("button", name="Follow").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your e-mail")
    page.goto(link_in(quarter.mailbox.next(SUBSCRIBER, "Confirm that you want"), "/newsletter/"))
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("main")).to_contain_text(f"What changes on the page “{FOLLOWED}”")


def receive(quarter: Quarter, page: Page, subject: str, news: str) -> None:
    """The subscriber gets the update and the letter about what she follows, reads the news, and leaves."""
    update = quarter.mailbox.next(SUBSCRIBER, subject)
    assert news in text_of(update)
    letter = quarter.mailbox.next(SUBSCRIBER, "What changed: ")
    assert NOTE in text_of(letter)
    page.goto("about:blank")  # the hub's pages allow no style within the HTML
    page.set_content(update.get_body(("html",)).get_content())
    quarter.keep(page, "mail")
    page.goto(link_in(letter, COMMITMENT))
    expect(page.get_by_role("main")).to_contain_text(NOTE)
    page.goto(link_in(letter, "/preferences/"))
    page.get_by_role("button", name="Unsubscribe from everything").click()
    expect(page.get_by_role("main")).to_contain_text("You have unsubscribed.")


def look_for_report(quarter: Quarter, outsider: Page, *, is_public: bool) -> None:
    """The outsider looks at the page and asks the API: what the owner wrote is there once it is approved."""
    outsider.goto(COMMITMENT)
    answer = outsider.request.post("/graphql/", data={"query": PROGRESS % COMMITMENT}).text()
    assert "progressEntries" in answer and "errors" not in answer
    for text in (outsider.content(), answer):
        assert FIRST_NOTE not in text
        assert (NOTE in text) == is_public
    if is_public:
        expect(outsider.get_by_role("main")).to_contain_text(NOTE)
        outsider.get_by_text(NOTE).first.scroll_into_view_if_needed()
        quarter.keep(outsider, "progress")


def try_closed_link(outsider: Page, link: str) -> None:
    """The outsider has a link that was passed on and has been replaced since."""
    outsider.goto(link)
    expect(outsider.get_by_role("heading", level=1)).to_have_text("This link doesn’t take a report")
    expect(outsider.get_by_role("main")).to_contain_text("The team has closed this link.")
    expect(outsider.get_by_role("main")).to_contain_text("team@example.org")


def read_and_register(quarter: Quarter, news: str) -> None:
    """The outsider searches, opens the page for practitioners, and registers for the event, on a phone."""
    page = quarter.window(PHONE)
    page.goto("/")
    page.locator("header").get_by_role("combobox").fill("case reviews")
    page.keyboard.press("Enter")
    expect(page.get_by_role("main").get_by_role("link", name=news)).to_be_visible()
    page.goto("/for-practitioners/")
    changed = page.get_by_role("main")
    expect(changed.get_by_role("link", name=news)).to_be_visible()
    assert fits(page)
    page.locator("#section-changed").evaluate("element => element.scrollIntoView()")
    quarter.keep(page, "audience-phone")
    changed.get_by_role("link", name=EVENT).click()
    page.get_by_role("link", name=re.compile("Register")).first.click()
    page.get_by_label("Your name").fill("Ben Muir")
    page.get_by_role("button", name="Register").click()
    expect(page.get_by_role("alert")).to_contain_text("You aren’t registered yet")
    page.get_by_label("Your e-mail address").first.fill(OUTSIDER)
    page.get_by_role("button", name="Register").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your e-mail")
    page.goto(link_in(quarter.mailbox.next(OUTSIDER, EVENT), "/event-registration/"))
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("main")).to_contain_text("You are registered as Ben Muir.")
    page.context.close()
