"""Serve the hub: processes that answer requests and workers, kept running by one supervisor."""

from __future__ import annotations

import os
import socket
import sys
from argparse import ArgumentParser, ArgumentTypeError
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from cms.operations.server import BACKLOG, answer
from cms.operations.supervisor import ChildProcess, Supervisor, inherited_listener

# More threads than this granian warns of, with reason.
MOST_THREADS = 2 * (os.cpu_count() or 1) + 1


def number_from(least: int, text: str) -> int:
    """Return the number. Raises ArgumentTypeError with what is allowed."""
    if not text.isdecimal() or int(text) < least:
        raise ArgumentTypeError(f"it is “{text}”, but must be a whole number of {least} or more")
    return int(text)


class Command(BaseCommand):
    help = "Answer requests and do what waits in the background, in several processes, until it is stopped."
    requires_system_checks: list = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
        parser.add_argument("--port", type=partial(number_from, 1), default=8000, help="default: %(default)s")
        parser.add_argument(
            "--processes", type=partial(number_from, 1), default=2, help="that answer requests (default: %(default)s)"
        )
        parser.add_argument(
            "--threads",
            type=partial(number_from, 1),
            default=min(4, MOST_THREADS),
            help="of each (default: %(default)s)",
        )
        parser.add_argument(
            "--workers", type=partial(number_from, 0), default=1, help="that do background work (default: %(default)s)"
        )

    def handle(self, *, host: str, port: int, processes: int, threads: int, workers: int, **options: Any) -> None:
        listener = inherited_listener() or listen(host, port)
        from cms.wsgi import application  # loads and warms all that the processes share

        servers = [
            ChildProcess(f"Server {n + 1}", partial(answer, application, listener, threads)) for n in range(processes)
        ]
        others = [
            ChildProcess(f"Worker {n + 1}", partial(call_command, "worker", reload=False)) for n in range(workers)
        ]
        trial = [sys.executable, "-c", "import cms.wsgi"]
        environment = settings.PROCESS_ENVIRONMENT
        Supervisor([servers, others], listener=listener, trial=trial, environment=environment).run()


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens. Raises CommandError if it can't."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OverflowError as error:
        raise CommandError(f"--port {port}: the highest port is 65535.") from error
    except OSError as error:
        raise CommandError(f"--host {host} --port {port}: nothing can listen there: {error.strerror}.") from error
