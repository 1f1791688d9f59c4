"""Reads the content files. Knows their layout and syntax, not the meaning of the fields."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from os.path import realpath
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models
from frontmatter.default_handlers import BaseHandler
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.models import Page, Site

from cms.models import HubDocument, HubImage, Snippet

from .lines import KeyPath, key_lines, nearest_line
from .problems import ProblemList
from .rows import kind_of

PAGES, SNIPPETS, SETTINGS, MEDIA, RECORDS = "pages", "snippets", "settings", "media", "records"
# Pages in other languages: a folder for each language, by its code.
TRANSLATIONS = "translations"
# The files of `media/`, by name, each with tables of that name.
MEDIA_MODELS: dict[str, type[models.Model]] = {"pictures": HubImage, "files": HubDocument}
TOML_ERROR_LINE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")


class TomlFrontMatter(BaseHandler):
    """Front matter between two lines of `+++`, as TOML."""

    FM_BOUNDARY = re.compile(r"^\+{3}[ \t]*$", re.MULTILINE)

    def load(self, fm: str, **kwargs) -> dict[str, Any]:
        return tomllib.loads(fm)


@dataclass(frozen=True)
class Record:
    """One object described in the files, as written there."""

    key: str  # the record's permanent name: the file without its extension, and the table if the file has several
    model: type[models.Model]
    file: Path
    values: dict[str, Any]
    slug: str = ""
    path: str = ""  # address of a page, such as /work-streams/heating/
    language: str = ""  # the code of that of a page, if it isn't the one of the front page
    order: int = 0
    text: str = ""  # the Markdown below the front matter
    text_line: int = 1
    lines: dict[KeyPath, int] = field(default_factory=dict, repr=False)
    table: KeyPath = ()  # the lines of the record's keys in the file

    def line(self, *keys: str | int) -> int:
        """Return the line of a key of the record, or that of the nearest enclosing table."""
        return nearest_line(self.lines, (*self.table, *keys))

    @property
    def parent_path(self) -> str:
        """The address of the page above; empty for the top page of a language."""
        return "" if self.is_top else self.path.rstrip("/").rsplit("/", 1)[0] + "/"

    @property
    def is_top(self) -> bool:
        """Whether it is the home page, or that in another language."""
        return self.path == (f"/{self.language}/" if self.language else "/")

    @property
    def is_page(self) -> bool:
        return bool(self.path)

    @property
    def is_medium(self) -> bool:
        return self.model in MEDIA_MODELS.values()

    @property
    def is_row(self) -> bool:
        """Whether it is a row of the programme outside its pages, such as a social post."""
        return kind_of(self.model) is not None

    @property
    def is_setting(self) -> bool:
        return not self.slug

    @property
    def is_term(self) -> bool:
        return issubclass(self.model, Snippet)


def read(folder: Path, problems: ProblemList) -> list[Record]:
    """Return the records of a content folder: media, snippets, then pages from the top down and in order, settings, rows.

    A file that can't be read is added to `problems` and left out.
    """
    if leading_out := [file for file in sorted(folder.rglob("*")) if _leads_out(folder, file)]:
        for file in leading_out:
            problems.add(file, 1, "It is a link to something outside the content folder.")
        return []
    media = [r for name in MEDIA_MODELS for r in _media(folder, name, problems)]
    snippets = [r for file in sorted((folder / SNIPPETS).glob("*.toml")) for r in _snippets(folder, file, problems)]
    rows = [r for file in sorted((folder / RECORDS).glob("*.toml")) for r in _rows(folder, file, problems)]
    pages = [r for file in sorted((folder / PAGES).rglob("*.md")) for r in _page(folder, file, problems)]
    translations = sorted((folder / TRANSLATIONS).rglob("*.md"))
    pages += [r for file in translations for r in _page(folder, file, problems, is_translation=True)]
    settings = [r for file in sorted((folder / SETTINGS).glob("*.toml")) for r in _setting(folder, file, problems)]
    if not (media or snippets or pages or settings or rows or problems.found):
        problems.add(folder, 1, "There are no content files in this folder.")
    by_path = {record.path: record for record in pages}
    for record in pages:
        # Without a front page of its own, a folder fills the programme that is there.
        if record.parent_path not in ("", "/", *by_path):
            problems.add(record.file, 1, f"There is no page {record.parent_path} to put this page under.")
    pages.sort(key=lambda record: (record.path.count("/") if record.path != "/" else 0, record.order, record.path))
    return [*media, *snippets, *pages, *settings, *rows]


def _leads_out(folder: Path, file: Path) -> bool:
    """Whether a symbolic link would make the load read, and publish, something else of the server."""
    return file.is_symlink() and not Path(realpath(file)).is_relative_to(realpath(folder))


def _media(folder: Path, name: str, problems: ProblemList) -> Iterator[Record]:
    """Yield one record for each table of `media/pictures.toml` or `media/files.toml`, if there is one."""
    file = folder / MEDIA / f"{name}.toml"
    if not file.exists():
        return
    text = _read_text(file, problems)
    if text is not None:
        data = _toml(file, text, problems)
        yield from _tables(folder, file, data, MEDIA_MODELS[name], name, key_lines(text), problems)


def _snippets(folder: Path, file: Path, problems: ProblemList) -> Iterator[Record]:
    """Yield one record for each table `[records.slug]` of a file of terms."""
    yield from _typed_tables(folder, file, problems, lambda model: issubclass(model, Snippet), "is not a snippet.")


def _rows(folder: Path, file: Path, problems: ProblemList) -> Iterator[Record]:
    """Yield one record for each table `[records.key]` of a file of rows of the programme."""

    yield from _typed_tables(
        folder, file, problems, lambda model: kind_of(model) is not None, "is no row that a file can give."
    )


def _typed_tables(
    folder: Path, file: Path, problems: ProblemList, belongs: Callable[[type[models.Model]], bool], otherwise: str
) -> Iterator[Record]:
    text = _read_text(file, problems)
    if text is None:
        return
    data = _toml(file, text, problems)
    model = _model(file, data, problems)
    if model is None:
        return
    lines = key_lines(text)
    if not belongs(model):
        problems.add(file, nearest_line(lines, ("type",)), f"{data['type']} {otherwise}")
        return
    yield from _tables(folder, file, data, model, "records", lines, problems)


def _tables(
    folder: Path,
    file: Path,
    data: dict[str, Any],
    model: type[models.Model],
    name: str,
    lines: dict[KeyPath, int],
    problems: ProblemList,
) -> Iterator[Record]:
    """Yield a record for each table `[name.key]` of a file."""
    for other in data.keys() - {"type", name}:
        message = f"“{other}” is out of place: only “type” may be outside the {name}."
        problems.add(file, lines.get((other,), 1), message)
    tables = data.get(name, {})
    if not isinstance(tables, dict):
        message = f"“{name}” must hold tables: write each under [{name}.slug]."
        problems.add(file, nearest_line(lines, (name,)), message)
        return
    for slug, values in tables.items():
        table = (name, slug)
        if not slug or not isinstance(values, dict):
            message = f"The record “{slug}” must be a table with a name: write its keys under [{name}.slug]."
            problems.add(file, nearest_line(lines, table), message)
            continue
        key = f"{_key(folder, file)}/{slug}"
        yield Record(key=key, model=model, file=file, values=values, slug=slug, lines=lines, table=table)


def _setting(folder: Path, file: Path, problems: ProblemList) -> Iterator[Record]:
    """Yield the one record of a file of settings."""
    text = _read_text(file, problems)
    if text is None:
        return
    data = _toml(file, text, problems)
    model = _model(file, data, problems)
    if model is None:
        return
    lines = key_lines(text)
    if not issubclass(model, BaseSiteSetting | Site):
        problems.add(file, nearest_line(lines, ("type",)), f"{data['type']} is not a setting of the site.")
        return
    values = {name: value for name, value in data.items() if name != "type"}
    yield Record(key=_key(folder, file), model=model, file=file, values=values, lines=lines)


def _page(folder: Path, file: Path, problems: ProblemList, *, is_translation: bool = False) -> Iterator[Record]:
    """Yield the record of a page. Its address is the path of the file; `index.md` is the page of its folder."""
    text = _read_text(file, problems)
    if text is None:
        return
    handler = TomlFrontMatter()
    if not text.startswith("+++") or len(handler.FM_BOUNDARY.findall(text)) < 2:
        problems.add(file, 1, "The file must begin with front matter: TOML between two lines of +++.")
        return
    front, body = handler.split(text)
    data = _toml(file, front, problems)
    model = _model(file, data, problems)
    if model is None:
        return
    lines = key_lines(front)  # the first line of the file is +++, and `front` begins with its line break: same count
    if not issubclass(model, Page):
        problems.add(file, nearest_line(lines, ("type",)), f"{data['type']} is not a page.")
        return
    base = TRANSLATIONS if is_translation else PAGES
    parts = file.relative_to(folder / base).with_suffix("").parts
    parts = parts[:-1] if parts[-1] == "index" else parts
    if is_translation and not parts:
        problems.add(
            file, 1, "A page in another language is in the folder of that language, such as “translations/gd”."
        )
        return
    order = data.pop("order", 0)
    if not isinstance(order, int):
        problems.add(file, nearest_line(lines, ("order",)), "“order” must be a whole number.")
        order = 0
    yield Record(
        key="/".join((base, *(parts or ("index",)))),
        model=model,
        file=file,
        values={name: value for name, value in data.items() if name != "type"},
        slug=parts[-1] if parts else "home",
        path="/" + "".join(f"{part}/" for part in parts),
        language=parts[0] if is_translation else "",
        order=order,
        text=body,
        text_line=front.count("\n") + 1,
        lines=lines,
    )


def _key(folder: Path, file: Path) -> str:
    return file.relative_to(folder).with_suffix("").as_posix()


def _read_text(file: Path, problems: ProblemList) -> str | None:
    """Return the text of a file. If it can't be read, add a problem with its line and return None."""
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        problems.add(file, line, "The file must be UTF-8 text, and isn't from here on.")
    except OSError as error:
        problems.add(file, 1, f"The file can't be read: {error.strerror}.")
    return None


def _toml(file: Path, text: str, problems: ProblemList) -> dict[str, Any]:
    """Return the parsed TOML. If it is invalid, add a problem with its line and return an empty dict."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        match = TOML_ERROR_LINE.search(message)
        line = int(match[1]) if match and match[1] else text.count("\n") + 1
        problems.add(file, line, f"Not valid TOML: {TOML_ERROR_LINE.sub('', message)}.")
        return {}


def _model(file: Path, data: dict[str, Any], problems: ProblemList) -> type[models.Model] | None:
    """Return the model that a file names in `type`."""
    if not data:
        return None
    name: Any = data.get("type")
    try:
        return apps.get_model(name)
    except (LookupError, ValueError, AttributeError, TypeError):
        if name is None:
            problems.add(file, 1, "“type” is missing. It names the model, such as programme.NewsPage.")
        else:
            problems.add(file, 1, f"There is no model “{name}”.")
        return None
