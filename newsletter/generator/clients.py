"""Clients that query a hub by GraphQL: this one directly, or any other over HTTP.

Both get the answer that an anonymous reader would get.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from wagtail.models import Site

from cms.base.active_site import active_site
from cms.graphql.execution import answer
from cms.sites.default import default_site
from cms.visibility.rule import Visibility

from .documents import document
from .errors import GeneratorError

Asker = Callable[[str, dict[str, Any]], dict[str, Any]]

SECONDS = 30
# An answer of a hundred items has some 100 kB.
LARGEST_ANSWER = 20_000_000


class HubQueryError(GeneratorError):
    """A document got no usable answer. The message names the document and the problem, in one sentence."""

    def __init__(self, name: str, problem: str):
        super().__init__(f"The document “{name}” got no answer: {problem}")
        self.name = name


def readers_view(site: Site | None = None) -> Visibility:
    """Return the visibility of an anonymous reader of a site at this moment; without one, of the active or the default
    site."""
    return Visibility(site or active_site() or default_site())


def this_hub(visibility: Visibility | None = None) -> Asker:
    """Return a client of this hub's own schema, which asks as an anonymous reader."""
    visibility = visibility or readers_view()

    def ask(name: str, variables: dict[str, Any]) -> dict[str, Any]:
        return _data(name, answer(document(name), variables, visibility))

    return ask


def hub_at(endpoint: str, *, seconds: float = SECONDS) -> Asker:
    """Return a client of the GraphQL endpoint at the address. Raises ValueError unless it begins with http:// or https://."""
    if urlsplit(endpoint).scheme not in ("http", "https") or not urlsplit(endpoint).hostname:
        raise ValueError("The endpoint must be an address that begins with http:// or https://.")

    def ask(name: str, variables: dict[str, Any]) -> dict[str, Any]:
        body = json.dumps({"query": document(name), "variables": variables}).encode()
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        request = urllib.request.Request(endpoint, body, headers, method="POST")  # noqa: S310  scheme checked above
        try:
            with urllib.request.urlopen(request, timeout=seconds) as response:  # noqa: S310  the same
                text = response.read(LARGEST_ANSWER + 1)
        except urllib.error.HTTPError as error:
            with error:
                text = error.read(LARGEST_ANSWER + 1)
            if not text.lstrip().startswith(b"{"):
                raise HubQueryError(name, f"the endpoint answered with status {error.code}.") from error
        except (OSError, ValueError) as error:
            raise HubQueryError(name, f"the endpoint can't be reached ({_why(error)}).") from error
        if len(text) > LARGEST_ANSWER:
            raise HubQueryError(name, "the answer is too large.")
        try:
            found = json.loads(text)
        except ValueError as error:
            raise HubQueryError(name, "the endpoint didn't answer in JSON.") from error
        return _data(name, found)

    return ask


def _why(error: Exception) -> str:
    reason = getattr(error, "reason", error)
    return "it took too long" if isinstance(reason, TimeoutError) else str(reason)


def _data(name: str, answer: Any) -> dict[str, Any]:
    """Return the data of an answer. Raises HubQueryError if it has errors: an incomplete issue is no use."""
    if not isinstance(answer, dict):
        raise HubQueryError(name, "the endpoint didn't answer with a GraphQL result.")
    if answer.get("errors"):
        error = answer["errors"][0]
        raise HubQueryError(
            name, str(error.get("message", "no reason was given") if isinstance(error, dict) else error)
        )
    if not isinstance(answer.get("data"), dict):
        raise HubQueryError(name, "the endpoint didn't answer with a GraphQL result.")
    return answer["data"]
