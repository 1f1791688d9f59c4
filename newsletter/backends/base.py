"""The interface of backends: handing over one message."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Self

from django.conf import settings

from newsletter.choices import HandoverOutcome

NOT_ALLOWED = "Outside production, mail goes to addresses on the allow-list alone."


@dataclass(frozen=True)
class HandoverResult:
    """The result of handing over a message.

    `UNKNOWN` only if the other side may have taken the message although its answer never arrived;
    `TEMPORARY` only if it certainly has not.
    """

    outcome: HandoverOutcome
    provider_id: str = ""
    detail: str = ""


def without(address: str, text: str) -> str:
    """Return a server's or provider's answer without the recipient's address, which many repeat.

    Records of attempts and events outlive the address, so they mustn't contain it.
    """
    if not address or address.lower() not in text.lower():
        return text  # without a pattern, which would be made anew for each message
    return re.sub(re.escape(address), "[address]", text, flags=re.IGNORECASE)


class Backend(ABC):
    """Takes one message at a time. Used as a context manager, which holds its connection."""

    # Whether a message can reach somebody; if so, the allow-list counts outside production.
    leaves = True
    # For how many seconds the other side knows a message by its key and takes it only once; 0 if it doesn't.
    key_window = 0

    def may_reach(self, address: str) -> bool:
        """Say whether the address may get a message: outside production only if it is on the allow-list, or none leaves."""
        return not self.leaves or settings.NEWSLETTER_LIVE or address.lower() in settings.NEWSLETTER_ALLOWED

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        return None

    @abstractmethod
    def hand_over(self, message: bytes, *, sender: str, recipient: str, key: str) -> HandoverResult:
        """Hand over one message in the form of RFC 5322, from and to one bare address each. Never raises.

        The answer doesn't hold the recipient's address (`without`).
        """
