"""Requests to addresses on other sites, for the check of links. Only public networks are asked."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from urllib.parse import urljoin

import urllib3
from django.conf import settings

from cms.base.outgoing_requests import PrivateNetworkError, problem_of, response_of, target_of

REDIRECTS = 5
# With these a site refuses programs, so it isn't known what readers would find.
NOT_TOLD = {401, 403, 405, 407, 429, 451, 501, 503, 999}


@dataclass(frozen=True)
class LinkResponse:
    """The result of a request: the status, if there was one, and the problem; empty if it isn't known."""

    status: int | None = None
    problem: str = ""
    # Whether a later check would have the same result.
    for_certain: bool = False


def look(address: str) -> LinkResponse:
    """Request the address and follow its redirects. Never raises: an error is part of the result."""
    for _ in range(REDIRECTS + 1):
        try:
            status, location = _ask(address)
        except PrivateNetworkError:
            return LinkResponse(problem="Leads into a private network.", for_certain=True)
        except (ValueError, UnicodeError):
            return LinkResponse(problem="Isn't a complete address.", for_certain=True)
        except socket.gaierror:
            return LinkResponse(problem="There is no site with this name.")
        except (urllib3.exceptions.SSLError, urllib3.exceptions.HTTPError, OSError) as error:
            return LinkResponse(problem=problem_of(error))
        if status in (301, 302, 303, 307, 308) and location:
            address = urljoin(address, location)
            continue
        if status < 400 or status in NOT_TOLD:
            return LinkResponse(status)
        return LinkResponse(
            status, {404: "Not found.", 410: "Gone for good."}.get(status, f"Answers with error {status}.")
        )
    return LinkResponse(problem="Redirects in a loop.")


def _ask(address: str) -> tuple[int, str]:
    """Return the status and the next location. Sends HEAD, and GET if a site refuses that."""
    target = target_of(address)
    headers = {"User-Agent": f"Link check of {settings.BASE_URL}", "Accept": "*/*"}
    for method in ("HEAD", "GET"):
        with response_of(target, method, headers) as response:  # nobody reads the body
            status, location = response.status, response.headers.get("Location", "")
        if status < 400:
            break
    return status, location
