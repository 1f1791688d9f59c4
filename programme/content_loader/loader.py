"""Loads the content files into the database in one transaction, deciding what to do for each record."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from wagtail.models import Page, Site

from cms.editing.admin_search import indexed_together
from cms.models import HelpGroup, HelpSubject, ProgrammeVocabularies
from cms.vocabularies import own_entries
from cms.vocabularies.entry import VocabularyEntry

from . import memory, site, writer
from .files import Record, read
from .problems import ProblemList
from .references import Rows, TargetGoneError
from .values import Reader, Values, named_rows

Track = Callable[[list["_Task"]], Iterable["_Task"]]


class LoadOutcome(enum.StrEnum):
    """The result for a record."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    KEPT = "kept as editors left them"


@dataclass
class Report:
    """The results of a load, by record key."""

    outcomes: dict[str, LoadOutcome] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)  # why

    def count(self, outcome: LoadOutcome) -> int:
        return Counter(self.outcomes.values())[outcome]


def load(folder: Path, *, overwrite: bool = False, dry_run: bool = False, track: Track = iter) -> Report:
    """Bring the database in line with the files in the folder. A second load changes nothing.

    An object that an editor has changed, unpublished, moved or deleted since it was loaded is left as it is, unless
    `overwrite` is set. Objects no longer in the files are left alone. `dry_run` does everything and rolls it back.
    `track` can show progress: it is called with the list of tasks and yields them.

    Raises ContentError with all problems, if there are any; nothing is then written.
    """
    problems = ProblemList()
    records = read(folder, problems)
    reader = Reader(records, problems)
    with own_entries.assumed(_entries_in(records)):
        tasks = [_Task(record, reader.values(record)) for record in records]
    problems.raise_if_any()
    try:
        with transaction.atomic():
            with indexed_together():
                report = _Load(tasks, problems, overwrite).run(track)
                problems.raise_if_any()
            transaction.set_rollback(dry_run)
    finally:
        # Wagtail caches the root paths of sites, and may have cached them in the transaction that was rolled back.
        Site.clear_site_root_paths_cache()
    return report


# Other terms name these by their slugs, so they have to be there when those are checked.
NAMED_FIRST: dict[type[models.Model], int] = {HelpSubject: 0, HelpGroup: 1}


def _entries_in(records: Iterable[Record]) -> dict[str, dict[str, VocabularyEntry]]:
    """Return the kinds and statuses in the files, which pages in the other files may have. They are checked when loaded."""
    found: dict[str, dict[str, VocabularyEntry]] = {}
    for record in records:
        rows = record.values.get("entries") if record.model is ProgrammeVocabularies else None
        for row in rows if isinstance(rows, list) else []:
            if isinstance(row, dict):
                key = str(row.get("key", ""))
                found.setdefault(str(row.get("vocabulary", "")), {})[key] = VocabularyEntry(
                    key, str(row.get("label", key))
                )
    return found


@dataclass
class _Task:
    """A record, the values its object should have, and the object once it is known."""

    record: Record
    values: Values
    instance: Any = None
    loaded: memory.Loaded | None = None
    outcome: LoadOutcome | None = None

    @property
    def model(self) -> type[models.Model]:
        return self.record.model


class _Load:
    """One run. First every object is created, so that records can refer to each other; then all are filled."""

    def __init__(self, tasks: list[_Task], problems: ProblemList, overwrite: bool):
        self.problems = problems
        self.overwrite = overwrite
        self.rows = Rows()
        self.report = Report()
        terms = [task for task in tasks if task.record.slug and not task.record.is_page]
        self.terms = sorted(terms, key=lambda task: NAMED_FIRST.get(task.model, len(NAMED_FIRST)))
        self.pages = [task for task in tasks if task.record.is_page]
        # The site first: the others belong to it.
        others = [task for task in tasks if not task.record.slug and not task.record.is_page]
        self.settings = sorted(others, key=lambda task: task.model is not Site)

    def run(self, track: Track) -> Report:
        last = memory.recall()
        for task in (*self.terms, *self.pages, *self.settings):
            task.loaded = last.get(task.record.key)
        welcome = site.welcome_page() if self.pages and any(task.model is Site for task in self.settings) else None
        if welcome:
            site.make_room(welcome)
        # Pages have kinds and statuses, which must be known before. The site is there already, unless somebody deleted it.
        first = [task for task in self.settings if task.model is ProgrammeVocabularies and site.current_site().pk]
        for task in first:
            self.finish(task, welcome)
        self.find_terms()
        self.find_pages()
        for task in (*self.terms, *self.pages):
            self.attempt(self.place, task)
        # Settings before pages: pages refer to their rows, such as phases.
        for task in track([*self.terms, *self.settings, *self.pages]):
            if task not in first:
                self.finish(task, welcome)
        if welcome:
            site.remove(welcome)
        return self.report

    def finish(self, task: _Task, welcome: Page | None) -> None:
        """Fill the task's object, and note the result."""
        if task in self.settings:
            self.find_setting(task, welcome)
            self.decide(task, at_home=True)
        if task.outcome in (LoadOutcome.CREATED, LoadOutcome.UPDATED):
            self.attempt(self.write, task)
        if task in self.settings:
            self.name_rows(task)
        if task.outcome:
            self.report.outcomes[task.record.key] = task.outcome

    def attempt(self, step: Callable[[_Task], None], task: _Task) -> None:
        """Run one step for a record. A failure becomes a problem, and the load goes on with the next record."""
        try:
            with transaction.atomic():
                step(task)
        except ValidationError as error:
            task.outcome = None
            writer.report(error, task.record, task.values, self.problems)
        except IntegrityError as error:
            task.outcome = None
            self.problems.add(task.record.file, task.record.line(), f"The database refuses it: {error}")

    # Finding existing objects

    def find_terms(self) -> None:
        """Find the snippets by the record of the last load, or else by slug."""
        for model in {task.model for task in self.terms}:
            there: dict[Any, Any] = {snippet.pk: snippet for snippet in model._default_manager.all()}
            by_slug = {snippet.slug: snippet for snippet in there.values()}
            for task in self.terms:
                if task.model is model:
                    task.instance = there.get(task.loaded.pk) if task.loaded else by_slug.get(task.record.slug)

    def find_pages(self) -> None:
        """Find the pages by the record of the last load, or else by address. The home page is found by its type."""
        there = {page.pk: page for page in Page.objects.all()}
        by_path = {}
        home = next((task for task in self.pages if task.record.path == "/"), None)
        tops = [page for page in there.values() if page.depth == 2]
        root = home and next((page for page in tops if page.specific_class is home.model), None)
        if root:
            by_path = {f"/{page.url_path.removeprefix(root.url_path)}": page for page in there.values()}
        for task in self.pages:
            task.instance = there.get(task.loaded.pk) if task.loaded else by_path.get(task.record.path)

    def find_setting(self, task: _Task, welcome: Page | None) -> None:
        """Find or create the settings of the site. New ones count as missing, so that they are filled."""
        if task.model is Site:
            site.add_address(task.values)
            task.instance = site.current_site()
            fresh = task.instance.pk is None or (welcome is not None and task.instance.root_page_id == welcome.pk)
        else:
            blank: Any = task.model(site=site.current_site())
            task.instance = task.model._default_manager.filter(site=blank.site).first() or blank
            fresh = task.instance.pk is None or memory.state_of(task.instance) == memory.state_of(blank)
        if fresh and not task.loaded:
            task.outcome = LoadOutcome.CREATED

    def name_rows(self, task: _Task) -> None:
        """Note the rows of a setting by which pages name them."""
        for relation, model in named_rows(task.model).items():
            for row in getattr(task.instance, relation).all() if task.instance.pk else ():
                self.rows.add_snippet(model, row.slug, row.pk)

    # Deciding and doing

    def decide(self, task: _Task, *, at_home: bool) -> None:
        """Decide about a record whose object exists. `at_home` is true if the object is still where it was loaded."""
        if task.outcome:
            return
        reason = ""
        if not task.loaded:
            reason = "existed before the first load"
        elif not at_home:
            reason = "moved"
        elif memory.is_edited(task.instance, task.loaded):
            reason = "edited" if getattr(task.instance, "live", True) else "unpublished"
        if reason and not self.overwrite:
            self.keep(task, reason)
        elif reason or task.loaded is None or task.loaded.digest != task.values.digest():
            task.outcome = LoadOutcome.UPDATED
        else:
            task.outcome = LoadOutcome.UNCHANGED

    def keep(self, task: _Task, reason: str) -> None:
        task.outcome = LoadOutcome.KEPT
        self.report.kept[task.record.key] = reason

    def place(self, task: _Task) -> None:
        """Decide about a snippet or page, and create it if it is new. Raises ValidationError."""
        parent = self.parent(task)
        if task.record.is_page and parent is None:
            self.keep(task, "belongs under a page that was deleted")
            return
        if task.instance is None and task.loaded and not self.overwrite:
            self.keep(task, "deleted")
            return
        if task.instance is None:
            task.instance = task.model(live=True)
            writer.create(task.instance, task.values, self.rows, parent)
            task.outcome = LoadOutcome.CREATED
        elif task.record.is_page and task.instance.specific_class is not task.model:
            message = f"At this address there is a {task.instance.specific_class.__name__}."
            self.problems.add(task.record.file, task.record.line("type"), message)
            return
        else:
            at_home = parent is None or task.instance.path[: -Page.steplen] == parent.path
            self.decide(task, at_home=at_home)
            if task.outcome is LoadOutcome.UPDATED and not at_home:
                task.instance.move(parent, pos="last-child")
        if task.record.is_page:
            self.rows.add_page(task.record.path, task.instance.pk)
        else:
            self.rows.add_snippet(task.model, task.record.slug, task.instance.pk)

    def parent(self, task: _Task) -> Page | None:
        """Return the page that a page belongs under, or None if it doesn't exist."""
        if not task.record.is_page:
            return None
        if task.record.path == "/":
            return Page.get_first_root_node()
        pk = self.rows.page(task.record.parent_path)
        return None if pk is None else Page.objects.get(pk=pk)

    def write(self, task: _Task) -> None:
        """Fill, check and publish. Raises ValidationError."""
        if task.record.is_page:
            task.instance = Page.objects.get(pk=task.instance.pk).specific
        try:
            writer.fill(task.instance, task.values, self.rows)
        except TargetGoneError:
            self.keep(task, "refers to something that was deleted")
            return
        if writer.check(task.instance, task.record, task.values, self.problems):
            revision = writer.publish(task.instance, task.values.updated)
            memory.remember(task.instance, task.record.key, task.values.digest(), revision)
