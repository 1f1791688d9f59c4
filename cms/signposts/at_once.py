"""The few numbers for immediate help: in the banner of every page, in letters, in print and on error pages."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from cms.signposts.models import Signpost
from cms.visibility.rule import Visibility

from .choices import HelpAudience, HelpTopic
from .selection import fitting, signposts

logger = logging.getLogger(__name__)

KINDS = (
    ("In danger now", HelpAudience.DANGER, HelpTopic.IMMEDIATE_DANGER),
    ("Children and young people", HelpAudience.CHILD, HelpTopic.ANY),
    ("Worried about a child", HelpAudience.WORRIED_ADULT, HelpTopic.WORRIED_ABOUT_CHILD),
)
TEMPLATE = "includes/help_at_once.html"

# The text that this process last wrote into each file.
_written: dict[Path, str] = {}


@dataclass(frozen=True)
class Pointer:
    """A signpost on one line, with its audience in words."""

    words: str
    signpost: Signpost

    @property
    def text(self) -> str:
        """The service and its number, or only the number if the service is known by it, such as 999."""
        signpost = self.signpost
        return signpost.telephone if signpost.urgent else f"{signpost.name} {signpost.telephone}"


def pointers(found: Iterable[Signpost]) -> list[Pointer]:
    """Return one signpost with a telephone for each of `KINDS`, leaving out those without one."""
    found = [signpost for signpost in found if signpost.telephone]
    chosen: dict[int, Pointer] = {}
    for words, audience, topic in KINDS:
        for signpost in fitting(found, [audience], [topic]):
            if signpost.pk not in chosen:
                chosen[signpost.pk] = Pointer(words, signpost)
                break
    return list(chosen.values())


def at_once(visibility: Visibility) -> list[Pointer]:
    """Return the pointers of the hub. No query besides the frame's. If they have changed, the file for error pages is
    updated."""
    key = ("help at once", visibility.site and visibility.site.pk)
    return visibility.fact(key, lambda: _made(visibility))


def _made(visibility: Visibility) -> list[Pointer]:
    made = pointers(signposts(visibility))
    if visibility.site is not None:
        _keep(made)
    return made


def in_lines(visibility: Visibility) -> str:
    """Return the pointers as plain text for a letter, one on each line, followed by the address of the help page; empty
    if there are none."""
    lines = [f"{pointer.words}: {pointer.text}" for pointer in at_once(visibility)]
    return "\n".join(["Need help?", *lines, f"More help: {settings.BASE_URL}/help/"]) if lines else ""


# For error pages, which can't use the database


def file() -> Path:
    """Return the path of the file with the banner for error pages."""
    return Path(settings.DATA_DIR) / "help-at-once.html"


def kept() -> str:
    """Return the banner as last rendered; empty if there never was one."""
    try:
        return file().read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _keep(made: list[Pointer]) -> None:
    """Write the banner into the file if it has changed. A failure to write doesn't break the page."""
    # Error pages are in English, whatever the language of the page that made the banner.
    with translation.override(settings.LANGUAGE_CODE):
        text, path = render_to_string(TEMPLATE, {"help_at_once": made}), file()
    if _written.get(path) == text:
        return
    try:
        if kept() != text:
            new = path.with_suffix(f".{os.getpid()}.new")
            new.write_text(text, encoding="utf-8")
            new.replace(path)
    except OSError:
        logger.warning("The help for error pages could not be written to %s.", path)
    else:
        _written[path] = text
