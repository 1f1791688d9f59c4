"""A reader subscribes at the foot of a page, confirms, chooses, and leaves: in a browser, by keyboard only, on a phone."""

import pytest
from playwright.sync_api import expect
from wagtail.models import Site

from cms.models import HubSettings
from newsletter.choices import SubscriptionState
from newsletter.models import ConsentEvent, NewsletterSettings, Subscription
from newsletter.people import letters, tokens
from tests import factories
from tests.chromium import fits, press_until
from tests.newsletter.people.conftest import Keeping

# A small phone, and no scripts: all of it is plain pages and forms.
PHONE = {"viewport": {"width": 320, "height": 640}, "java_script_enabled": False}


@pytest.fixture
def hub(transactional_db, live_server, tree, settings):
    """A hub with one list and two work streams, that a browser can reach."""
    settings.BASE_URL = live_server.url
    site = Site.objects.get()
    HubSettings.objects.create(site=site, organisation="The Government")
    NewsletterSettings.objects.create(site=site, name="the Protection Update")
    factories.MailingListFactory(name="Regular update", slug="update", description="News of the programme.")
    for title in ("Neglect", "Trafficking"):
        factories.WorkStreamFactory(parent=tree.streams, title=title)
    return live_server.url


def letter(hub: str) -> str:
    """Deliver due letters and return the address in the only one."""
    box = Keeping()
    assert letters.hand_over_due(box) == 1
    text = box.messages[0].get_body(("plain",)).get_content()
    return next(word for word in text.split() if word.startswith(f"{hub}/newsletter/"))


@pytest.mark.browser
def test_from_the_foot_of_a_page_to_leaving(browser, hub):
    context = browser.new_context(**PHONE)
    page = context.new_page()
    page.goto(f"{hub}/news/")
    assert fits(page)

    press_until(page, page.get_by_label("Your e-mail address"))
    page.keyboard.type("nobody")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Enter an e-mail address in the correct format")
    assert fits(page)
    page.get_by_role("link", name="Enter an e-mail address").focus()
    page.keyboard.press("Enter")
    field = page.get_by_label("Your e-mail address")
    expect(field).to_have_attribute("aria-invalid", "true")
    press_until(page, field)
    page.keyboard.press("Control+A")
    page.keyboard.type("ada@example.org")
    press_until(page, page.get_by_label("Neglect"))
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your e-mail")
    assert fits(page)

    page.goto(letter(hub))
    assert Subscription.objects.get().state == SubscriptionState.PENDING
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm that you want this")
    assert fits(page)
    press_until(page, page.get_by_role("button", name="Confirm"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("You are subscribed")
    subscription = Subscription.objects.get()
    assert subscription.state == SubscriptionState.ACTIVE
    assert subscription.page == "/news/"
    assert [stream.title for stream in subscription.interests.all()] == ["Neglect"]

    press_until(page, page.get_by_role("link", name="Change what you get or unsubscribe"))
    page.keyboard.press("Enter")
    expect(page.get_by_label("Regular update")).to_be_checked()
    expect(page.get_by_label("Neglect")).to_be_checked()
    expect(page.get_by_label("Trafficking")).not_to_be_checked()
    assert fits(page)
    press_until(page, page.get_by_label("Neglect"))
    page.keyboard.press("Space")
    press_until(page, page.get_by_label("Trafficking"))
    page.keyboard.press("Space")
    press_until(page, page.get_by_role("button", name="Save"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("main").get_by_role("status")).to_contain_text("Your choices have been saved.")
    assert [stream.title for stream in subscription.interests.all()] == ["Trafficking"]

    page.goto(tokens.LEAVE.url(subscription.key))
    assert fits(page)
    press_until(page, page.get_by_role("button", name="Unsubscribe"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("You have unsubscribed")
    subscription.refresh_from_db()
    assert subscription.state == SubscriptionState.ENDED
    press_until(page, page.get_by_role("button", name="Stay on the list"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("You are still on the list")
    again = Subscription.objects.get(state=SubscriptionState.ACTIVE)

    page.goto(tokens.PREFERENCES.url(again.subscriber.key))
    page.get_by_role("link", name="Delete your details").click()
    expect(page.get_by_role("button", name="Delete my details")).to_be_visible()
    assert fits(page)
    page.get_by_role("button", name="Delete my details").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("We have deleted your details")
    again.subscriber.refresh_from_db()
    assert again.subscriber.address is None
    assert ConsentEvent.objects.count() == 6  # requested, confirmed, changed, ended, confirmed again, erased
    assert context.cookies() == []
    context.close()
