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
from wagtail.models import Site

from cms.pages.viewer import known_site
from cms.signposts.models import Signpost
from cms.visibility.hub_addresses import full_address
from cms.visibility.rule import Visibility

from .groups import ANY, HelpGroup, groups
from .selection import fitting, signposts

logger = logging.getLogger(__name__)

TEMPLATE = "includes/help_at_once.html"

# The text that this process last wrote into each file.
_written: dict[Path, str] = {}


@dataclass(frozen=True)
class Pointer:
    """A signpost on one line, with the group that it is for."""

    group: HelpGroup
    signpost: Signpost

    @property
    def words(self) -> str:
        """The group in words, such as “In danger now”."""
        return self.group.banner

    @property
    def text(self) -> str:
        """The service and its number, or only the number if the service is known by it, such as that of an ambulance."""
        signpost = self.signpost
        return signpost.telephone if signpost.urgent else f"{signpost.name} {signpost.telephone}"


def pointers(found: Iterable[Signpost], known: Iterable[HelpGroup]) -> list[Pointer]:
    """Return one signpost with a telephone for each group that has words for the banner, leaving out those without one."""
    found = [signpost for signpost in found if signpost.telephone]
    chosen: dict[int, Pointer] = {}
    for group in known:
        if not group.banner:
            continue
        for signpost in fitting(found, [group.slug], [group.banner_topic or ANY]):
            if signpost.pk not in chosen:
                chosen[signpost.pk] = Pointer(group, signpost)
                break
    return list(chosen.values())


def at_once(visibility: Visibility) -> list[Pointer]:
    """Return the pointers of the hub. No query besides the frame's. If they have changed, the file for error pages is
    updated."""
    key = ("help at once", visibility.site and visibility.site.pk)
    return visibility.fact(key, lambda: _made(visibility))


def _made(visibility: Visibility) -> list[Pointer]:
    made = pointers(signposts(visibility), groups(visibility))
    if visibility.site is not None:
        _keep(made, visibility.site)
    return made


def in_lines(visibility: Visibility) -> str:
    """Return the pointers as plain text for a letter, one on each line, followed by the address of the help page; empty
    if there are none."""
    lines = [f"{pointer.words}: {pointer.text}" for pointer in at_once(visibility)]
    return (
        "\n".join(["Need help?", *lines, f"More help: {full_address('help', site=visibility.site)}"]) if lines else ""
    )


# For error pages, which can't use the database


def file(site: Site | None = None) -> Path:
    """Return the path of the file with the banner for error pages: of a site, or of the default one."""
    own = f"-{site.pk}" if site and not site.is_default_site else ""
    return Path(settings.DATA_DIR) / f"help-at-once{own}.html"


def kept() -> str:
    """Return the banner as last rendered for the site of the request; empty if there never was one.

    For the default site, if the failure came before the request's own was read: reading it now might fail again.
    """
    return _read(file(known_site()))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _keep(made: list[Pointer], site: Site) -> None:
    """Write the banner into the file if it has changed. A failure to write doesn't break the page."""
    # Error pages are in English, whatever the language of the page that made the banner.
    with translation.override(settings.LANGUAGE_CODE):
        text, path = render_to_string(TEMPLATE, {"help_at_once": made}).lstrip(), file(site)
    if _written.get(path) == text:
        return
    try:
        if _read(path) != text:
            new = path.with_suffix(f".{os.getpid()}.new")
            new.write_text(text, encoding="utf-8")
            new.replace(path)
    except OSError:
        logger.warning("The help for error pages could not be written to %s.", path)
    else:
        _written[path] = text
