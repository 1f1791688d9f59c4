"""Pages in the tree: the order in which they are made, their languages, and aliases, which show another page's content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.models import Locale, Page

from cms.pages import last_update, translations
from cms.pages.addresses import free_slug

from .files import Record
from .problems import ProblemList
from .tasks import Task
from .values import Values

FIRST_SLUG = "home"  # of the home page of a hub that the files fill


def in_order(tasks: Iterable[Task], problems: ProblemList) -> Iterator[Task]:
    """Yield the tasks of pages so that each comes after the page above it, and after those that it names as its original.

    Aliases come last, for they begin as copies. Those that name each other become problems.
    """
    waiting = sorted(tasks, key=lambda task: (bool(task.values.alias_of), bool(task.record.language)))
    missing = {task.record.path for task in waiting}
    while waiting:
        ready = [t for t in waiting if not missing & {t.record.parent_path, t.values.alias_of, t.values.translates}]
        if not ready:
            for task in waiting:
                problems.add(task.record.file, task.record.line(), "It is an alias of itself, or below one of itself.")
            return
        for task in ready:
            missing.discard(task.record.path)
            yield task
        waiting = [task for task in waiting if task.record.path in missing]


def check_languages(records: Iterable[Record], problems: ProblemList) -> None:
    """Report pages in languages that the hub doesn't have."""
    known = {code for code, _ in settings.LANGUAGES}
    for record in records:
        if record.language and record.is_top and record.language not in known:
            names = ", ".join(sorted(known))
            problems.add(
                record.file, 1, f"The hub has no pages in “{record.language}”, but in {names} (CONTENT_LANGUAGES)."
            )


def tops(home: Page | None) -> dict[str, Page]:
    """Return the top pages of a site by the beginnings of their addresses: the home page by none, and its translations."""
    if home is None:
        return {}
    others = home.get_translations().select_related("locale")
    return {"": home} | {f"/{page.locale.language_code}": page for page in others}


def by_address(home: Page | None) -> dict[str, Page]:
    """Return all pages of a site by address, such as /news/first/, and in other languages /gd/news/first/."""
    return {
        f"{beginning}/{page.url_path.removeprefix(top.url_path)}": page
        for beginning, top in tops(home).items()
        for page in Page.objects.descendant_of(top, inclusive=True)
    }


def language_of(record: Record, original: Page | None) -> dict[str, Any]:
    """Return the language of a new page, and the key that it shares with the page that it translates, if it does."""
    if not record.language:
        return {}
    locale, _ = Locale.objects.get_or_create(language_code=record.language)
    shared = {"translation_key": original.translation_key} if original else {}
    return {"locale": locale} | shared


def give_slug(record: Record, values: Values, instance: Page | None, home: Page | None) -> None:
    """Let the top page of another language have the slug that it has, or else a free one among the tops of all."""
    if instance is not None:
        values.fields["slug"] = instance.slug
    else:
        own = home.slug if home else FIRST_SLUG
        values.fields["slug"] = free_slug(Page.get_first_root_node(), f"{own}-{record.language}")


def make_alias(record: Record, values: Values, original: Page, parent: Page) -> Page:
    """Return a new alias of a page, below another. In another language it stands for the translation."""
    language = language_of(record, original)
    return original.specific.create_alias(
        parent=parent,
        update_slug=values.fields.get("slug") or record.slug,
        update_locale=language.get("locale"),
        reset_translation_key=not language,
    )


def to_write(pk: int, values: Values) -> Any:
    """Return a page for its content to be filled in. If it was an alias, it becomes a page of its own."""
    page = Page.objects.get(pk=pk).specific
    if page.alias_of_id and not values.alias_of:
        ConvertAliasPageAction(page).execute(skip_permission_checks=True)
    return page


def arrange(tasks: Iterable[Task]) -> None:
    """Put new aliases, which were made last, in their places among the pages beside them, as the files have them."""
    by_parent: dict[str, list[Task]] = {}
    for task in tasks:
        if task.instance is not None:
            by_parent.setdefault(task.record.parent_path, []).append(task)
    for beside in by_parent.values():
        later: Task | None = None
        for task in reversed(beside):
            if later is not None and task.values.alias_of and task.is_new:
                page = Page.objects.get(pk=task.instance.pk)
                page.move(Page.objects.get(pk=later.instance.pk), pos="left")
            later = task


def follow(page: Page, original: Page) -> None:
    """Note that a loaded translation says what its original says, and the date of an alias."""
    if page.alias_of_id:
        last_update.record_alias(page)
    elif page.locale_id != original.locale_id:
        translations.follow(page, original)
