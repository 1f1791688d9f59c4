"""A reader gives feedback on a page: in a browser, by keyboard only, without scripts, on a phone."""

import pytest
from playwright.sync_api import expect
from wagtail.models import Site

from cms.models import HubSettings
from engagement.models import Feedback
from tests import factories

from .test_subscribing import PHONE, fits, press_until


@pytest.fixture
def stream(transactional_db, live_server, tree, settings):
    """The address of a work stream's page."""
    settings.BASE_URL = live_server.url
    HubSettings.objects.create(site=Site.objects.get(), organisation="The Government")
    factories.add_signposts()
    factories.WorkStreamFactory(parent=tree.streams, title="Neglect")
    return f"{live_server.url}/work-streams/neglect/"


@pytest.mark.browser
def test_an_answer_then_the_reason_then_a_message_with_a_name(browser, stream):
    context = browser.new_context(**PHONE)
    page = context.new_page()
    page.goto(stream)
    assert fits(page)

    press_until(page, page.get_by_role("button", name="Partly"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("main").get_by_role("status")).to_contain_text("We've counted your answer.")
    assert fits(page)
    press_until(page, page.get_by_label("What helped, or what should be better?"))
    page.keyboard.type("The dates are missing.")
    press_until(page, page.get_by_role("button", name="Send feedback"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("We've received your feedback")
    first = Feedback.objects.get()
    expect(page.get_by_role("main").get_by_role("status")).to_contain_text(first.number)
    assert (first.useful, first.message, first.work_stream.title) == ("partly", "The dates are missing.", "Neglect")
    assert fits(page)
    page.reload()
    assert Feedback.objects.count() == 1

    press_until(page, page.get_by_role("link", name="Back to Neglect"))
    page.keyboard.press("Enter")
    press_until(page, page.get_by_text("Tell us more about this page"))
    page.keyboard.press("Enter")
    assert fits(page)
    press_until(page, page.get_by_role("button", name="Send", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Enter your message.")
    assert fits(page)
    page.get_by_role("link", name="Enter your message.").focus()
    page.keyboard.press("Enter")
    # Following the link has moved the focus to the field.
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_label("Your message")).to_be_focused()
    page.keyboard.type("When will it begin?")
    press_until(page, page.get_by_label("Your e-mail address"))
    page.keyboard.type("ada@example.org")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("We've received your feedback")
    second = Feedback.objects.exclude(pk=first.pk).get()
    assert (second.message, second.email, second.page.title) == ("When will it begin?", "ada@example.org", "Neglect")
    assert context.cookies() == []
    context.close()
