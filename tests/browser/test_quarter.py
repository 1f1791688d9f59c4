"""A quarter of a programme, played through by a lead, an editor, two owners, a subscriber and an outsider."""

import pytest
from playwright.sync_api import Browser

from tests.browser.quarter.hub import beginning
from tests.browser.quarter.play import play


@pytest.mark.browser
@pytest.mark.long
def test_a_quarter_is_planned_written_sent_and_reported(tmp_path, chromium: Browser):
    with beginning(tmp_path / "hub", chromium) as quarter:
        play(quarter)
