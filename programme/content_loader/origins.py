"""Where a hub's content comes from: the folder that `HUB_CONTENT` names. A demonstration isn't mixed with other content."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, Site

from cms.models import HubSettings

from . import memory
from .files import Record
from .problems import ProblemList
from .site import current_site

NONE = "none"
PROGRAMME = Path(settings.PROJECT_ROOT) / "programme"
EXAMPLE, DEMO = "the example", "the demonstration (HUB_CONTENT=demo)"
FOLDERS = {"example": PROGRAMME / "content", "demo": PROGRAMME / "demo"}


def folder_of(chosen: str) -> Path | None:
    """Return the folder that `HUB_CONTENT` names; None for none. Raises ValueError with a sentence if there is none such."""
    if chosen == NONE:
        return None
    folder = FOLDERS.get(chosen) or Path(chosen).expanduser()
    if not folder.is_dir():
        raise ValueError(
            f"HUB_CONTENT must be none, example, demo or a folder of content files; {chosen} is none of them."
        )
    return folder


def source_of(folder: Path) -> str:
    """Return the name by which loads from a folder are remembered: its path, within the project if it is there."""
    path, project = folder.resolve(), PROGRAMME.parent
    return (path.relative_to(project) if path.is_relative_to(project) else path).as_posix()


def has_other_content(folder: Path) -> bool:
    """Whether the hub has content, and none of it at its own address was loaded from the folder."""
    plain = ContentType.objects.get_for_model(Page)
    has_content = Page.objects.filter(depth=2).exclude(content_type=plain).exists()
    return has_content and source_of(folder) not in memory.sources()


def content_now() -> str:
    """Return what the hub's own address was loaded from, in words: the example, the demonstration, or folders."""
    names = {source_of(folder): words for folder, words in ((FOLDERS["example"], EXAMPLE), (FOLDERS["demo"], DEMO))}
    found = sorted(names.get(source, source) for source in memory.sources())
    return " and ".join(found) if found else "made by its editors"


def check_mixture(records: Iterable[Record], target: Site | None, problems: ProblemList) -> None:
    """Add a problem if the files are a demonstration and the hub has other public content, or the other way round.

    `target` is the site to be filled, None for the default one.
    """
    marks = [r for r in records if r.model is HubSettings and r.values.get("demonstration") is True]
    demonstrations = set(HubSettings.objects.filter(demonstration=True).values_list("site", flat=True))
    site = target or current_site()
    if site.pk in demonstrations and not marks:
        first = next(iter(records), None)
        if first:
            problems.add(first.file, 1, "This programme is a demonstration: other content can't be mixed with it.")
    plain = ContentType.objects.get_for_model(Page)
    others = (
        Site.objects.filter(root_page__live=True).exclude(root_page__content_type=plain).exclude(pk__in=demonstrations)
    )
    for mark in marks:
        if others.exists():
            problems.add(mark.file, mark.line("demonstration"), "A demonstration can't be mixed with other content.")
