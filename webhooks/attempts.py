"""One attempt to deliver a message. It reads and writes no row, so it may run in a thread of its own."""

from __future__ import annotations

import datetime
import socket
import time
from dataclasses import dataclass

from django.conf import settings
from urllib3.exceptions import HTTPError

from cms.base.outgoing_requests import PrivateNetworkError, Target, is_public, problem_of, response_of, target_of
from webhooks.signatures import headers_of

GONE = 410


class AddressError(ValueError):
    """The address may not be used; the text is a sentence for the person who entered it."""


@dataclass(frozen=True)
class Dispatch:
    """What is sent: a message to an address, signed with these secrets."""

    key: str
    address: str
    body: str
    secrets: tuple[str, ...]


@dataclass(frozen=True)
class DeliveryOutcome:
    """The answer's status, if there was one, the time it took, and the problem; empty if the message was delivered."""

    status: int | None
    milliseconds: int
    problem: str = ""


def checked(address: str) -> Target:
    """Resolve the address of a webhook. Raises AddressError.

    Private networks are only asked if the setting `WEBHOOK_PRIVATE_ADDRESSES` says so, and only there without HTTPS.
    """
    try:
        target = target_of(address, private=settings.WEBHOOK_PRIVATE_ADDRESSES)
    except PrivateNetworkError:
        raise AddressError("The address leads into a private network.") from None
    except (ValueError, UnicodeError):
        raise AddressError("Enter a complete address, such as https://www.example.org/api/hub.") from None
    except socket.gaierror:
        raise AddressError("There is no site with this name.") from None
    if not target.secure and is_public(target.ip):
        raise AddressError("The address must begin with https://.")
    return target


def deliver(dispatch: Dispatch, now: datetime.datetime) -> DeliveryOutcome:
    """Send a message. Never raises for what the receiver does: that is part of the outcome.

    The address is resolved and checked each time: its name may lead elsewhere by now. Only a status from 200 to 299 means
    that the message has arrived; nobody reads the answer's body.
    """
    began = time.monotonic()
    status, problem = None, ""
    headers = headers_of(dispatch.key, dispatch.body, now, dispatch.secrets) | {
        "Content-Type": "application/json",
        "User-Agent": f"Webhooks of {settings.BASE_URL}",
    }
    try:
        with response_of(checked(dispatch.address), "POST", headers, dispatch.body.encode()) as response:
            status = response.status
        if not 200 <= status < 300:
            problem = f"Answered with status {status}."
    except AddressError as error:
        problem = str(error)
    except (HTTPError, OSError) as error:
        problem = problem_of(error)
    return DeliveryOutcome(status, round((time.monotonic() - began) * 1000), problem)
