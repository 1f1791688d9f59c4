"""A server of a platform on this machine, to which the hub posts."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from engagement.social import handovers

MASTODON = "https://mastodon.scot/@girfec"
BLUESKY = "https://bsky.app/profile/girfec.bsky.social"
AT = "https://mastodon.scot/@girfec/1"


class Platform(ThreadingHTTPServer):
    """Keeps each request, and answers with what `answers` has for its path: a status and an object."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers = {
            "/api/v1/statuses": (200, {"id": "1", "url": AT}),
            "/api/v2/media": (202, {"id": "7", "url": None}),
            "/api/v1/media/7": (200, {"id": "7"}),
            "/xrpc/com.atproto.server.createSession": (
                200,
                {"did": "did:plc:a", "accessJwt": "jwt", "handle": "girfec.bsky.social"},
            ),
            "/xrpc/com.atproto.repo.uploadBlob": (200, {"blob": {"$type": "blob", "size": 1}}),
            "/xrpc/com.atproto.repo.getRecord": (400, {"error": "RecordNotFound"}),
        }
        self.got: list[tuple[str, dict, bytes]] = []
        self.hang_up = False

    def bodies(self, path: str) -> list:
        return [json.loads(body) for asked, _, body in self.got if asked == path]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Platform

    def do_POST(self):
        path = self.path.partition("?")[0]
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        self.server.got.append((path, dict(self.headers), body))
        publishes = path.endswith(("statuses", "createRecord"))
        if self.server.hang_up and publishes:
            return
        if path.endswith("createRecord"):
            status, answer = 200, {"uri": f"at://did:plc:a/app.bsky.feed.post/{json.loads(body)['rkey']}"}
        else:
            status, answer = self.server.answers[path]
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def do_GET(self):
        self.server.got.append((self.path.partition("?")[0], dict(self.headers), b"{}"))
        status, answer = self.server.answers[self.path.partition("?")[0]]
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, *args):
        pass


def run() -> None:
    """Post what is due, as a worker does."""
    handovers.post_due(lambda: False)
