"""The installation's name, kept outside the database: a restored copy elsewhere must not send without a decision."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.conf import settings


def installation() -> str:
    """Return the installation's name: `NEWSLETTER_INSTALLATION`, or the content of a file in the data folder.

    The file is created when it is first needed. Raises OSError if it can't be.
    """
    return settings.NEWSLETTER_INSTALLATION or _kept(Path(settings.DATA_DIR) / "installation")


def _kept(path: Path) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = path.with_suffix(f".{os.getpid()}.{secrets.token_hex(4)}")
        made.write_text(secrets.token_hex(8))
        try:
            os.link(made, path)  # fails if another process was quicker, whose name then holds
        except FileExistsError:
            pass
        finally:
            made.unlink()
    return path.read_text().strip()
