"""The manifest of a backup: what is in it, how to tell that it is whole, and what it was made of."""

from __future__ import annotations

import datetime
import json
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils import timezone

from .errors import BackupError

# The form of the archive and of this manifest. A program refuses one that it doesn't know.
FORMAT = 1
# The folder of media in the archive.
MEDIA = "media/"


@dataclass(frozen=True)
class BackupPart:
    """A file in the archive. `field` names the column that a media file belongs to, such as `cms.HubImage.file`."""

    size: int
    sha256: str
    field: str = ""


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself.

    `rows` has the number of rows of each table, `missing` the media files that rows name but that weren't there,
    `variables` the names of the environment variables that were set, never their values.
    """

    made_at: datetime.datetime
    hub: str
    database: str
    migrations: list[str]
    rows: dict[str, int]
    variables: list[str]
    missing: list[str] = field(default_factory=list)
    parts: dict[str, BackupPart] = field(default_factory=dict)
    format: int = FORMAT

    def as_json(self) -> str:
        """Return the manifest as it is written into the archive."""
        return json.dumps(asdict(self) | {"made_at": self.made_at.isoformat()}, indent=1, ensure_ascii=False)

    @classmethod
    def of_json(cls, text: bytes) -> Manifest:
        """Return the manifest that was written. Raises BackupError if it isn't one, or one of a newer form."""
        try:
            values: dict[str, Any] = json.loads(text)
            if values["format"] > FORMAT:
                raise BackupError("This backup was made by a newer version of the hub, which alone can restore it.")
            values["made_at"] = datetime.datetime.fromisoformat(values["made_at"])
            if timezone.is_naive(values["made_at"]):
                raise ValueError("A moment without its time zone")
            values["parts"] = {name: BackupPart(**part) for name, part in values["parts"].items()}
            return cls(**values)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise BackupError("This backup is damaged: its manifest can't be read.") from error

    @property
    def media(self) -> dict[str, BackupPart]:
        """The media files in the archive, by the names that rows have for them."""
        return {name.removeprefix(MEDIA): part for name, part in self.parts.items() if name.startswith(MEDIA)}


def words_of(moment: datetime.datetime) -> str:
    """Return a moment as people read it, such as “3 March 2026, 03:15”."""
    return f"{timezone.localtime(moment):%d %B %Y, %H:%M}".lstrip("0")
