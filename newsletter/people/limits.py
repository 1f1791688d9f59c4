"""Limits on requests, per address and per network."""

from __future__ import annotations

from cms.base.rate_limits import HasMeta, asked, network_of

# A person who doesn't find the letter asks again once or twice.
PER_ADDRESS = 3
# An office behind one IP address asks more often than a household, a robot far more often than an office.
PER_NETWORK = 60


def network_may_ask(request: HasMeta) -> bool:
    """Count a request from the network, and say whether it is within the limit."""
    return asked("newsletter-network", network_of(request)) <= PER_NETWORK


def address_may_ask(normalised: str) -> bool:
    """Count a request for the address, and say whether it is within the limit."""
    return asked("newsletter-address", normalised) <= PER_ADDRESS
