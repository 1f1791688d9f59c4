"""Serve an assistant on this machine over its standard input and output, with an access token."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import import_string

from cms.tokens.authentication import TokenRefusedError

VARIABLE = "HUB_TOKEN"


class Command(BaseCommand):
    help = (
        "Serve an assistant on this machine over standard input and output. The token comes from a file or from the "
        f"environment ({VARIABLE}), never from an argument, which others on the machine can read."
    )
    requires_system_checks: list = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--token-file", type=Path, metavar="FILE", help="the file with the access token")
        parser.add_argument("--site", metavar="HOST", help="the host of the programme; by default the hub's own")

    def handle(self, *, token_file: Path | None, site: str | None, **options: Any) -> None:
        try:
            secret = token_file.read_text().strip() if token_file else os.environ.get(VARIABLE, "")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"--token-file {token_file}: it can't be read: {error}") from error
        if not secret:
            raise CommandError(f"Name the file with the access token by --token-file, or set {VARIABLE}.")
        try:
            # Not before the command runs: see there.
            import_string("cms.assistants.stdio.serve")(secret, site)
        except TokenRefusedError as refusal:
            raise CommandError(refusal.message) from refusal
