"""The way to content for tools: the GraphQL API, in process, with the rights and limits of the token that asks.

There is no other: what a tool returns, a program with the same token could have asked for.
"""

from __future__ import annotations

import json
from functools import cache, partial
from pathlib import Path
from typing import Any

from django.http import HttpRequest

from cms.batches.shapes import ReadPlan
from cms.graphql.context import Context
from cms.graphql.errors import ApiError, ErrorCode, RequestError
from cms.graphql.execution import GraphQLRequest, run
from cms.graphql.limits import VariableLimits
from cms.graphql.views import charge, reader, refuse_if_closed
from cms.pages.viewer import visibility_of
from cms.tokens.authentication import MISSING, TokenRefusedError
from cms.tokens.models import AccessToken
from cms.tokens.scopes import READ, WRITE
from cms.visibility.period import Period


class ToolError(Exception):
    """A tool couldn't do what was asked: one sentence or several, for the assistant."""


class Hub:
    """The API as a token sees it in one request."""

    def __init__(self, request: HttpRequest):
        """Raises TokenRefusedError if the request has no token that reads this site."""
        token, period = reader(request)
        if token is None:
            raise TokenRefusedError(MISSING, "This needs an access token.", scope=READ)
        self.token: AccessToken = token
        self._request = request
        self._period: Period | None = period

    def may(self, *scopes: str) -> bool:
        """Say whether the token has one of the scopes."""
        return any(self.token.allows(scope) for scope in scopes)

    def ask(self, document: str, variables: dict[str, Any]) -> dict[str, Any]:
        """Return the data that the API answers to a document. Raises ToolError with the API's words."""
        try:
            answer = run(
                GraphQLRequest(document, {name: value for name, value in variables.items() if value is not None}),
                self._context,
                charge=partial(charge, self._request, self.token),
                limits=VariableLimits.now(writes=self.token.allows(WRITE)),
            )
        except (ApiError, RequestError) as refusal:
            raise ToolError(refusal.message) from None
        errors = answer.body.get("errors")
        if errors:
            raise ToolError("\n".join(dict.fromkeys(_said(error) for error in errors)))
        return json.loads(json.dumps(answer.body["data"]))

    def _context(self, plan: ReadPlan) -> Context:
        visibility = visibility_of(self._request, self._period, self.token)
        refuse_if_closed(visibility)
        context = Context(visibility, plan)
        context.request, context.token = self._request, self.token
        return context


def _said(error: dict[str, Any]) -> str:
    """Return an error in the API's words. A fault of the hub has the id under which it is in the log."""
    extensions = error["extensions"]
    fault = f" ({extensions['id']})" if extensions["code"] == ErrorCode.INTERNAL else ""
    return error["message"] + fault


@cache
def stored(folder: Path, name: str) -> str:
    """Return a document of an app: the file with this name in its folder `graphql/tools`."""
    return (folder / "graphql" / "tools" / f"{name}.graphql").read_text()
