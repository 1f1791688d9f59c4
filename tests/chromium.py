"""A real browser for tests."""

import os
import shutil

import pytest
from playwright.sync_api import Browser, Error, Locator, Page, Playwright


def launch(playwright: Playwright) -> Browser:
    """Start Chromium without a window: the one named in `CHROMIUM`, the system's own without windows or with, or Playwright's.

    Skips without any; where everything must be tried (`CI`), it fails.
    """
    path = os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell") or shutil.which("chromium")
    try:
        return playwright.chromium.launch(executable_path=path)
    except Error:
        missing("There is no Chromium. Install it with `playwright install chromium`, or name one in CHROMIUM.")


def missing(why: str) -> None:
    """Skip the test for want of a tool; fail where everything must be tried."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(why)


def press_until(page: Page, locator: Locator, key: str = "Tab", most: int = 200) -> None:
    """Go on by keyboard until the element has the focus."""
    for _ in range(most):
        page.keyboard.press(key)
        if locator.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"The keyboard doesn't reach {locator}.")


def fits(page: Page) -> bool:
    """Say whether nothing stands out of the window to the right. (On a phone `innerWidth` grows with what stands out.)"""
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
