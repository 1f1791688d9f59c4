"""Requests to the servers of platforms, and what a post is made of.

What goes wrong is one of two things: the post was refused, so that it isn't there for certain, or it is uncertain
whether it is there. Only the request that publishes can leave that open.
"""

from __future__ import annotations

import json
import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import urllib3
from django.conf import settings
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError, SSLError
from urllib3.util.ssl_match_hostname import CertificateError

from cms.base.outgoing_requests import PrivateNetworkError, Target, problem_of, response_of, target_of

from .keys import AccountKey

# More of an answer isn't read.
MOST = 500_000


class PostRefusedError(Exception):
    """The post isn't on the platform. The text is a sentence for editors."""


class PostUncertainError(Exception):
    """It isn't known whether the post is on the platform. The text is a sentence for editors."""


@dataclass(frozen=True)
class PostPicture:
    """A picture with its alternative text."""

    name: str
    kind: str
    content: bytes
    alt: str
    width: int
    height: int


@dataclass(frozen=True)
class OutgoingPost:
    """A post as it is handed over. `key` is the same at every attempt; `again` says that this isn't the first."""

    key: str
    text: str
    link: str
    title: str = ""
    description: str = ""
    picture: PostPicture | None = None
    again: bool = False


@dataclass(frozen=True)
class ServerAnswer:
    """The status of an answer and its body, if that is a JSON object."""

    status: int
    data: Mapping[str, Any]

    @property
    def is_fine(self) -> bool:
        return 200 <= self.status < 300

    @property
    def problem(self) -> str:
        """A sentence about an answer that isn't fine, with what the server says."""
        said = self.data.get("message") or self.data.get("error") or ""
        words = f"{said}"[:300].strip()
        if self.status == 401:
            return f"The server doesn't take the key. {words}".strip()
        return f"The server refused it with status {self.status}. {words}".strip()


def ask(
    key: AccountKey, method: str, path: str, headers: Mapping[str, str], body: bytes | None = None, *, final: bool
) -> ServerAnswer:
    """Send a request to the account's server. `final` says that this one publishes the post.

    Raises PostRefusedError, and PostUncertainError for what may have come through in spite of an error.
    """
    target = _checked(key)
    target = Target(target.secure, target.host, target.port, target.ip, target.path.rstrip("/") + path)
    agent = {"User-Agent": f"Posts of {settings.BASE_URL}", "Accept": "application/json"}
    try:
        with response_of(target, method, {**agent, **headers}, body) as response:
            status, raw = response.status, response.read(MOST)
    except (HTTPError, OSError) as error:
        kind = PostUncertainError if final and not _was_before(error) else PostRefusedError
        raise kind(f"The server of the account: {_sentence(error)}") from error
    answer = ServerAnswer(status, _object_in(raw))
    if final and (status >= 500 or status == 408 or (answer.is_fine and not answer.data)):
        raise PostUncertainError(f"The server answered with status {status}, which doesn't say whether it is posted.")
    return answer


def sent(
    key: AccountKey, path: str, values: Mapping[str, Any], headers: Mapping[str, str] | None = None, *, final: bool
) -> Mapping[str, Any]:
    """Post a JSON object and return the answer's. Raises PostRefusedError, PostUncertainError."""
    headers = {**(headers or {}), "Content-Type": "application/json"}
    answer = ask(key, "POST", path, headers, json.dumps(values).encode(), final=final)
    if not answer.is_fine:
        raise PostRefusedError(answer.problem)
    return answer.data


def multipart(picture: PostPicture, **fields: str) -> tuple[bytes, str]:
    """Return the body of a form with a file, and its content type."""
    return urllib3.encode_multipart_formdata({"file": (picture.name, picture.content, picture.kind), **fields})


def _checked(key: AccountKey) -> Target:
    try:
        target = target_of(key.server, private=key.is_own_server)
    except PrivateNetworkError:
        raise PostRefusedError("The server of the account is in a private network.") from None
    except (ValueError, UnicodeError):
        raise PostRefusedError("The address of the account's server isn't complete.") from None
    except socket.gaierror:
        raise PostRefusedError("There is no server with the name in the account's address.") from None
    if not target.secure and not key.is_own_server:
        raise PostRefusedError("The key is only sent to an address that begins with https://.")
    return target


def _object_in(raw: bytes) -> Mapping[str, Any]:
    with suppress(ValueError):
        if isinstance(found := json.loads(raw), dict):
            return found
    return {}


def _was_before(error: Exception) -> bool:
    """Say whether the request can't have been sent."""
    return isinstance(error, NewConnectionError | ConnectTimeoutError) or _is_about_certificate(error)


def _is_about_certificate(error: Exception) -> bool:
    """Say whether the certificate was refused. An encrypted connection can also break off later."""
    reason = error.args[0] if isinstance(error, SSLError) and error.args else None
    return isinstance(reason, ssl.SSLCertVerificationError | CertificateError)


def _sentence(error: Exception) -> str:
    if isinstance(error, SSLError) and not _is_about_certificate(error):
        return "the encrypted connection broke off."
    sentence = problem_of(error)
    return sentence[:1].lower() + sentence[1:]
