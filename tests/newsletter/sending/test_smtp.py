"""What the SMTP backend makes of a server that refuses, hangs, breaks off or closes: surely not sent, or nobody knows."""

from __future__ import annotations

import socket
import threading
import time

import pytest

from newsletter.backends.smtp import SmtpBackend
from newsletter.choices import HandoverOutcome

MESSAGE = b"Subject: x\r\n\r\n.\r\n..\r\nText\r\n.end\r\n"
CLOSE, HANG = "close", "hang"


class Server:
    """Speaks SMTP by a script: what to answer to a command, `CLOSE` or `HANG`; everything else is taken."""

    def __init__(self, **script: list[str]):
        self.script = script
        self.messages: list[bytes] = []
        self.connections = 0
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.ended = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self.listening.accept()
            except OSError:
                return
            self.connections += 1
            with client, client.makefile("rb") as lines:
                self._talk(client, lines)

    def _talk(self, client, lines) -> None:
        if not self._answer(client, "greeting", "220 ready"):
            return
        for line in lines:
            verb = line.split(b":")[0].split()[0].decode().lower()
            usual = {"data": "354 go on", "ehlo": "250 hub", "quit": "221 bye"}.get(verb, "250 fine")
            if not self._answer(client, verb, usual):
                return
            if verb == "data" and self.last.startswith("354"):
                if self.script.get("body"):
                    self.script["body"].pop(0)
                    return
                taken = b""
                while (line := lines.readline()) not in (b".\r\n", b""):
                    taken += line
                self.messages.append(taken)
                if not self._answer(client, "dot", "250 taken"):
                    return

    def _answer(self, client, verb: str, usual: str) -> bool:
        waiting = self.script.get(verb)
        self.last = waiting.pop(0) if waiting else usual
        if self.last == CLOSE:
            return False
        if self.last == HANG:
            self.ended.wait(10)
            return False
        client.sendall(self.last.encode() + b"\r\n")
        return True

    def close(self) -> None:
        self.ended.set()
        self.listening.close()


@pytest.fixture
def serve():
    servers = []

    def start(**script):
        servers.append(Server(**script))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


def hand_over(backend, recipient="a@example.org"):
    return backend.hand_over(MESSAGE, sender="hub@example.org", recipient=recipient, key="<1@x>")


@pytest.mark.parametrize(
    ("script", "outcome"),
    [
        ({}, HandoverOutcome.ACCEPTED),
        ({"greeting": ["421 busy"]}, HandoverOutcome.TEMPORARY),
        ({"greeting": ["554 no"]}, HandoverOutcome.TEMPORARY),
        ({"greeting": [CLOSE]}, HandoverOutcome.TEMPORARY),
        ({"greeting": [HANG]}, HandoverOutcome.TEMPORARY),
        ({"ehlo": [CLOSE]}, HandoverOutcome.TEMPORARY),
        ({"mail": ["421 busy"]}, HandoverOutcome.TEMPORARY),
        ({"mail": ["550 not from you"]}, HandoverOutcome.TEMPORARY),
        ({"mail": [HANG]}, HandoverOutcome.TEMPORARY),
        ({"rcpt": ["450 try later"]}, HandoverOutcome.TEMPORARY),
        ({"rcpt": ["421 busy"]}, HandoverOutcome.TEMPORARY),
        ({"rcpt": ["550 no such user"]}, HandoverOutcome.REFUSED),
        ({"rcpt": [CLOSE]}, HandoverOutcome.TEMPORARY),
        ({"rcpt": [HANG]}, HandoverOutcome.TEMPORARY),
        ({"data": ["451 not now"]}, HandoverOutcome.TEMPORARY),
        ({"data": ["554 no"]}, HandoverOutcome.REFUSED),
        ({"data": [CLOSE]}, HandoverOutcome.TEMPORARY),
        ({"body": [CLOSE]}, HandoverOutcome.UNKNOWN),
        ({"dot": ["452 full"]}, HandoverOutcome.TEMPORARY),
        ({"dot": ["421 shutting down"]}, HandoverOutcome.TEMPORARY),
        ({"dot": ["550 spam"]}, HandoverOutcome.REFUSED),
        ({"dot": [CLOSE]}, HandoverOutcome.UNKNOWN),
        ({"dot": [HANG]}, HandoverOutcome.UNKNOWN),
        ({"dot": ["299 what"]}, HandoverOutcome.UNKNOWN),
    ],
)
def test_each_answer_is_told_for_what_it_is_and_the_next_message_goes(serve, script, outcome):
    server = serve(**script)
    with SmtpBackend("127.0.0.1", server.port, seconds=0.3) as backend:
        answer = hand_over(backend)
        assert answer.outcome == outcome, answer
        server.ended.set()
        before = len(server.messages)
        assert hand_over(backend).outcome == HandoverOutcome.ACCEPTED
        assert len(server.messages) == before + 1
    assert server.messages[-1] == b"Subject: x\r\n\r\n..\r\n...\r\nText\r\n..end\r\n"


@pytest.mark.parametrize(
    "script", [{"rcpt": ["550 <A@example.org>: no such user"]}, {"dot": ["250 taken for a@example.org"]}]
)
def test_what_is_kept_of_an_answer_holds_no_address(serve, script):
    with SmtpBackend("127.0.0.1", serve(**script).port) as backend:
        answer = hand_over(backend)
    assert "[address]" in answer.detail + answer.provider_id
    assert "@" not in answer.detail + answer.provider_id


def test_one_connection_is_kept(serve):
    server = serve(rcpt=["550 no"])
    with SmtpBackend("127.0.0.1", server.port) as backend:
        assert [hand_over(backend).outcome for _ in range(4)] == [HandoverOutcome.REFUSED] + [
            HandoverOutcome.ACCEPTED
        ] * 3
    assert server.connections == 1


def test_a_connection_that_the_server_closed_meanwhile_is_made_anew(serve):
    server = serve(mail=["250 fine", CLOSE])
    with SmtpBackend("127.0.0.1", server.port) as backend:
        assert [hand_over(backend).outcome for _ in range(2)] == [HandoverOutcome.ACCEPTED] * 2
    assert server.connections == 2 and len(server.messages) == 2


def test_nobody_listens():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    with SmtpBackend("127.0.0.1", port) as backend:
        assert hand_over(backend).outcome == HandoverOutcome.TEMPORARY


def test_an_address_with_other_letters_needs_a_server_that_takes_them(serve):
    with SmtpBackend("127.0.0.1", serve().port) as backend:
        answer = hand_over(backend, "bùrach@example.org")
        assert answer.outcome == HandoverOutcome.REFUSED and "English letters" in answer.detail
        assert hand_over(backend).outcome == HandoverOutcome.ACCEPTED
    with SmtpBackend("127.0.0.1", serve(ehlo=["250-hub\r\n250 SMTPUTF8"]).port) as backend:
        assert hand_over(backend, "bùrach@example.org").outcome == HandoverOutcome.ACCEPTED


def test_no_server_makes_a_worker_wait_for_longer_than_its_lease(serve, monkeypatch):
    monkeypatch.setattr("newsletter.backends.smtp.SECONDS_PER_MESSAGE", 0.5)
    begun = time.monotonic()
    with SmtpBackend("127.0.0.1", serve(dot=[HANG]).port, seconds=30) as backend:
        assert hand_over(backend).outcome == HandoverOutcome.UNKNOWN
    assert time.monotonic() - begun < 5
