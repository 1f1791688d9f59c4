"""Limits on requests, per address and per network."""

from __future__ import annotations

from cms.base.rate_limits import HasMeta, Verdict, asked, limited_forms, verdict_on

# A person who doesn't find the letter asks again once or twice.
PER_ADDRESS = 3
# An office behind one IP address asks more often than a household, a robot far more often than an office.
PER_NETWORK = 60
limited_forms.add("newsletter-network", "requests to subscribe, follow or change what one gets")


def network_may_ask(request: HasMeta) -> bool:
    """Count a request from the network, and say whether it is taken.

    Past the limit it goes on until it is far past it: whatever is asked for, the owner of the mailbox confirms.
    """
    return verdict_on("newsletter-network", request, PER_NETWORK) is not Verdict.REFUSE


def address_may_ask(normalised: str) -> bool:
    """Count a request for the address, and say whether it is within the limit."""
    return asked("newsletter-address", normalised) <= PER_ADDRESS
