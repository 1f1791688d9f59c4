"""The networks whose requests are counted together."""

import pytest
from django.test import RequestFactory

from cms.base import rate_limits


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.17", "192.0.2.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.17", "192.0.2.0/24"),
        ("", ""),
        ("unix:", ""),
    ],
)
def test_a_network_is_what_one_household_has(address, network):
    assert rate_limits.network_of(RequestFactory().get("/", REMOTE_ADDR=address)) == network


def test_two_purposes_are_counted_apart():
    assert [rate_limits.asked("one", "192.0.2.0/24") for _ in range(3)] == [1, 2, 3]
    assert rate_limits.asked("two", "192.0.2.0/24") == 1
