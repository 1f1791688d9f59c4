"""Asks a virus scanner that speaks clamd's protocol (clamd(8), INSTREAM), if `CLAMD` names one.

Its clients on PyPI are from 2014 and 2017, or under the GPL; what is needed is this one command.
"""

from __future__ import annotations

import io
import socket
from typing import IO

from django.conf import settings

PATIENCE, SHORT_PATIENCE = 30, 2  # seconds for each step; a large archive takes the scanner some
CHUNK = 64 * 1024
LONGEST_ANSWER = 4096


class ScannerError(Exception):
    """The scanner doesn't answer, or can't scan the file."""


class TooLargeToScanError(ScannerError):
    """The file is larger than the scanner takes."""


def virus_in(file: IO[bytes], *, patience: float = PATIENCE) -> str:
    """Return the name of the virus in a file, empty if none is found or no scanner is configured.

    Raises TooLargeToScanError for a file that is larger than the scanner takes, and ScannerError if it doesn't answer or
    answers with another error.
    """
    if not settings.CLAMD:
        return ""
    try:
        answer = _ask(file, patience)
    except OSError as error:
        raise ScannerError(str(error)) from error
    _, _, outcome = answer.rstrip("\0\n").partition(": ")
    if outcome == "OK":
        return ""
    if outcome.endswith(" FOUND"):
        return outcome.removesuffix(" FOUND")
    if "size limit exceeded" in answer:
        raise TooLargeToScanError(answer)
    raise ScannerError(answer or "no answer")


def fault() -> str:
    """Return why the scanner doesn't answer, shortly; empty if it does or none is configured."""
    try:
        virus_in(io.BytesIO(), patience=SHORT_PATIENCE)
    except ScannerError as error:
        return str(error)
    return ""


def _ask(file: IO[bytes], patience: float) -> str:
    with _connected(patience) as connection:
        connection.sendall(b"zINSTREAM\0")
        try:
            while chunk := file.read(CHUNK):
                connection.sendall(len(chunk).to_bytes(4, "big") + chunk)
            connection.sendall(bytes(4))
        except (BrokenPipeError, ConnectionResetError):
            pass  # it has refused the rest, and its answer says why
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER and (part := connection.recv(LONGEST_ANSWER)):
            answer += part
        return answer.decode(errors="replace")


def _connected(patience: float) -> socket.socket:
    kind, _, address = settings.CLAMD.partition("://")
    if kind == "tcp":
        host, _, port = address.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=patience)
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(patience)
    try:
        connection.connect(address)
    except OSError:
        connection.close()
        raise
    return connection
