"""Makes an export: a bag (RFC 8493) in a zip, with a copy of the pages and all that is known of them, as of a moment.

Everything is read within `as_of` and by requests without an account, so nothing is in it that the public couldn't read
then. Its content (`data/`) is the same whenever it is made; what changes is in `bag-info.txt`.
"""

from __future__ import annotations

import datetime
import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Site

from cms.base import pdf
from cms.base.dates import moment_in_words
from cms.base.release import version
from cms.base.typed_dates import in_words
from cms.history.moments import beginning, known_since
from cms.history.past import as_of
from cms.history.tables import histories
from cms.models import HubDocument, HubImage, ProgrammeSite
from cms.sites.default import default_site
from cms.visibility.period import no_period
from cms.visibility.rule import Visibility
from home.handover.addresses import CopyAddresses
from home.handover.bags import PAYLOAD, pack, write_bag
from home.handover.crawl import Track
from home.handover.errors import HandoverRefusedError
from home.handover.records import info_of, write, write_payload, write_table

from .copies import ExportPart, PartCopy, PastCopy, keys_of
from .drawings import for_paper

DOCUMENT = re.compile(r"/documents/(\d+)/")
SIZED = re.compile(r"sized/(\d+)/")
LOST = ("address", "needed_by", "kind", "title", "description")

ABOUT = """What the public could read as at {moment}: {scope}.

unknown.csv    what isn't known of that moment, because its states are kept only from a later one

In {folders}:

site/          the pages with styles, pictures and documents; open an .html file
pdf/           the same pages as PDF{pdf}
records.json   each page: title, address, dates, changes, text
changes.csv    the public record of changes up to then; changes.json is the same
files.csv      the documents in site/documents/
missing.csv    pictures and documents that the pages had and that the hub no longer keeps

The words, the pictures, the programme's own colours and what was public are those of that moment. The product's styles,
layout and words of the frame are those of the release that made this export, and the signposts to help are today's.

The record begins on {first}. To check that nothing has changed since the export was made, in the
folder above this one:

    sha512sum --check manifest-sha512.txt
    sha512sum --check tagmanifest-sha512.txt

The same day can be exported again. If the files in data/ are the same, so is manifest-sha512.txt.
"""


@dataclass(frozen=True)
class Scope:
    """What is exported: the page at an address, a list with the pages below it, or the whole hub (no address)."""

    address: str = ""
    is_list: bool = False

    def __str__(self) -> str:
        return f"{'the list' if self.is_list else 'the page'} {self.address}" if self.address else "the whole hub"


@dataclass(frozen=True)
class Export:
    """What an export has. `missing`: a sentence for each picture or document that the hub no longer has."""

    pages: int
    missing: tuple[str, ...]


def make(
    file: Path,
    moment: datetime.datetime,
    scope: Scope,
    track: Track = iter,
    *,
    with_pdf: bool = True,
) -> Export:
    """Write an export into a file that doesn't exist yet. `moment` is one that `past_moment` allows.

    Raises HandoverRefusedError if nothing of that was public then, or if the file can't be written; nothing is left then.
    """
    if file.exists():
        raise HandoverRefusedError(f"{file} exists. Name another file.")
    if not file.parent.is_dir():
        raise HandoverRefusedError(f"{file.parent} is no folder.")
    try:
        beside = tempfile.TemporaryDirectory(dir=file.parent, prefix=".evidence-")
    except OSError as error:
        raise HandoverRefusedError(f"{file.parent} can't be written to: {error.strerror}.") from error
    with beside as name:
        bag = Path(name) / f"evidence-{timezone.localtime(moment):%Y-%m-%d}"
        (bag / PAYLOAD).mkdir(parents=True)
        # Without a period nothing of it is kept for readers: it would push out what they ask for.
        with no_period():
            with as_of(moment):
                copies = _copies(bag / PAYLOAD, moment, scope)
                made = _write_content(bag / PAYLOAD, copies, moment, scope, track, with_pdf=with_pdf)
            write_bag(bag, _info(moment, scope))
        packed = Path(name) / "packed.zip"
        pack(bag, packed)
        packed.rename(file)
    return made


def number_of_pages(moment: datetime.datetime, scope: Scope) -> int:
    """Return how many pages an export of a page or a list has. Raises HandoverRefusedError if none was public then."""
    with no_period(), as_of(moment):
        return len(_part(_sites(), moment, scope).pages)


def _write_content(
    payload: Path,
    copies: Iterable[tuple[str, PastCopy]],
    moment: datetime.datetime,
    scope: Scope,
    track: Track,
    *,
    with_pdf: bool,
) -> Export:
    pages, missing, folders = 0, [], []
    for name, copied in copies:
        report = write_payload(copied, payload / name, originals=False, track=track)
        lost = sorted(_lost(copied), key=lambda row: row["address"])
        write_table(payload / name / "missing.csv", lost, names=LOST)
        missing += [f"{row['kind']} “{row['title']}” ({row['address']}) is no longer kept." for row in lost]
        if with_pdf:
            first = [one.file for one in report.files if one.is_page and one.is_first]
            pdf.write_all(copied.folder, payload / name / "pdf", track(sorted(first)), for_paper)
        pages += report.pages
        folders.append(name)
    if not folders:
        raise HandoverRefusedError(f"Nothing was public on {moment_in_words(moment)}.")
    write_table(payload / "unknown.csv", _unknown(moment), names=("kind", "known_since"))
    words = {
        "moment": moment_in_words(moment),
        "scope": scope,
        "folders": ", ".join(f"{name}/" for name in folders),
        "pdf": "" if with_pdf else ": not made, because that was not asked for or WeasyPrint isn't installed",
        "first": _first_day(),
    }
    write(payload / "about.txt", ABOUT.format(**words).encode())
    return Export(pages, tuple(missing))


def _copies(payload: Path, moment: datetime.datetime, scope: Scope) -> Iterator[tuple[str, PastCopy]]:
    """Yield the copies to make, each with the name of its folder."""
    keys = dict(ProgrammeSite.objects.values_list("site_id", "key"))
    sites = _sites()
    if scope.address:
        part = _part(sites, moment, scope)
        name = keys.get(part.site.pk, "hub")
        yield name, PartCopy(part, payload / name / "site", moment)
        return
    for site in sites:
        view = Visibility(site)
        if view.can_see(site.root_page) and not _is_closed(view):
            name = keys.get(site.pk, "hub")
            yield name, PastCopy(site, payload / name / "site", moment)


def _sites() -> list[Site]:
    """Return the sites of the moment, the hub's own first."""
    default = default_site()
    found = Site.objects.select_related("root_page").order_by("pk")
    return sorted(found, key=lambda site: site.pk != (default and default.pk))


def _part(sites: Iterable[Site], moment: datetime.datetime, scope: Scope) -> ExportPart:
    """Return the pages of a scope with an address, a path or a full one. Raises HandoverRefusedError if it has no page."""
    for site in sites:
        addresses = CopyAddresses(site)
        key = addresses.key(scope.address, addresses.home)
        if key is None:
            continue
        view = Visibility(site)
        public = [] if _is_closed(view) else keys_of(view)
        if key not in public:
            continue
        below = tuple(one for one in public if one.startswith(key)) if scope.is_list else (key,)
        return ExportPart(site, below, key if scope.is_list else "", frozenset(public))
    raise HandoverRefusedError(
        f"There was no public page at {scope.address} on {moment_in_words(moment)}. "
        "Write its path with all slashes, such as /news/, or its full address."
    )


def _is_closed(view: Visibility) -> bool:
    return view.address is not None and view.address.is_closed


def _lost(copied: PastCopy) -> Iterator[dict[str, Any]]:
    """Yield a row for each picture, document or other file that a page needs and that the hub no longer has."""
    for name, (thing, needed_by) in copied.crawl.lost.items():
        page = copied.crawl.find(needed_by)
        kind = "The document" if isinstance(thing, HubDocument) else "The picture"
        yield _lost_row(name, page.file if page else "", kind, thing)
    for key, file in copied.lost.items():
        yield _lost_row(key, file, *_at(urlsplit(key).path))


def _lost_row(address: str, file: str, kind: str, thing: Any) -> dict[str, Any]:
    needed_by = f"site/{file}" if file else ""
    return dict(zip(LOST, (address, needed_by, kind, *(getattr(thing, name, "") for name in LOST[3:])), strict=True))


def _at(path: str) -> tuple[str, HubDocument | HubImage | None]:
    """Return which kind of file was at a path, and the document or picture that is still known."""
    if named := DOCUMENT.search(path):
        return "The document", HubDocument.objects.filter(pk=named[1]).first()
    if not path.startswith(settings.MEDIA_URL):
        return "The file", None
    stored = path.removeprefix(settings.MEDIA_URL)
    sized = SIZED.match(stored)
    known = Q(renditions__file=stored) | Q(pk=sized[1] if sized else None)
    return "The picture", HubImage.objects.filter(known).first()


def _unknown(moment: datetime.datetime) -> list[dict[str, str]]:
    """Return what isn't known of a moment: each kind whose states are kept only from a later one."""
    kinds = histories()
    return [
        {
            "kind": str(kinds[table].model._meta.verbose_name_plural),
            "known_since": timezone.localtime(since).isoformat(),
        }
        for table, since in sorted(known_since().items())
        if since > moment and table in kinds
    ]


def _first_day() -> str:
    first = beginning()
    return in_words(timezone.localdate(first)) if first else ""


def _info(moment: datetime.datetime, scope: Scope) -> dict[str, str]:
    """Return what the bag says of itself: here alone is the time at which it was made."""
    first, site = beginning(), default_site()
    stated = info_of(site) if site else {}
    return {
        **{name: stated[name] for name in ("Source-Organization", "Contact-Name", "Contact-Email") if name in stated},
        "External-Description": f"What the public could read as at {moment_in_words(moment)}: {scope}",
        "Bagging-Date": timezone.localdate().isoformat(),
        "As-At": timezone.localtime(moment).isoformat(),
        "History-Since": timezone.localtime(first).isoformat() if first else "",
        "Hub-Address": settings.BASE_URL,
        "Hub-Release": version(),
        "Made-At": timezone.localtime().isoformat(timespec="seconds"),
    }
