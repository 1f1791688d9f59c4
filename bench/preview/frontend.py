"""A small frontend on an origin of its own, which shows drafts in one of several ways."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from bench.environment import ROOT

SCRIPT = ROOT / "packages" / "preview" / "src" / "preview.js"
# Each with what its page does once it has drawn the draft for the first time.
IN_PLACE, RELOADS, SILENT = "in place", "reloads", "silent"
STARTS = {
    IN_PLACE: 'startPreview({ hub: "HUB", refetch }).show(await refetch())',
    RELOADS: 'startPreview({ hub: "HUB" }).show(await refetch())',
    SILENT: "await refetch()",
}
PAGE = """<!doctype html>
<html lang="en"><title>Frontend</title><h1 data-hub="page.title"></h1><p data-hub="page.summary"></p><div></div>
<script type="module">
  import { startPreview } from "/preview.js"
  const query = `query ($token: String!) { page(by: {previewToken: $token}) { title ... on NewsPage {
    summary
    sources { title }
    body { __typename ... on RichTextBlock { richText { html } } ... on QuoteBlock { quote } ... on HeadingBlock { text } } } } }`
  const variables = { token: new URLSearchParams(location.search).get("token") }
  async function refetch() {
    const answer = await (await fetch("HUB/graphql/", {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ query, variables }),
    })).json()
    const { page } = answer.data
    document.querySelector("h1").textContent = page.title
    document.querySelector("p").textContent = page.summary
    const parts = page.body.map((block, at) => {
      const part = document.createElement("div")
      part.dataset.hub = `page.body.${at}`
      part.innerHTML = block.richText ? block.richText.html : (block.quote ?? block.text ?? block.__typename)
      return part
    })
    document.querySelector("div").replaceChildren(...parts)
    return answer
  }
  STARTS
</script>"""


class Frontend:
    """The running frontend: its address, and the way in which it shows drafts from its next page on."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.hub = ""
        self.way = SILENT

    def page(self) -> bytes:
        return PAGE.replace("STARTS", STARTS[self.way]).replace("HUB", self.hub).encode()


@contextmanager
def serving() -> Iterator[Frontend]:
    """Serve the frontend as long as the block lasts. Its `hub` must be named before it is asked."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            is_script = self.path == "/preview.js"
            body = SCRIPT.read_bytes() if is_script else frontend.page()
            self.send_response(200)
            self.send_header("Content-Type", "text/javascript" if is_script else "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    frontend = Frontend(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield frontend
    finally:
        server.shutdown()
        server.server_close()
