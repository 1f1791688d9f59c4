"""Whose requests are counted together, whatever they ask for."""

import pytest
from django.test import RequestFactory

from cms import limits

pytestmark = pytest.mark.any_database


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
    assert limits.network_of(RequestFactory().get("/", REMOTE_ADDR=address)) == network


def test_a_proxy_is_believed_only_where_there_is_one(settings):
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.9, 192.0.2.17")
    settings.SECURE_PROXY_SSL_HEADER = None
    assert limits.network_of(request) == "10.0.0.0/24"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert limits.network_of(request) == "192.0.2.0/24"


def test_two_purposes_are_counted_apart():
    assert [limits.asked("one", "192.0.2.0/24") for _ in range(3)] == [1, 2, 3]
    assert limits.asked("two", "192.0.2.0/24") == 1
