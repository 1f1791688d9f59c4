"""The dashboard of a hub as `bin/set-up` leaves it."""

import pytest
from playwright.sync_api import Browser

from tests import hubs

SCREEN = {"width": 1280, "height": 800}
PATIENCE = 120_000  # milliseconds: a busy machine is slow to send the first page
PASSWORD = "a-long-enough-password"


@pytest.mark.browser
@pytest.mark.long
def test_the_dashboard_fits_two_screens(tmp_path_factory, chromium: Browser):
    folder = hubs.prepare(tmp_path_factory, "new", ["manage.py", "set_up_newsletter"])
    hubs.run(folder, [["manage.py", "create_admin"]], HUB_ADMIN_PASSWORD=PASSWORD)
    with hubs.serving(folder) as base:
        page = chromium.new_page(viewport=SCREEN)
        page.set_default_timeout(PATIENCE)
        page.goto(f"{base}/admin/")
        page.fill("[name=username]", "admin")
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        first = page.locator(".w-dashboard > section").first
        assert first.locator("h2").inner_text() == "Waiting for you"
        end = page.locator(".w-dashboard").evaluate("element => element.getBoundingClientRect().bottom")
        assert end <= 2 * SCREEN["height"]
        page.close()
