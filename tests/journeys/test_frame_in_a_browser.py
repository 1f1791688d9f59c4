"""The frame in a browser: the policy allows all our resources, and the buttons “Hide this page” and “Back to top” work."""

import json
import re

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from programme.models import NewsPage
from tests import factories
from tests.site.hub import text

PHONE = {"width": 320, "height": 640}
ELSEWHERE = re.compile(r"https://")


@pytest.fixture
def opened(browser, live_server, settings):
    """Return a function that opens windows in which violations of the policy fail and other sites are empty pages."""
    settings.BASE_URL = live_server.url
    complaints = []

    def open_window(viewport=PHONE, user=None, **options):
        context = browser.new_context(viewport=viewport, **options)
        if user is not None:
            client = Client()
            client.force_login(user)
            cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
            context.add_cookies([cookie])
        context.route(ELSEWHERE, lambda route: route.fulfill(body="<title>Elsewhere</title>", content_type="text/html"))
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_window
    assert complaints == []


@pytest.fixture
def long_page(tree):
    stream = factories.WorkStreamFactory(parent=tree.streams, title="Neglect", offers_hiding=True)
    body = [text("A line of text.<br/>" * 200)]
    return factories.NewsFactory(parent=tree.news, title="Long", body=body, work_streams=[stream])


@pytest.mark.browser
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_readers_get_all_that_a_page_brings(opened, live_server, long_page):
    page = opened()
    page.goto(live_server.url + long_page.url)
    assert page.evaluate("document.documentElement.classList.contains('js-enabled')")
    told = json.loads(page.locator("script[type='application/ld+json']").text_content())
    assert told["@graph"][0]["@type"] == "NewsArticle"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_escape_hides_the_page_and_the_way_back_does_not_lead_to_it(opened, live_server, long_page):
    page = opened()
    page.goto(live_server.url + "/news/")
    page.goto(live_server.url + long_page.url)
    with page.expect_popup() as other:
        page.keyboard.press("Escape")
    expect(other.value).to_have_title("Elsewhere")
    expect(page).to_have_title("Elsewhere")
    page.go_back()
    expect(page).to_have_url(live_server.url + "/news/")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_without_scripts_it_is_a_link(opened, live_server, long_page):
    page = opened(java_script_enabled=False)
    page.goto(live_server.url + long_page.url)
    page.keyboard.press("Tab")  # the link to the main content
    page.get_by_role("link", name="Hide this page").click()
    expect(page).to_have_title("Elsewhere")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("scripts", [True, False])
def test_back_to_top_is_there_on_long_pages_alone(scripts, opened, live_server, long_page, tree):
    page = opened(java_script_enabled=scripts, reduced_motion="reduce")
    link = page.get_by_role("link", name="Back to top")
    page.goto(live_server.url + "/feeds/")
    page.set_viewport_size({"width": 320, "height": 4000})
    expect(link).to_be_hidden()

    page.set_viewport_size(PHONE)
    page.goto(live_server.url + long_page.url)
    expect(link).to_be_visible()
    page.get_by_role("contentinfo").scroll_into_view_if_needed()
    assert (
        link.bounding_box()["y"] + link.bounding_box()["height"] <= page.get_by_role("contentinfo").bounding_box()["y"]
    )
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#page-top")).to_be_focused()
    expect(page.get_by_role("banner")).to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_editors_get_their_bar_and_the_preview_beside_the_form(opened, live_server, long_page, settings):
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0
    page = opened({"width": 1600, "height": 900}, get_user_model().objects.create_superuser("admin", password="x"))
    page.goto(live_server.url + long_page.url)
    page.locator("wagtail-userbar").get_by_role("button", name="View Wagtail quick actions").click()
    expect(page.locator("wagtail-userbar").get_by_role("menuitem", name="Edit this page")).to_be_visible()

    page.goto(live_server.url + reverse("wagtailadmin_pages:edit", args=[NewsPage.objects.get().pk]))
    page.get_by_role("button", name="Toggle preview").click()
    expect(page.frame_locator("#w-preview-iframe").get_by_role("heading", level=1)).to_have_text("Long", timeout=20_000)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_escape_first_closes_what_is_open_and_only_then_leaves(opened, live_server, tree):
    """The search page of a hub with signposts offers hiding: closing its suggestions by Escape must not leave the page."""
    factories.add_signposts()
    factories.WorkStreamFactory(parent=tree.streams, title="Neglect", show_in_menus=True)
    call_command("search", "rebuild", verbosity=0)
    page = opened()
    page.goto(live_server.url + "/search/")
    field = page.get_by_role("combobox")
    field.press_sequentially("negl")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    expect(field).to_have_value("negl")
    expect(field).to_be_focused()

    page.get_by_role("button", name="Menu").click()
    expect(page.get_by_role("button", name="Menu")).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Menu")).to_have_attribute("aria-expanded", "false")
    expect(page).to_have_url(live_server.url + "/search/")

    with page.expect_popup() as other:
        page.keyboard.press("Escape")
    expect(other.value).to_have_title("Elsewhere")
    expect(page).to_have_title("Elsewhere")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("touch", [True, False])
def test_nobody_is_sent_to_a_key_that_their_device_lacks(touch, opened, live_server, tree):
    factories.add_signposts()
    phone = {"width": 390, "height": 844}
    page = opened(phone, has_touch=touch, is_mobile=touch)
    page.goto(live_server.url + "/feedback/")
    expect(page.get_by_role("link", name="Hide this page")).to_be_visible()
    expect(page.get_by_text("Or press Escape")).to_be_visible(visible=not touch)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("scripts", [True, False])
def test_somebody_finds_a_number_on_a_phone(scripts, opened, live_server, tree):
    factories.add_signposts()
    long_name = factories.WorkStreamFactory(
        parent=tree.streams, title="Child sexual exploitation", offers_hiding=True, slug="cse"
    )
    page = opened({"width": 390, "height": 844}, has_touch=True, is_mobile=True, java_script_enabled=scripts)
    page.goto(live_server.url + long_name.url)
    assert page.get_by_role("heading", level=1).bounding_box()["y"] < 844 / 2
    page.get_by_role("complementary").get_by_role("link", name="More help").click()
    expect(page.get_by_role("heading", name="Get help")).to_be_visible()
    expect(page.get_by_role("link", name="999").last).to_be_visible()
    number = page.locator("#child").get_by_role("link", name="0800 1111")
    expect(number).to_be_hidden()
    page.get_by_role("heading", name="You are a child").click()
    expect(number).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
