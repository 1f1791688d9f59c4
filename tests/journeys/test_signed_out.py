"""A form that is sent after its session has ended stays, and can be saved once its person has signed in again."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from cms.accounts.roles import MODERATORS, set_up_roles
from engagement.models import Engagement
from programme.models import NewsPage
from tests import factories
from tests.admin.forms import add_url
from tests.editing_acts import choose

from .team import serve, sign_in


def sign_in_again(page, name: str) -> None:
    """Follow the link of the message, and sign in in the tab that it opens."""
    message = page.locator("main").get_by_role("alert").filter(has_text="You were signed out")
    link = message.get_by_role("link", name="Sign in again in another tab")
    expect(link).to_be_in_viewport()
    with page.context.expect_page() as opened:
        link.click()
    tab = opened.value
    tab.locator("[name=username]").fill(name)
    tab.locator("[name=password]").fill("x")
    tab.get_by_role("button", name="Sign in").click()
    expect(tab.get_by_text("You can close this tab")).to_be_visible()
    tab.close()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_form_survives_the_end_of_its_session(one_request_at_a_time, browser, live_server, tree, settings, tmp_path):
    serve(tree, live_server.url, settings, tmp_path)
    set_up_roles()
    page = sign_in(browser, live_server.url, "moderator", MODERATORS)
    message = page.get_by_role("alert").filter(has_text="You were signed out")

    factories.OrganisationFactory(name="Dundee Archive")
    page.goto(live_server.url + reverse("engagements:add"))
    page.get_by_label("Title").fill("Visit to Dundee")
    page.get_by_label("Summary", exact=True).fill("They asked for dates.")
    page.get_by_label("Dundee Archive").check()
    Session.objects.all().delete()
    button = page.locator("main form[method=post] button[type=submit]").last
    button.click()
    expect(message.get_by_role("link")).to_be_focused()
    expect(button).to_be_enabled()
    sign_in_again(page, "moderator")
    button.click()
    expect(page.locator(".messages")).to_contain_text("Visit to Dundee")
    assert Engagement.objects.get().summary == "They asked for dates."

    settings.WAGTAIL_AUTOSAVE_INTERVAL = 100
    page.goto(live_server.url + add_url(NewsPage, tree.news))
    page.locator("#id_title").fill("A day in Dundee")
    page.locator("#id_summary").fill("What we saw there.")
    Session.objects.all().delete()
    page.locator("#id_summary").press_sequentially(" It went well.")
    expect(message).to_be_visible()
    expect(page.locator("#id_summary")).to_be_focused()
    choose(page, "Publish")
    expect(message.get_by_role("link")).to_be_focused()
    sign_in_again(page, "moderator")
    choose(page, "Publish")
    expect(page.locator(".messages")).to_contain_text("published")
    assert NewsPage.objects.get().summary == "What we saw there. It went well."
    page.context.close()
