"""Readers who come at the same moment get what each would get alone."""

import pytest

from tests import hubs

pytestmark = pytest.mark.own_database


def test_a_hub_that_has_just_started_answers_everybody(folder):
    hubs.run(folder, [["-m", "tests.browser.at_once"]])
