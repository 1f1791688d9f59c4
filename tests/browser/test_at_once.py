"""Simultaneous readers get the same answers as a single reader."""

import pytest

from tests import hubs


@pytest.mark.long
def test_a_hub_that_has_just_started_answers_everybody(folder):
    hubs.run(folder, [["-m", "tests.browser.at_once"]])
