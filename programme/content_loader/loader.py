"""Loads the content files into the database in one transaction, deciding what to do for each record."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models.fields.files import FieldFile
from wagtail.models import Page, Site

from cms.base.active_site import site_active
from cms.editing.admin_search import indexed_together
from cms.models import HelpGroup, HelpSubject, ProgrammeVocabularies
from cms.sites.rows import SharableRow, SiteRow
from cms.vocabularies import own_entries
from cms.vocabularies.entry import VocabularyEntry

from . import media, memory, page_tree, site, writer
from .files import Record, read
from .origins import check_mixture, source_of
from .problems import ProblemList
from .references import Rows, TargetGoneError
from .rows import depth_of
from .site import front_page
from .tasks import LoadOutcome, Report, Task
from .values import Reader, named_rows, naming_field

Track = Callable[[list[Task]], Iterable[Task]]


def load(
    folder: Path, *, site: Site | None = None, overwrite: bool = False, dry_run: bool = False, track: Track = iter
) -> Report:
    """Bring the database in line with the files in the folder. A second load changes nothing.

    They become the programme of `site`, by default of the default one: its pages, settings and rows, and its media in
    its collection. Terms are its own and those that all share, which only a load into the default one changes. In another
    programme than the default one, pages and settings that were made with it and that nobody has touched since are filled.

    An object that an editor has changed, unpublished, moved or deleted since it was loaded is left as it is, unless
    `overwrite` is set. Objects no longer in the files are left alone. `dry_run` does everything and rolls it back.
    `track` can show progress: it is called with the list of tasks and yields them.

    Raises ContentError with all problems, if there are any; nothing is then written.
    """
    problems = ProblemList()
    records = read(folder, problems)
    check_mixture(records, site, problems)
    page_tree.check_languages(records, problems)
    front = None if any(record.path == "/" for record in records) else front_page(site)
    reader = Reader(records, problems, front)
    other = site if site and not site.is_default_site else None
    with site_active(other) if other else nullcontext():
        with own_entries.assumed(_entries_in(records)):
            tasks = [Task(record, reader.values(record)) for record in records]
        reader.check_use(records)
        problems.raise_if_any()
        run = _Load(tasks, problems, overwrite, other, source_of(folder))
        written = False
        try:
            with transaction.atomic():
                with indexed_together():
                    report = run.run(track)
                    problems.raise_if_any()
                transaction.set_rollback(dry_run)
            written = not dry_run
        finally:
            # Wagtail caches the root paths of sites, and may have cached them in the transaction that was rolled back.
            Site.clear_site_root_paths_cache()
            if not written:
                run.forget_files()
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


class _Load:
    """One run. First every object is created, so that records can refer to each other; then all are filled."""

    def __init__(self, tasks: list[Task], problems: ProblemList, overwrite: bool, other: Site | None, source: str):
        self.tasks = tasks
        self.problems = problems
        self.overwrite = overwrite
        self.other = other  # the site, unless it is the default one
        self.source = source
        self.prefix = memory.prefix_of(other) if other else ""
        self.rows = Rows()
        self.report = Report()
        self.stored: list[FieldFile] = []
        self.media = [task for task in tasks if task.record.is_medium]
        # A row may need another, as a measure needs its objective.
        self.own_rows = sorted((t for t in tasks if t.record.is_row), key=lambda task: depth_of(task.model))
        self.pages = [task for task in tasks if task.record.is_page]
        # The site first: the others belong to it.
        self.settings = sorted((t for t in tasks if t.record.is_setting), key=lambda task: task.model is not Site)
        terms = [task for task in tasks if task.record.is_term]
        self.terms = sorted(terms, key=lambda task: NAMED_FIRST.get(task.model, len(NAMED_FIRST)))

    @property
    def site(self) -> Site:
        return self.other or site.current_site()

    def run(self, track: Track) -> Report:
        last = memory.recall()
        for task in self.tasks:
            task.loaded = last.get(self.prefix + task.record.key)
        has_site = self.other is None and any(task.model is Site for task in self.settings)
        welcome = site.welcome_page() if self.pages and has_site else None
        if welcome:
            site.make_room(welcome)
        # Pages have kinds and statuses, which must be known before. The site is there already, unless somebody deleted it.
        first = [task for task in self.settings if task.model is ProgrammeVocabularies and self.site.pk]
        for task in first:
            self.finish(task, welcome)
        self.find_media()
        self.find_terms()
        self.find_pages()
        for task in (*self.media, *self.terms, *page_tree.in_order(self.pages, self.problems)):
            self.attempt(self.place, task)
        page_tree.arrange(self.pages)
        # Settings before rows and pages, which refer to their rows, such as phases.
        for task in track([*self.media, *self.terms, *self.settings, *self.own_rows, *self.pages]):
            if task in self.own_rows:
                self.find_row(task)
                self.attempt(self.place, task)
            if task not in first:
                self.finish(task, welcome)
        for task in self.pages:
            self.follow(task)
        if welcome:
            site.remove(welcome)
        return self.report

    def follow(self, task: Task) -> None:
        """Note what a new translation or alias follows, once all pages are written."""
        original = self.rows.page(task.values.alias_of or task.values.translates)
        if original and task.instance and task.outcome in (LoadOutcome.CREATED, LoadOutcome.UPDATED):
            page_tree.follow(*(Page.objects.get(pk=pk).specific for pk in (task.instance.pk, original)))

    def finish(self, task: Task, welcome: Page | None) -> None:
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

    def attempt(self, step: Callable[[Task], None], task: Task) -> None:
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

    def forget_files(self) -> None:
        """Delete the files that were stored in a transaction that was rolled back."""
        for file in self.stored:
            file.storage.delete(str(file.name))

    # Finding existing objects

    def find_media(self) -> None:
        """Find pictures and files by the record of the last load, or else by their bytes: none is stored twice."""
        collection = media.collection_of(self.site)
        taken = {task.loaded.pk for task in self.media if task.loaded}
        for task in self.media:
            if task.loaded:
                task.instance = task.model._default_manager.filter(pk=task.loaded.pk).first()
            else:
                file_hash = task.values.fields["file_hash"]
                task.instance = media.same_file(task.model, file_hash, collection, taken)
                taken |= {task.instance.pk} if task.instance else set()

    def find_row(self, task: Task) -> None:
        """Find a row of the programme by the record of the last load, or else by a value that no two have, such as its slug.

        If another programme has the slug, which is unique in the hub, the programme's key is added to it.
        """
        rows, unique = task.model._default_manager, task.row_kind.unique
        own = rows.filter(task.row_kind.of_site(self.site))
        value = task.values.fields.get(unique)
        if unique == "slug" and value and rows.filter(slug=value).exclude(pk__in=own).exists():
            value = self.add_key(task)
        if task.loaded:
            task.instance = own.filter(pk=task.loaded.pk).first()
        elif value:
            task.instance = own.filter(**{unique: value}).first()

    def add_key(self, task: Task) -> str:
        """Add the programme's key to the slug of a record, since another programme has the slug; return the new one."""
        task.values.fields["slug"] += f"-{self.prefix.removesuffix(':') or 'hub'}"
        return task.values.fields["slug"]

    def find_terms(self) -> None:
        """Find the snippets that all share, or that are the programme's, by the record of the last load, or else by slug."""
        for model in {task.model for task in self.terms}:
            snippets: list[Any] = list(model._default_manager.all())
            there = {one.pk: one for one in snippets if getattr(one, "site_id", None) in (None, self.site.pk)}
            by_slug = {
                one.slug: one for one in sorted(there.values(), key=lambda one: bool(getattr(one, "site_id", None)))
            }
            for task in self.terms:
                if task.model is model:
                    task.instance = there.get(task.loaded.pk) if task.loaded else by_slug.get(task.record.slug)

    def find_pages(self) -> None:
        """Find the pages by the record of the last load, or else by address. The home page is the site's."""
        home = next((task for task in self.pages if task.record.path == "/"), None)
        root = self.home_page(home) if home else front_page(self.other)
        if root and not home:
            self.rows.add_page("/", root.pk)
        loaded = [task.loaded.pk for task in self.pages if task.loaded]
        there = {page.pk: page for page in Page.objects.filter(pk__in=loaded)}
        by_path = page_tree.by_address(root)
        for task in self.pages:
            task.instance = there.get(task.loaded.pk) if task.loaded else by_path.get(task.record.path)
            if task.record.language and task.record.is_top:
                page_tree.give_slug(task.record, task.values, task.instance, root)
        if home and self.other and home.instance:
            # The top of another programme has its slug among the tops of all.
            home.values.fields["slug"] = home.instance.slug

    def home_page(self, home: Task) -> Page | None:
        """Return the page at the top: the site's, or without one of its type any other."""
        if self.other:
            return self.other.root_page
        tops = sorted(Page.objects.filter(depth=2), key=lambda page: page.pk != self.site.root_page_id)
        return next((page for page in tops if page.specific_class is home.model), None)

    def find_setting(self, task: Task, welcome: Page | None) -> None:
        """Find or create the settings of the site. New ones count as missing, so that they are filled."""
        if task.model is Site:
            site.add_address(task.values, self.site)
            task.instance = self.site
            fresh = task.instance.pk is None or (welcome is not None and task.instance.root_page_id == welcome.pk)
        else:
            blank: Any = task.model(site=self.site)
            task.instance = task.model._default_manager.filter(site=blank.site).first() or blank
            fresh = task.instance.pk is None or memory.state_of(task.instance) == memory.state_of(blank)
        if not task.loaded and (fresh or self.is_planted(task)):
            task.outcome = LoadOutcome.CREATED

    def is_planted(self, task: Task) -> bool:
        """Whether a page or setting was made with its programme, and nobody has touched it since."""
        return self.other is not None and not task.loaded and site.is_untouched(task.instance)

    def name_rows(self, task: Task) -> None:
        """Note the rows of a setting by which pages name them."""
        for relation, model in named_rows(task.model).items():
            for row in getattr(task.instance, relation).all() if task.instance.pk else ():
                self.rows.add_snippet(model, getattr(row, naming_field(model)), row.pk)

    # Deciding and doing

    def is_shared(self, task: Task) -> bool:
        """Whether the object of a further programme's record is a term of the whole hub.

        Kinds of terms that can't be one programme's alone are, unless this programme's load made them.
        """
        if self.other is None or not task.record.is_term:
            return False
        return task.instance.site_id is None if isinstance(task.instance, SharableRow) else not task.loaded

    def decide(self, task: Task, *, at_home: bool) -> None:
        """Decide about a record whose object exists. `at_home` is true if the object is still where it was loaded.

        A further programme changes no shared term, not even to overwrite.
        """
        if task.outcome:
            return
        reason = ""
        if not task.loaded:
            reason = "existed before the first load"
        elif not at_home:
            reason = "moved"
        elif self.is_shared(task):
            reason = "shared by all programmes"
        elif memory.is_edited(task.instance, task.loaded, was_draft=task.values.is_draft):
            reason = "edited" if getattr(task.instance, "live", True) else "unpublished"
        if reason and (not self.overwrite or self.is_shared(task)):
            self.keep(task, reason)
        elif reason or task.loaded is None or task.loaded.digest != task.values.digest():
            task.outcome = LoadOutcome.UPDATED
        else:
            task.outcome = LoadOutcome.UNCHANGED

    def keep(self, task: Task, reason: str) -> None:
        task.outcome = LoadOutcome.KEPT
        self.report.kept[task.record.key] = reason

    def place(self, task: Task) -> None:
        """Decide about a snippet or page, and create it if it is new. Raises ValidationError."""
        parent = self.parent(task)
        if task.record.is_page and parent is None:
            self.keep(task, "belongs under a page that was deleted")
            return
        if task.instance is None and task.loaded and not self.overwrite:
            self.keep(task, "deleted")
            return
        original = self.original(task)
        if task.values.alias_of and original is None:
            self.keep(task, "is an alias of a page that was deleted")
            return
        if task.instance is None and task.values.alias_of and original and parent:
            task.instance = page_tree.make_alias(task.record, task.values, original, parent)
            task.outcome = LoadOutcome.CREATED
        elif task.instance is None:
            task.instance = self.new(task)
            if task.record.is_page:
                for name, value in page_tree.language_of(task.record, original).items():
                    setattr(task.instance, name, value)
            writer.create(task.instance, task.values, self.rows, parent)
            if task.values.file:
                self.stored.append(task.instance.file)
            task.outcome = LoadOutcome.CREATED
        elif task.record.is_page and task.instance.specific_class is not task.model:
            message = f"At this address there is a {task.instance.specific_class.__name__}."
            self.problems.add(task.record.file, task.record.line("type"), message)
            return
        else:
            if task.record.is_page and self.is_planted(task):
                task.outcome = LoadOutcome.UPDATED
            at_home = parent is None or task.instance.path[: -Page.steplen] == parent.path
            self.decide(task, at_home=at_home)
            if task.outcome is LoadOutcome.UPDATED and not at_home:
                task.instance.move(parent, pos="last-child")
        if task.record.is_page:
            self.rows.add_page(task.record.path, task.instance.pk)
        else:
            self.rows.add_snippet(task.model, task.record.slug, task.instance.pk)

    def new(self, task: Task) -> Any:
        """Return a new object, of the programme if it is of one."""
        names = {field.name for field in task.model._meta.fields}
        given: dict[str, Any] = {"live": not task.values.is_draft} if "live" in names else {}
        # A redirect without a site holds at every programme.
        is_bare = task.record.is_row and not issubclass(task.model, SiteRow)
        if "site" in names and (self.other or is_bare):
            given["site"] = self.site
        if task.record.is_medium:
            given["collection"] = media.collection_of(self.site)
        return task.model(**given)

    def original(self, task: Task) -> Page | None:
        """Return the original of an alias or a translation; None if there is none."""
        pk = self.rows.page(task.values.alias_of or task.values.translates)
        return Page.objects.filter(pk=pk).first() if pk else None

    def parent(self, task: Task) -> Page | None:
        """Return the page that a page belongs under, or None if it doesn't exist."""
        if not task.record.is_page:
            return None
        if task.record.is_top:
            return Page.get_first_root_node()
        pk = self.rows.page(task.record.parent_path)
        return None if pk is None else Page.objects.get(pk=pk)

    def write(self, task: Task) -> None:
        """Fill, check and publish. Raises ValidationError."""
        if task.record.is_page:
            task.instance = page_tree.to_write(task.instance.pk, task.values)
        if task.values.alias_of:
            memory.remember(task.instance, self.prefix + task.record.key, task.values.digest(), None, self.source)
            return
        try:
            writer.fill(task.instance, task.values, self.rows)
        except TargetGoneError:
            self.keep(task, "refers to something that was deleted")
            return
        if writer.check(task.instance, task.record, task.values, self.problems):
            file = task.instance.file if task.values.file else None
            if file and not file._committed:
                self.stored.append(file)
            revision = writer.publish(task.instance, task.values.updated, is_draft=task.values.is_draft)
            memory.remember(task.instance, self.prefix + task.record.key, task.values.digest(), revision, self.source)
