"""The record of a programme for an archive: its public site as a copy, and what is known of each of its pages.

Nothing is in it that the public couldn't read: no draft, no private page, nobody's details.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

from django.conf import settings
from django.db.models import Q
from wagtail.models import Page, Site

from cms.base.dates import today
from cms.base.registry import Registry
from cms.base.spreadsheets import as_csv
from cms.delivery.seo import description_of
from cms.models import Change, HubDocument, HubImage, HubSettings, ProgrammeSite
from cms.visibility.rule import Visibility
from home.programmes.services import name_of

from .bags import PAYLOAD, write_bag
from .copies import DOCUMENTS, CopyReport, SiteCopy
from .crawl import Track


class ArchiveSource(NamedTuple):
    """Records of another app: what they are, and the files with their paths, made of what the public sees of a site."""

    description: str
    files: Callable[[Visibility], Iterable[tuple[str, bytes]]]


# By the name of their folder. Apps add theirs.
sources: Registry[ArchiveSource] = Registry("record for an archive")

ABOUT = """{name}, as it was on {day:%Y-%m-%d}: all that the public could read.

site/          the public site as a copy; open site/index.html
records.json   each public page: title, address, dates, changes, text, and its file in site/
records.csv    the same for a spreadsheet, without texts
changes.csv    the public record of changes, the oldest first
changes.json   the same for programs
files.csv      the documents in site/documents/
{more}"""


def write_record(site: Site, folder: Path, track: Track, *, originals: bool) -> CopyReport:
    """Write a bag into an empty folder. `originals` adds the pictures on the pages as they were uploaded.

    Raises HandoverRefusedError as `SiteCopy.make` does.
    """
    payload = folder / PAYLOAD
    report = write_payload(SiteCopy(site, payload / "site"), payload, originals=originals, track=track)
    write_bag(folder, info_of(site))
    return report


def write_payload(copied: SiteCopy, payload: Path, *, originals: bool, track: Track) -> CopyReport:
    """Make a copy, and write what is known of its pages beside it. Of a copy of some pages nothing else is written.

    Raises HandoverRefusedError as `SiteCopy.make` does.
    """
    copied.folder.mkdir(parents=True)
    report, site = copied.make(track), copied.site
    view = Visibility(site)
    changes = changes_of(view)
    pages = list(_pages(view, copied, report, changes))
    if not copied.is_whole:
        addresses = {page["address"] for page in pages}
        changes = [one for one in changes if one.page is not None and view.url_of(one.page) in addresses]
    write(payload / "records.json", _json(pages))
    write_table(payload / "records.csv", ({**page, "changes": len(page["changes"])} for page in pages), without="text")
    stated = [_change(view, change) for change in changes]
    write(payload / "changes.json", _json(stated))
    write_table(payload / "changes.csv", stated)
    write_table(payload / "files.csv", _documents(report))
    more = {}
    if originals:
        lost = _write_originals(view, report, payload / "originals")
        report = replace(report, missing=(*report.missing, *lost))
        more["originals"] = "the pictures on the pages, as they were uploaded"
    for name, source in sources.items() if copied.is_whole else ():
        for path, content in source.files(view):
            write(payload / name / path, content)
            more[name] = source.description
    lines = "".join(f"{f'{name}/':15}{said}\n" for name, said in more.items())
    write(payload / "about.txt", ABOUT.format(name=name_of(site), day=today(), more=lines).encode())
    return report


def changes_of(view: Visibility) -> list[Change]:
    """Return the public record of changes of a site, the oldest first."""
    found = view.filter(Change.objects.filter(site=view.site))
    return list(found.select_related("page").order_by("at", "pk"))


def _pages(
    view: Visibility, copied: SiteCopy, report: CopyReport, changes: Iterable[Change]
) -> Iterable[dict[str, Any]]:
    texts = {page.key: page.text for page in report.searched}
    of_page = defaultdict(list)
    for change in changes:
        of_page[change.page_id].append(change)
    found: Any = view.filter(Page.objects.filter(view.in_own_tree()))
    found = found.select_related("last_update", "locale").order_by("path")
    for page in found.specific():
        key = view.path_of(page)
        file = copied.crawl.find(key)
        if file is None and not copied.is_whole:
            continue
        updated = getattr(page, "last_update", None)
        yield {
            "title": page.title,
            "type": str(page.get_verbose_name()),
            "address": view.url_of(page),
            "file": f"site/{file.file}" if file else "",
            "language": page.locale.language_code,
            "first_published": page.first_published_at,
            "last_published": page.last_published_at,
            "updated": updated.date.iso if updated and updated.date else "",
            "description": description_of(page),
            "text": texts.get(key, ""),
            "changes": [
                {"at": one.at, "kind": one.kind, "significance": one.significance, "note": one.note}
                for one in of_page[page.pk]
            ],
        }


def _change(view: Visibility, change: Change) -> dict[str, Any]:
    """Return a change with the address that its page has, or had when it was withdrawn."""
    page = change.page if change.page is not None and view.can_see(change.page) else None
    return {
        "at": change.at,
        "kind": change.kind,
        "significance": change.significance,
        "note": change.note,
        "title": page.title if page else "",
        "path": view.path_of(page) if page else change.path,
        "type": change.page_type,
    }


def _documents(report: CopyReport) -> Iterable[dict[str, Any]]:
    names = {one.file.split("/")[1]: one.file for one in report.files if one.file.startswith(DOCUMENTS)}
    for document in HubDocument.objects.filter(pk__in=names).order_by("pk"):
        file = f"site/{names[str(document.pk)]}"
        yield {"title": document.title, "file": file, "uploaded": document.created_at, "bytes": document.file_size}


def _write_originals(view: Visibility, report: CopyReport, folder: Path) -> list[str]:
    """Write the pictures that the copy has in other sizes. Return a sentence for each that the hub has lost."""
    paths = [unquote(one.key).partition("?")[0].removeprefix(settings.MEDIA_URL) for one in report.files]
    sized = {path.split("/")[1] for path in paths if path.startswith("sized/")}
    found = HubImage.objects.filter(Q(renditions__file__in=paths) | Q(pk__in=sized)).distinct()
    lost = []
    for image in view.filter(found).order_by("pk"):
        try:
            with image.file.open() as file:
                write(folder / f"{image.pk}-{Path(image.file.name).name}", file.read())
        except FileNotFoundError:
            lost.append(f"The original of the picture “{image.title}” is lost.")
    return lost


def info_of(site: Site) -> Mapping[str, str]:
    """Return what the bag says of itself, in the terms of RFC 8493, section 2.2.2."""
    hub, name = HubSettings.for_site(site), name_of(site)
    key = ProgrammeSite.objects.filter(site=site).values_list("key", flat=True).first()
    stated = {
        "Source-Organization": hub.organisation,
        "Contact-Name": hub.contact_name,
        "Contact-Email": hub.contact_email,
        "External-Description": f"Public site of {name}, with a record of each page and its changes",
        # None in a hub with one programme that was never handed over: to read it gives it no key.
        "External-Identifier": key or "",
        "Bagging-Date": today().isoformat(),
    }
    return {label: value for label, value in stated.items() if value}


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, default=lambda moment: moment.isoformat()) + "\n").encode()


def write_table(file: Path, rows: Iterable[Mapping[str, Any]], *, without: str = "", names: Sequence[str] = ()) -> None:
    """Write rows as CSV. Without rows it has only `names`."""
    rows = list(rows)
    names = [name for name in (rows[0] if rows else names) if name != without]
    lines = [names, *([row[name] for name in names] for row in rows)]
    write(file, as_csv(lines if names else ()))


def write(file: Path, content: bytes) -> None:
    """Write a file, with the folders above it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
