"""An assistant's client: that of the SDK, which asks the hub of the test over HTTP, in process."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx2
from asgiref.sync import async_to_sync, sync_to_async
from django.test import Client as Browser
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from mcp_types import CallToolResult, Implementation

URL = "http://localhost/mcp/"
NAME = "Minutes assistant"


class InProcess(httpx2.AsyncBaseTransport):
    """Hands a request to Django in the test's own thread, whose transaction it then shares."""

    def __init__(self, browser: Browser):
        self.browser = browser

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        body = await request.aread()
        return await sync_to_async(self._answer)(request, body)

    def _answer(self, request: httpx2.Request, body: bytes) -> httpx2.Response:
        headers = {name: value for name, value in request.headers.items() if name not in ("content-length", "host")}
        kind = headers.pop("content-type", "")
        found = self.browser.generic(request.method, request.url.path, body, kind, headers=headers)
        return httpx2.Response(found.status_code, headers=dict(found.headers), content=found.content)


@dataclass
class Assistant:
    """A client with a token. `mode` is how it connects: as the protocol's newest version has it, or by a handshake."""

    browser: Browser
    secret: str
    mode: str = "auto"

    def do(self, job: Callable[[Client], Any]) -> Any:
        """Connect and do a job, such as `lambda client: client.list_tools()`; return its result."""

        async def done() -> Any:
            headers = {"authorization": f"Bearer {self.secret}"}
            async with httpx2.AsyncClient(transport=InProcess(self.browser), headers=headers) as http:
                transport = streamable_http_client(URL, http_client=http)
                info = Implementation(name=NAME, version="1")
                async with Client(transport, mode=self.mode, client_info=info) as client:
                    return await job(client)

        return async_to_sync(done)()

    def tools(self) -> dict[str, Any]:
        """Return the tools that it is offered, by name."""
        return {tool.name: tool for tool in self.do(lambda client: client.list_tools()).tools}

    def result(self, name: str, **given: Any) -> CallToolResult:
        """Call a tool and return all of the answer."""
        return self.do(lambda client: client.call_tool(name, given))

    def call(self, name: str, **given: Any) -> Any:
        """Call a tool that must succeed; return its data, which is also its text."""
        result = self.result(name, **given)
        assert not result.is_error, result.content
        assert json.loads(result.content[0].text) == result.structured_content
        return result.structured_content

    def refusal(self, name: str, **given: Any) -> str:
        """Call a tool that must fail; return what it says."""
        result = self.result(name, **given)
        assert result.is_error, result.structured_content
        return result.content[0].text
