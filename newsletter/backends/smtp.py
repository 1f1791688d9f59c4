"""Hands messages to a mail server, and tells certain failures from uncertain outcomes.

Before the message itself is transmitted, nothing can have been taken: any failure is temporary or a refusal. A server
that answers has decided (RFC 5321, section 4.2.5). Only a break in between leaves the outcome uncertain.
"""

from __future__ import annotations

import re
import smtplib
import ssl
import time
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from newsletter.choices import HandoverOutcome

from .base import Backend, HandoverResult, without

# The time limit for one message, so that a worker's lease outlives it. RFC 5321, section 4.5.3.2, would wait ten minutes
# for the last answer. With a shorter wait a message that arrived may count as uncertain, never the other way round.
SECONDS_PER_MESSAGE = 90
SECONDS_PER_ANSWER = 30
_DOT_AT_START = re.compile(rb"^\.", re.MULTILINE)


class _NotTakenError(Exception):
    """The server refused, or was gone, before it could have taken anything. Carries the result."""

    def __init__(self, answer: HandoverResult):
        super().__init__(answer.detail)
        self.answer = answer


class SmtpBackend(Backend):
    """One connection, reused for each message, and opened again if the server has closed it."""

    def __init__(
        self,
        host: str,
        port: int,
        *,
        user: str = "",
        password: str = "",
        tls: bool = False,
        ssl_from_start: bool = False,
        seconds: float = SECONDS_PER_ANSWER,
    ):
        self.host, self.port, self.user, self.password = host, port, user, password
        self.tls, self.ssl_from_start, self.seconds = tls, ssl_from_start, seconds
        self._server: Any = None  # an smtplib.SMTP while there is a connection
        self._deadline = 0.0

    @classmethod
    def from_settings(cls) -> SmtpBackend:
        """Return one for the server of Django's e-mail settings. Raises ImproperlyConfigured."""
        if not settings.EMAIL_HOST:
            raise ImproperlyConfigured("No mail server is named: set EMAIL_URL.")
        return cls(
            settings.EMAIL_HOST,
            int(settings.EMAIL_PORT or 25),
            user=settings.EMAIL_HOST_USER or "",
            password=settings.EMAIL_HOST_PASSWORD or "",
            tls=settings.EMAIL_USE_TLS,
            ssl_from_start=settings.EMAIL_USE_SSL,
        )

    def __exit__(self, *exception: object) -> None:
        server, self._server = self._server, None
        if server is not None:
            try:
                server.sock.settimeout(2)
                server.quit()
            except (OSError, smtplib.SMTPException, AttributeError):
                server.close()

    def hand_over(self, message: bytes, *, sender: str, recipient: str, key: str) -> HandoverResult:
        self._deadline = time.monotonic() + SECONDS_PER_MESSAGE
        try:
            self._announce(sender, recipient)
            answer = self._transmit(message)
        except _NotTakenError as error:
            answer = error.answer
        provider_id, detail = (without(recipient, text) for text in (answer.provider_id, answer.detail))
        return HandoverResult(answer.outcome, provider_id, detail)

    def _announce(self, sender: str, recipient: str) -> None:
        """Say from whom and to whom, so that the server waits for the message. Raises _NotTakenError."""
        kept = self._server is not None
        if not kept:
            self._connect()
        options = [] if recipient.isascii() else self._options_for_other_letters()
        try:
            reply = self._command(f"MAIL FROM:<{sender}>{''.join(options)}")
        except _NotTakenError:
            if not kept:
                raise
            # The server had closed the connection since the last message.
            self._connect()
            reply = self._command(f"MAIL FROM:<{sender}>{''.join(options)}")
        if reply[0] != 250:
            # A server that refuses the sender says nothing about the recipient: the refusal isn't permanent.
            self._say_no(reply, HandoverOutcome.TEMPORARY)
        reply = self._command(f"RCPT TO:<{recipient}>")
        if reply[0] not in (250, 251):
            self._say_no(reply, self._outcome(reply[0]))
        reply = self._command("DATA")
        if reply[0] != 354:
            self._say_no(reply, self._outcome(reply[0]))

    def _transmit(self, message: bytes) -> HandoverResult:
        """Send the message and its end, and return the server's answer."""
        body = _DOT_AT_START.sub(b"..", message)
        try:
            self._send(body + (b".\r\n" if body.endswith(b"\r\n") else b"\r\n.\r\n"))
            code, text = self._server.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            detail = f"The connection broke during the handover: {_told(error)}"
            return HandoverResult(HandoverOutcome.UNKNOWN, detail=detail)
        if code == 250:
            return HandoverResult(HandoverOutcome.ACCEPTED, provider_id=_text(text)[:200])
        if code == 421 or not 400 <= code < 600:
            self._drop()
        if not 400 <= code < 600:
            return HandoverResult(HandoverOutcome.UNKNOWN, detail=f"The server answered {code} {_text(text)}")
        return HandoverResult(self._outcome(code), detail=f"{code} {_text(text)}")

    def _connect(self) -> None:
        self._drop()
        kind = smtplib.SMTP_SSL if self.ssl_from_start else smtplib.SMTP
        context: dict[str, Any] = {"context": ssl.create_default_context()} if self.ssl_from_start else {}
        server: Any = kind(timeout=self._seconds_left(), **context)
        try:
            code, text = server.connect(self.host, self.port)
            if code != 220:
                raise smtplib.SMTPConnectError(code, _text(text))
            # smtplib keeps the name of the server for TLS only if it is given to the constructor, which would connect.
            server._host = self.host
            server.ehlo_or_helo_if_needed()
            if self.tls:
                server.starttls(context=ssl.create_default_context())
                server.ehlo_or_helo_if_needed()
            if self.user:
                server.login(self.user, self.password)
        except (OSError, smtplib.SMTPException) as error:
            server.close()
            detail = f"No connection to the mail server: {_told(error)}"
            raise _NotTakenError(HandoverResult(HandoverOutcome.TEMPORARY, detail=detail)) from error
        self._server = server

    def _options_for_other_letters(self) -> list[str]:
        """Return the option that an address with non-ASCII letters needs (RFC 6531). Raises _NotTakenError."""
        if not self._server.has_extn("smtputf8"):
            detail = "The mail server takes no addresses with other than English letters."
            raise _NotTakenError(HandoverResult(HandoverOutcome.REFUSED, detail=detail))
        self._server.command_encoding = "utf-8"
        return [" BODY=8BITMIME", " SMTPUTF8"]

    def _command(self, command: str) -> tuple[int, bytes]:
        """Return the server's answer to a command that can't have sent anything. Raises _NotTakenError."""
        try:
            self._send(f"{command}\r\n".encode("utf-8" if not command.isascii() else "ascii"))
            return self._server.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            detail = f"The connection broke before the handover: {_told(error)}"
            raise _NotTakenError(HandoverResult(HandoverOutcome.TEMPORARY, detail=detail)) from error

    def _send(self, data: bytes) -> None:
        self._server.sock.settimeout(self._seconds_left())
        self._server.sock.sendall(data)

    def _seconds_left(self) -> float:
        return max(0.1, min(self.seconds, self._deadline - time.monotonic()))

    def _say_no(self, reply: tuple[int, bytes], outcome: HandoverOutcome) -> None:
        """Raise _NotTakenError for the server's refusal, and make the connection ready for the next message."""
        code, text = reply
        if code == 421:
            self._drop()
        else:
            try:
                self._send(b"RSET\r\n")
                self._server.getreply()
            except (OSError, smtplib.SMTPException):
                self._drop()
        raise _NotTakenError(HandoverResult(outcome, detail=f"{code} {_text(text)}"))

    @staticmethod
    def _outcome(code: int) -> HandoverOutcome:
        return HandoverOutcome.REFUSED if 500 <= code < 600 else HandoverOutcome.TEMPORARY

    def _drop(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.close()


def _text(text: bytes) -> str:
    return text.decode("utf-8", "replace").replace("\n", " ")


def _told(error: Exception) -> str:
    return (str(error) or type(error).__name__).rstrip(".") + "."
