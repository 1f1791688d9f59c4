"""Pressing a button twice, or while the form is being saved, records something only once."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cms.accounts.roles import MODERATORS, set_up_roles
from programme.models import NewsPage, ProgressEntry
from tests import factories
from tests.admin.forms import add_url, edit_url

from .team import serve, sign_in


@pytest.mark.browser
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_form_that_is_on_its_way_is_not_sent_again(browser, live_server, tree, settings, tmp_path):
    serve(tree, live_server.url, settings, tmp_path)
    set_up_roles()
    page = sign_in(browser, live_server.url, "moderator", MODERATORS)
    commitment = factories.CommitmentFactory(parent=factories.WorkStreamFactory(parent=tree.streams))
    page.goto(live_server.url + reverse("programme_record", args=[commitment.pk]))
    on_the_way = []
    page.route("**/*", lambda route: on_the_way.append(route) if route.request.method == "POST" else route.continue_())
    page.get_by_label("Status").select_option("Complete")
    page.locator("#id_note").fill("The guidance was published.")
    button = page.get_by_role("button", name="Record progress")
    button.scroll_into_view_if_needed()
    record = button.bounding_box()
    for _ in range(2):  # not by `click`, which waits for an answer
        page.mouse.click(record["x"] + record["width"] / 2, record["y"] + record["height"] / 2)
        page.wait_for_timeout(300)
    assert len(on_the_way) == 1
    on_the_way[0].continue_()
    expect(page.locator(".messages")).to_contain_text("The entry is published")
    assert ProgressEntry.objects.get().note == "The guidance was published."
    page.context.close()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_form_waits_for_the_save_on_its_way(browser, live_server, tree, settings, tmp_path):
    """Otherwise a new page would be made twice, and the second refused because of its address."""
    serve(tree, live_server.url, settings, tmp_path)
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 100
    set_up_roles()
    page = sign_in(browser, live_server.url, "moderator", MODERATORS)
    page.goto(live_server.url + add_url(NewsPage, tree.news))
    saves = []
    in_the_background = re.compile(r"/admin/pages/.*")
    page.route(
        in_the_background,
        lambda route: saves.append(route) if "json" in route.request.headers["accept"] else route.continue_(),
    )
    page.locator("#id_title").fill("A day in Dundee")
    page.locator("#id_summary").fill("What we saw there.")
    with page.expect_request(lambda request: request.method == "POST", timeout=20_000):
        page.locator("#id_summary").press_sequentially(" It went well.")
    page.locator("footer").get_by_role("button", name="Publish").click()
    assert not NewsPage.objects.exists()
    saves.pop(0).continue_()
    expect(page.locator(".messages")).to_contain_text("published")
    assert NewsPage.objects.get().live
    page.context.close()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_key_pressed_while_the_form_is_being_saved_is_saved_next(browser, live_server, tree, settings, tmp_path):
    """Wagtail would take it for saved, and neither save it nor warn about it."""
    serve(tree, live_server.url, settings, tmp_path)
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 100
    set_up_roles()
    news = factories.NewsFactory(parent=tree.news, summary="What we saw.")
    page = sign_in(browser, live_server.url, "moderator", MODERATORS)
    page.goto(live_server.url + edit_url(news))
    held = []

    def hold_the_first(route):
        if held or "json" not in route.request.headers["accept"]:
            route.continue_()
        else:
            held.append(route)

    page.route(re.compile(r"/admin/pages/\d+/edit/$"), hold_the_first)
    summary = page.locator("#id_summary")
    with page.expect_request(lambda request: request.method == "POST", timeout=20_000):
        summary.press_sequentially(" It went well")
    with page.expect_request(
        lambda request: request.method == "POST" and "It went well!" in (request.post_data or ""), timeout=20_000
    ):
        summary.press("!")
        held[0].continue_()
    page.context.close()
