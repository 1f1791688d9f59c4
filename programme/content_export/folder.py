"""Writes the public content of a programme as a folder of content files. Nothing of persons, and no drafts, are in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.text import camel_case_to_spaces, slugify
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, Site

from cms.base.active_site import site_active
from cms.models import BasePage, HelpGroup, HelpSubject, LastUpdate, Signpost, Snippet
from cms.signposts.models import KINDS as KEYS_OF_SIGNPOSTS
from cms.sites.rows import SharableRow, SiteRow
from cms.visibility.rule import Visibility
from programme.content_loader import page_tree
from programme.content_loader.files import MEDIA, MEDIA_MODELS, PAGES, RECORDS, SETTINGS, SNIPPETS, TRANSLATIONS
from programme.content_loader.rows import depth_of, models_of_rows
from programme.content_loader.values import ALIAS_KEY, DATE_KEYS, TEXT_FIELD_KEY, TRANSLATES_KEY, own_fields
from programme.models import Audience, GlossaryTerm

from . import toml
from .fields import TargetMissingError, written, written_date, written_medium
from .names import Names


class ExportError(Exception):
    """The programme can't be written, for the reason that the message gives."""


@dataclass
class Summary:
    """What was written: how many objects of each kind, and how many pages were left out because they aren't public."""

    counts: dict[str, int] = field(default_factory=dict)
    not_public: int = 0


def export(site: Site, folder: Path) -> Summary:
    """Write the programme of a site into a new or empty folder: the same content always as the same bytes.

    Raises ExportError if the folder has something in it, or the front page isn't public.
    """
    if folder.exists() and any(folder.iterdir()):
        raise ExportError(f"{folder} isn't empty. Name a new folder.")
    with site_active(site):
        writing = _Export(site)
        files = writing.files()
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return writing.summary


class _Export:
    """One export. The files are made twice: the first time tells which terms and media the folder needs."""

    def __init__(self, site: Site):
        self.site = site
        self.visibility = Visibility(site)
        self.summary = Summary()
        self.tops = page_tree.tops(site.root_page)
        self.pages = self._public_pages()
        self.names = Names(self.visibility, self._paths())
        top = site.root_page.path
        self.own_by_key = {page.translation_key: page.pk for page in self.pages if page.path.startswith(top)}

    def _public_pages(self) -> list[Page]:
        """Return the public pages in the order of the tree, first those in the language of the front page."""
        below = Page.objects.filter(self.visibility.in_own_tree())
        public: dict[str, Page] = {}
        top = self.site.root_page.path
        tops = {one.path for one in self.tops.values()}
        for page in sorted(self.visibility.filter(below), key=lambda page: (not page.path.startswith(top), page.path)):
            if page.path in tops or page.path[: -Page.steplen] in public:
                public[page.path] = page
        self.summary.not_public = below.count() - len(public)
        if top not in public or not issubclass(self.site.root_page.specific_class, BasePage):
            raise ExportError("The front page isn't public, so there is nothing to write.")
        keys = [page.pk for page in public.values()]
        specific = {page.pk: page for page in Page.objects.filter(pk__in=keys).specific()}
        return [specific[pk] for pk in keys]

    def _paths(self) -> dict[int, str]:
        return {
            page.pk: f"{beginning}/{page.url_path.removeprefix(top.url_path)}"
            for beginning, top in self.tops.items()
            for page in self.pages
            if page.path.startswith(top.path)
        }

    def files(self) -> dict[str, bytes]:
        """Return the bytes of each file, by its name in the folder."""
        for terms in self._terms_without_reference():
            self.names.need(terms)
        self._written()
        while (known := self._number_needed()) and not (self._written() and known == self._number_needed()):
            pass
        self.names.settle()
        self.summary.counts = {}
        texts = self._written()
        files = {name: text.encode() for name, text in texts.items()}
        for name, model in MEDIA_MODELS.items():
            for medium in self.names.media(model):
                with medium.file.open("rb") as stored:
                    files[f"{MEDIA}/{self._file_name(model, medium)}"] = stored.read()
            self._count(name, self.names.media(model))
        return files

    def _number_needed(self) -> int:
        return sum(len(things) for things in self.names.used.values())

    def _count(self, kind: str, things: Iterable[Any]) -> None:
        if number := len(list(things)):
            self.summary.counts[kind] = number

    def _written(self) -> dict[str, str]:
        found = {**self._page_files(), **self._setting_files(), **self._record_files(), **self._media_files()}
        return {**found, **self._term_files()}

    # Pages

    def _page_files(self) -> dict[str, str]:
        parents = {page.path[: -Page.steplen] for page in self.pages}
        updates = {row.page_id: row.date for row in LastUpdate.objects.filter(page__in=list(self.names.paths))}
        orders = self._orders()
        files = {}
        for page in self.pages:
            path = self.names.paths[page.pk].strip("/")
            is_own = page.path.startswith(self.site.root_page.path)
            name = f"{path}/index" if page.path in parents and path else path or "index"
            front: dict[str, Any] = {"type": page._meta.label} | self._original(page, is_own=is_own)
            if order := orders.get(page.pk):
                front["order"] = order
            if (date := updates.get(page.pk)) and ALIAS_KEY not in front:
                front[DATE_KEYS[0]] = written_date(date)
            files[f"{PAGES if is_own else TRANSLATIONS}/{name}.md"] = self._page_text(page, front)
        self._count("pages", self.pages)
        return files

    def _orders(self) -> dict[int, int]:
        """Return the places of pages whose order isn't that of their addresses."""
        siblings: dict[str, list[Page]] = {}
        tops = {one.path for one in self.tops.values()}
        for page in (one for one in self.pages if one.path not in tops):
            siblings.setdefault(page.path[: -Page.steplen], []).append(page)
        found: dict[int, int] = {}
        for pages in siblings.values():
            if [p.slug for p in pages] != sorted(p.slug for p in pages):
                found |= {page.pk: place for place, page in enumerate(pages, 1)}
        return found

    def _original(self, page: Page, *, is_own: bool) -> dict[str, str]:
        """Return the address of the original of an alias or a translation, if the folder has that."""
        path = self.names.paths.get(page.alias_of_id or 0)
        if path is not None:
            return {ALIAS_KEY: path}
        pk = None if is_own else self.own_by_key.get(page.translation_key)
        return {} if pk is None else {TRANSLATES_KEY: self.names.paths[pk]}

    def _page_text(self, page: Page, front: dict[str, Any]) -> str:
        if ALIAS_KEY in front:
            return f"+++\n{toml.document(front)}+++\n"
        values = written(page, self.names, leave_out=getattr(page, "private_bodies", ()))
        candidates = [f.name for f in own_fields(type(page)) if isinstance(f, RichTextField | StreamField)]
        name = next((each for each in candidates if values.get(each)), "")
        text = values.pop(name, "")
        if text and len(candidates) > 1:
            front[TEXT_FIELD_KEY] = name
        return f"+++\n{toml.document(front | values)}+++\n" + (f"\n{text}\n" if text else "")

    # Terms and settings

    def _terms_without_reference(self) -> Iterator[models.QuerySet[Any]]:
        """Yield terms that readers may see though no page names them: in a hub with one programme all, otherwise its own,
        and those among the shared that every programme shows."""
        is_alone = Site.objects.count() == 1
        for model in apps.get_models():
            if not issubclass(model, Snippet):
                continue
            rows = model._default_manager.all()
            if is_alone:
                yield rows
            elif issubclass(model, SharableRow):
                shown = models.Q(site=None) if model in (Signpost, GlossaryTerm) else models.Q(pk__in=[])
                yield rows.filter(shown | models.Q(site=self.site))
            elif model in KEYS_OF_SIGNPOSTS.values():
                yield rows.filter(slug__in=self._keys_of_signposts(model))

    def _keys_of_signposts(self, model: type[models.Model]) -> set[str]:
        """Return the keys of groups and subjects that the programme's signposts have, and audiences name."""
        here = self.visibility.filter(Signpost.objects.filter(models.Q(site=None) | models.Q(site=self.site)))
        lists = {name: here.values_list(name, flat=True) for name, kind in KEYS_OF_SIGNPOSTS.items() if kind is model}
        found = {key for keys in lists.values() for each in keys for key in each}
        if model is HelpSubject:
            found |= set(HelpGroup.objects.exclude(banner_topic="").values_list("banner_topic", flat=True))
        if model is HelpGroup:
            found |= set(Audience.objects.exclude(help_group="").values_list("help_group", flat=True))
        return found

    def _term_files(self) -> dict[str, str]:
        files = {}
        for model, terms in self.names.terms().items():
            records = [(term.slug, written(term, self.names)) for term in terms]
            if records:
                files[f"{SNIPPETS}/{_plural(model)}.toml"] = _typed(model, records)
                self._count(_plural(model), records)
        return files

    def _setting_files(self) -> dict[str, str]:
        files = {}
        named = {"type": Site._meta.label, "site_name": self.site.site_name}
        files[f"{SETTINGS}/site.toml"] = toml.document(named)
        for model in (each for each in apps.get_models() if issubclass(each, BaseSiteSetting)):
            row = model._default_manager.filter(site=self.site).first()
            values = written(row, self.names) if row else {}
            if values:
                files[f"{SETTINGS}/{_short_name(model)}.toml"] = toml.document({"type": model._meta.label} | values)
        self._count("settings", files)
        return files

    # Media and rows outside the pages

    def _media_files(self) -> dict[str, str]:
        files = {}
        for name, model in MEDIA_MODELS.items():
            records = [
                (
                    self.names.name(model, medium.pk) or "",
                    written_medium(medium, self._file_name(model, medium), self.names),
                )
                for medium in self.names.media(model)
            ]
            if records:
                files[f"{MEDIA}/{name}.toml"] = toml.tables(name, records) + "\n"
        return files

    def _file_name(self, model: type[models.Model], medium: Any) -> str:
        return f"{self.names.name(model, medium.pk)}{PurePosixPath(medium.file.name).suffix.lower()}"

    def _record_files(self) -> dict[str, str]:
        files = {}
        # What others refer to comes first, so that it has a name.
        for model, kind in sorted(models_of_rows(), key=lambda one: depth_of(one[0])):
            records: list[tuple[str, dict[str, Any]]] = []
            for row in kind.to_export(self.site):
                try:
                    values = self._row(row)
                except TargetMissingError:
                    continue
                if not kind.needs_one_of or set(kind.needs_one_of) & set(values):
                    records.append((getattr(row, "slug", "") or f"{len(records) + 1:03}", values))
                    self.names.rows[model, row.pk] = records[-1][0]
            if records:
                files[f"{RECORDS}/{_row_file(model)}.toml"] = _typed(model, records)
                self._count(_row_file(model), records)
        return files

    def _row(self, row: Any) -> dict[str, Any]:
        """Return the fields of a row that readers see. Raises TargetMissingError."""
        if not isinstance(row, SiteRow):
            return written(row, self.names)
        return row.in_place_of_private() | written(row, self.names, leave_out=row.private_fields)


def _typed(model: type[models.Model], records: list[tuple[str, dict[str, Any]]]) -> str:
    return f"{toml.document({'type': model._meta.label})}\n{toml.tables('records', records)}\n"


def _plural(model: type[models.Model]) -> str:
    return slugify(str(model._meta.verbose_name_plural))


def _row_file(model: type[models.Model]) -> str:
    """Return the name of a file of rows, which have short names in the admin, where it is clear whose they are."""
    return f"{slugify(camel_case_to_spaces(model.__name__))}s"


def _short_name(model: type[models.Model]) -> str:
    """Return the usual name of a setting's file, such as “hub” and “programme”."""
    name = model.__name__.removeprefix("Programme").removesuffix("Settings").lower()
    return name or "programme"
