"""Which client is it? Only trusted proxies are believed, whatever a client writes into its headers."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory

from cms.base.proxies import take_forwarded, trusted_proxies

FORGED = "203.0.113.66"
CLIENT = "192.0.2.17"


def seen(settings, trusted: str, remote: str, forwarded: str) -> tuple[str, bool]:
    """Return the client's address, and whether it is believed that the request came by HTTPS."""
    settings.TRUSTED_PROXIES = trusted_proxies(trusted)
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    headers = {"HTTP_X_FORWARDED_FOR": forwarded, "HTTP_X_FORWARDED_PROTO": "https"}
    request = RequestFactory().get("/", REMOTE_ADDR=remote, **headers)
    take_forwarded(request)
    return request.META["REMOTE_ADDR"], request.is_secure()


@pytest.mark.parametrize(
    ("trusted", "remote", "forwarded", "client", "is_secure"),
    [
        ("", CLIENT, FORGED, CLIENT, False),
        ("0", CLIENT, FORGED, CLIENT, False),
        ("1", "10.0.0.1", f"{FORGED}, {CLIENT}", CLIENT, True),
        ("2", "10.0.0.1", f"{FORGED}, {CLIENT}, 10.0.0.2", CLIENT, True),
        ("2", "10.0.0.1", CLIENT, CLIENT, True),
        ("1", "10.0.0.1", "", "10.0.0.1", True),
        ("1", "10.0.0.1", f"{FORGED}, nonsense", "10.0.0.1", True),
        ("1", "10.0.0.1", f"{FORGED}, {CLIENT}:4711", CLIENT, True),
        ("1", "10.0.0.1", "[2001:db8::7]:4711", "2001:db8::7", True),
        ("10.0.0.0/8", "10.0.0.1", f"{FORGED}, {CLIENT}, 10.0.0.2", CLIENT, True),
        ("10.0.0.0/8", "::ffff:10.0.0.1", f"{FORGED}, {CLIENT}", CLIENT, True),
        ("10.0.0.1,2001:db8::/32", "2001:db8::1", f"{CLIENT}, 10.0.0.1", CLIENT, True),
        ("10.0.0.0/8", CLIENT, FORGED, CLIENT, False),
        ("10.0.0.0/8", "10.0.0.1", "nonsense", "10.0.0.1", True),
    ],
)
def test_only_trusted_proxies_are_believed(settings, trusted, remote, forwarded, client, is_secure):
    assert seen(settings, trusted, remote, forwarded) == (client, is_secure)


@pytest.mark.parametrize("wrong", ["-1", "yes", "10.0.0.1/8", "10.0.0.0/8;10.1.0.0/16"])
def test_a_wrong_setting_is_named_with_what_is_allowed(wrong):
    with pytest.raises(ImproperlyConfigured, match="^TRUSTED_PROXIES must be the number of proxies .* or networks"):
        trusted_proxies(wrong)
