"""How long the certificate of the site is valid, as a browser sees it."""

from __future__ import annotations

import datetime
import socket
import ssl

PATIENCE = 3.0


def days_left(host: str, port: int) -> int:
    """Return for how many days the certificate at the address is still valid. Raises OSError, SSLCertVerificationError if
    browsers would refuse it."""
    context = ssl.create_default_context()
    with (
        socket.create_connection((host, port), timeout=PATIENCE) as connection,
        context.wrap_socket(connection, server_hostname=host) as secured,
    ):
        ends = ssl.cert_time_to_seconds(str((secured.getpeercert() or {})["notAfter"]))
    left = datetime.datetime.fromtimestamp(ends, datetime.UTC) - datetime.datetime.now(datetime.UTC)
    return left.days
