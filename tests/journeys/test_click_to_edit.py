"""An editor types and sees it at once, clicks what is wrong on the page, and is in its field."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cms.accounts.roles import EDITORS
from cms.models import PageSource
from programme.models import NewsPage
from tests import factories
from tests.admin.forms import add_url

from .team import sign_in

# Evaluated from outside: the admin's policy forbids evaluating strings in the page.
WATCHED = "addEventListener('w-unsaved:watch-edits', () => { window.watched = (window.watched || 0) + 1 })"
SCROLLED = "() => document.querySelector('#w-preview-iframe').contentWindow.scrollY"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_click_on_the_page_leads_to_its_field_and_back(browser, live_server, roles, tree, settings):
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0
    body = [{"type": "rich_text", "value": {"text": f"<p>Paragraph {number}.</p>"}} for number in range(12)]
    news = factories.NewsFactory(parent=tree.news, title="A day", summary="In short.", body=body)
    PageSource.objects.create(page=news, title="The report")
    page = sign_in(browser, live_server.url, "editor", EDITORS)
    page.add_init_script(WATCHED)
    page.goto(live_server.url + reverse("wagtailadmin_pages:edit", args=[news.pk]))
    page.get_by_role("button", name="Toggle preview").click()
    shown = page.frame_locator("#w-preview-iframe")
    expect(shown.locator("h1")).to_have_attribute("title", "Edit: Title")

    # A part of the page opens its field, also one that is folded in.
    page.locator(
        "#panel-child-content-sources-heading ~ *, [aria-controls='panel-child-content-sources-content']"
    ).first.click()
    expect(page.locator("#id_sources-0-title")).to_be_hidden()
    shown.get_by_text("The report").click()
    expect(page.locator("#id_sources-0-title")).to_be_focused()
    shown.get_by_text("Paragraph 7.").click()
    block = page.locator(f"[data-contentpath='{news.body[7].id}']")
    expect(block.get_by_role("textbox")).to_be_focused()

    # The place of a field is marked and, if need be, scrolled to; what is typed changes neither.
    page.locator("#id_title").focus()
    expect(shown.locator("[data-edit-focus]")).to_have_text("A day")
    page.locator("#id_sources-0-title").focus()
    expect(shown.locator("[data-edit-focus]")).to_have_text("The report")
    page.wait_for_function("() => window.watched")
    before = page.evaluate(SCROLLED)
    assert before > 0
    page.keyboard.press("End")
    page.keyboard.type(" of May")
    expect(shown.get_by_text("The report of May")).to_be_visible()
    expect(shown.locator("[data-edit-focus]")).to_have_text("The report of May")
    assert page.evaluate(SCROLLED) == before

    # What isn't on the page is in a list, in whichever tab it is. By keyboard, too.
    page.get_by_text("Not shown on the page").click()
    page.get_by_role("button", name="Last part of the address").press("Enter")
    expect(page.locator("#id_slug")).to_be_focused()
    shown.locator("h1").press("Enter")
    expect(page.locator("#id_title")).to_be_focused()
    page.context.close()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_new_page_is_previewed_as_fully_after_its_first_save(browser, live_server, roles, tree, settings):
    """With that save Wagtail replaces the panel of the preview."""
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 100
    stream = factories.WorkStreamFactory(parent=tree.streams, title="Neglect")
    page = sign_in(browser, live_server.url, "editor", EDITORS)
    page.goto(live_server.url + add_url(NewsPage, stream))
    page.locator("#id_title").fill("A day")
    page.locator("#id_summary").press_sequentially("In short.")
    page.wait_for_url("**/edit/**")
    page.get_by_role("button", name="Toggle preview").click()
    shown = page.frame_locator("#w-preview-iframe")
    expect(shown.locator("h1")).to_have_attribute("title", "Edit: Title")
    expect(shown.get_by_role("link", name="Neglect").first).to_be_visible()
    page.get_by_text("Not shown on the page").click()
    page.get_by_role("button", name="Last part of the address").click()
    expect(page.locator("#id_slug")).to_be_focused()
    page.context.close()
