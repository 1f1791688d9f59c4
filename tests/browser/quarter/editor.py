"""The editor writes what is planned: news, a post with its variants, and an issue of the update, which goes out."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.editing_acts import choose, field, fill, told, write

from .lead import NEWS, POST
from .people import Quarter, open_menu

SUMMARY = "Reviews of cases show what helps: early talks, shared records, and time for families."
BODY = "Three things come up again and again."
SUBJECT = "Case reviews, and the leadership group at work"
SHORT = "What case reviews teach us: talk early, share records, give families time."


def open_draft(quarter: Quarter, editor: Page, title: str) -> None:
    """Begin the draft of an item of the plan."""
    open_menu(editor, "Engagement", "Plan")
    editor.locator(".hub-plan").get_by_role("link", name=title).click()
    editor.get_by_role("button", name="Write it").click()
    told(editor, f"This is the draft of “{title}”.")


def write_news(quarter: Quarter, editor: Page) -> None:
    """Write the news that is planned, which begins with title, audience and message of its item, and submit it."""
    open_draft(quarter, editor, NEWS)
    expect(field(editor, "Title")).to_have_value(NEWS)
    expect(editor.get_by_label("Practitioners", exact=True)).to_be_checked()
    fill(editor, "Summary", SUMMARY)
    body = editor.locator("[data-contentpath=body]")
    body.get_by_role("button", name="Insert a block").first.click()
    editor.get_by_role("option", name="Text", exact=True).click()
    write(body, BODY)
    editor.evaluate("window.scrollTo(0, 0)")
    quarter.keep(editor, "draft")
    choose(editor, "Submit to Editor → Programme lead")
    told(editor, "submitted for moderation")


def write_posts(quarter: Quarter, editor: Page) -> None:
    """Write the post that is planned, and its variant for a second account; make both ready."""
    open_draft(quarter, editor, POST)
    field(editor, "Channel").select_option(label="X (Twitter) @girfec")
    fill(editor, "Text", SHORT)
    fill(editor, "Link", f"{quarter.base}/news/")
    editor.get_by_role("button", name="Save", exact=True).click()
    open_menu(editor, "Engagement", "Social posts")
    editor.get_by_role("main").get_by_role("link", name=SHORT[:20]).first.click()
    editor.get_by_role("link", name="Write for further accounts").click()
    editor.get_by_label("Bluesky").check()
    editor.get_by_role("button", name="Draft them").click()
    told(editor, "1 drafted.")

    make_ready(editor)

    # The text for the other account is too long: nothing is saved, and what was typed stays.
    editor.get_by_role("main").get_by_role("link", name=SHORT[:20]).first.click()  # the latest
    fill(editor, "Text", SHORT * 5)
    editor.get_by_role("button", name="Save", exact=True).click()
    expect(editor.get_by_role("main")).to_contain_text("300")
    expect(field(editor, "Text")).to_have_value(SHORT * 5)
    fill(editor, "Text", f"{SHORT} How is it done where you work?")
    make_ready(editor)


def make_ready(editor: Page) -> None:
    """Tick the checklist of a post, and save it as ready."""
    for check in ("Plain words", "Nothing that identifies", "The link opens", "It goes out"):
        editor.get_by_label(check).check()
    field(editor, "State").select_option(label="Ready to post")
    editor.get_by_role("button", name="Save", exact=True).click()
    told(editor, "updated")


def make_issue(quarter: Quarter, editor: Page) -> None:
    """Take what the hub proposes for the next issue, test it, and submit it for approval."""
    open_menu(editor, "Dashboard")
    editor.get_by_role("button", name="New issue, with what is new since the last").click()
    told(editor, "Regular update, issue 22 has")
    fill(editor, "Subject", SUBJECT)
    fill(editor, "Preview line", "What reviews teach, and what was agreed.")
    write(editor.locator("[data-contentpath=introduction]"), "Dear colleagues.")
    editor.get_by_role("button", name="Save draft").click()
    told(editor, "has been updated")
    choose(editor, "Submit to Issue → second person")
    told(editor, "submitted for moderation")


def send_issue(quarter: Quarter, editor: Page) -> None:
    """Send the issue once it is approved; the worker hands it over."""
    open_menu(editor, "Newsletter", "Issues")
    editor.get_by_role("main").get_by_role("link", name="Regular update, issue 22").first.click()
    editor.get_by_role("tab", name="Newsletter").click()
    editor.get_by_role("link", name="Check, test and send").click()
    expect(editor.get_by_text("Approved by Isla Reid")).to_be_visible()
    expect(editor.get_by_role("main")).to_contain_text("Edit the issue, Figures")
    quarter.keep(editor, "desk")
    editor.get_by_role("button", name="Send to 1 person").click()
