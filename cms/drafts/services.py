"""Makes and changes drafts for a program, with the rights of the person behind its token and by the page's own form.

Nothing here publishes: a new page isn't live, and of a live page only a new version is saved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Model
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.log_actions import log
from wagtail.models import Page, ReferenceIndex, Revision, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.base.registry import Registry
from cms.editing.admin_search import indexed_together, row_unchanged
from cms.pages.models import BasePage
from cms.quality.models import Writing

from .acceptance import forget_superseded
from .form_data import FilledForm, FormProblem, Values, problems_of
from .models import WrittenVersion
from .parts import Parts, parts_of, shape_of, written_parts
from .requests import NOT_FOUND, DraftAuthor, RefusedError, RequestTerms, carry_out, refused

CREATED, CHANGED = "cms.draft.created", "cms.draft.changed"
NO_PAGE = "The person behind this token may change no page with this id here."
NO_PARENT = "The person behind this token may add no page below a page with this id here."


# What later apps say of pages on which people have decided, as sentences; empty if they haven't.
decisions: Registry[Callable[[Page], str]] = Registry("decision about a page")


@dataclass(frozen=True)
class PageContent:
    """The values of a page of a type, and the problems with what couldn't be read as one."""

    model: type[BasePage]
    values: Values
    problems: tuple[FormProblem, ...] = ()


@dataclass(frozen=True)
class WrittenDraft:
    """A page in one of its versions, what writing help found in that, and who wrote it if a program did.

    `is_repeated` says that an earlier request with the same key had saved it.
    """

    page: BasePage
    revision: Revision | None
    quality: Writing | None = None
    written: WrittenVersion | None = None
    is_repeated: bool = False


def create_draft(author: DraftAuthor, terms: RequestTerms, parent_key: int, content: PageContent) -> WrittenDraft:
    """Make a page below another as a draft. Raises RefusedError."""
    model = content.model
    no_parent = refused(NOT_FOUND, NO_PARENT, "parent")

    def write() -> WrittenDraft:
        # Others who add a page below it wait: there may be only one of its type.
        parent = page_on(terms.site, parent_key, locked=True)
        if parent is None or not parent.permissions_for_user(author.user).can_add_subpage():
            raise no_parent
        if model not in parent.creatable_subpage_models() or not model.can_create_at(parent):
            raise refused("invalid_choice", f"No {model.get_verbose_name().lower()} can be made here.", "content")
        page = model(owner=author.user)
        page.locale_id = parent.locale_id
        page = filled_form(author.user, page, parent, content).save(commit=False)
        page.live = False
        with _row_saved(page):
            parent.add_child(instance=page)
        return _saved(author, page, CREATED, {}, content)

    request = ("create", parent_key, model._meta.label, content.values)
    return carry_out(author, terms, request, write, outcome, found_again(author, terms, no_parent))


def change_draft(
    author: DraftAuthor, terms: RequestTerms, key: int, version: str, content: PageContent
) -> WrittenDraft:
    """Save a new version of a page, made from the latest one, which must be `version`. Raises RefusedError."""

    def write() -> WrittenDraft:
        page = editable_page(author, terms, key)
        if not isinstance(page, content.model):
            raise refused("invalid_choice", f"The page is a {type(page).get_verbose_name().lower()}.", "content")
        refuse_unless_current(author, page, version)
        refuse_if_decided(page)
        latest = page.latest_revision
        draft = page.with_content_json(latest.content) if latest else page  # without reading the page again
        before = parts_of(latest.content if latest else page.serializable_data(), shape_of(content.model))
        form = filled_form(author.user, draft, page.get_parent(), content)
        page = form.save(commit=False)
        if not page.live:
            with _row_saved(page):
                page.save()
        return _saved(author, page, CHANGED, before, content)

    request = ("change", key, version, content.model._meta.label, content.values)
    return carry_out(author, terms, request, write, outcome, found_again(author, terms, no_page()))


def no_page() -> RefusedError:
    """Return the error for a page that the person may not edit."""
    return refused(NOT_FOUND, NO_PAGE, "id")


def editable_page(author: DraftAuthor, terms: RequestTerms, key: int) -> BasePage:
    """Return a page of the site that the person may edit, locked until the transaction ends. Raises RefusedError.

    Others who save the page wait, so that no version comes between a comparison of versions and what follows it.
    """
    page = _editable(author, page_on(terms.site, key, locked=True))
    if page is None:
        raise no_page()
    return page


def _editable(author: DraftAuthor, page: BasePage | None) -> BasePage | None:
    """Return the page if the person may edit it. An alias has no draft of its own."""
    may_edit = page and not page.alias_of_id and page.permissions_for_user(author.user).can_edit()
    return page if may_edit else None


def refuse_unless_current(author: DraftAuthor, page: BasePage, version: str) -> None:
    """Raise RefusedError if editors have locked the page, or its latest version is another one."""
    if (lock := page.get_lock()) and lock.for_user(author.user):
        raise refused("locked", "The page is locked. Wait until it is unlocked, or ask who locked it.", "id")
    if version_of(page) != version:
        message = "Somebody saved another version since the one that you started from. Read it, and write again."
        raise RefusedError([FormProblem(("version",), "conflict", message)], page.latest_revision)


def refuse_if_decided(page: BasePage) -> None:
    """Raise RefusedError if people have decided on the page's draft, so that another version would undo it."""
    if reason := " ".join(filter(None, (decided(page) for decided in decisions.values()))):
        raise refused("locked", reason, "id")


def page_on(site: Site, key: int, *, locked: bool = False) -> BasePage | None:
    """Return a page of the site in the type that it has, locked until the transaction ends if asked for; None without it."""
    pages = Page.objects.filter(pk=key, path__startswith=site.root_page.path)
    found = (pages.select_for_update() if locked else pages).first()
    specific = found.specific if found else None
    return specific if isinstance(specific, BasePage) else None


def draft_for(author: DraftAuthor, site: Site, key: int) -> WrittenDraft | None:
    """Return the latest draft of a page of the site that the person may edit; None if there is none."""
    page = _editable(author, page_on(site, key))
    return standing(page) if page else None


def version_of(page: Page) -> str:
    """Return the name of a page's latest version: empty if none was ever saved."""
    return str(page.latest_revision_id or "")


def filled_form(user: Any, page: BasePage, parent: Page, content: PageContent) -> Any:
    """Return the form in which a person edits the page, valid and filled in as for a draft.

    It has what the page has, and the values of `content` in their place. `parent` is the page above. Raises RefusedError
    with all that is wrong, each problem with the path to its value below “content”.
    """
    form_class = type(page).get_edit_handler().get_form_class()
    arguments = {"instance": page, "parent_page": parent.specific, "for_user": user}
    filled = FilledForm(form_class(**arguments), content.values)
    problems = [*content.problems, *filled.problems]
    known = {one.path for one in problems}
    form = form_class(filled.data, {}, **arguments)
    form.defer_required_fields()  # as for a draft that an editor saves
    try:
        if not form.is_valid():
            # What couldn't be read is empty in the form, which may ask for it.
            problems += [one for one in problems_of(form, filled.places) if one.path not in known]
    finally:
        form.restore_required_fields()
    if problems:
        raise RefusedError(replace(one, path=("content", *one.path)) for one in problems)
    return form


@contextmanager
def _row_saved(page: BasePage) -> Iterator[None]:
    """Save the page's row in the block. It is indexed once, after its related rows.

    Those stay in memory: otherwise they would be read anew for the version, its quality report and the answer.
    """
    names = [relation.get_accessor_name() for relation in get_all_child_relations(page)]
    names += [field.name for field in get_all_child_m2m_relations(page)]
    rows = {name: list(getattr(page, name).all()) for name in names}
    with indexed_together(), disable_reference_index_auto_update():
        yield
    for name, saved in rows.items():
        setattr(page, name, saved)
    ReferenceIndex.create_or_update_for_object(page)


def _saved(author: DraftAuthor, page: BasePage, action: str, before: Parts, content: PageContent) -> WrittenDraft:
    with row_unchanged():
        revision = page.save_revision(user=author.user, clean=False)
    after = parts_of(revision.content, shape_of(content.model))
    parts = written_parts(before, after, content.values)
    names = {"token": author.token, "token_name": author.token.name, "agent": author.agent}
    written = WrittenVersion.objects.create(revision=revision, parts=parts, **names)
    if before:  # a new page has no earlier version
        forget_superseded(page, after)
    log(page, action, user=author.user, revision=revision, content_changed=True, data=author.log_data)
    return WrittenDraft(page, revision, _quality_of(revision), written)


def written_by(revision: Revision) -> WrittenVersion | None:
    """Return which program wrote a version; None if a person did."""
    return WrittenVersion.objects.filter(revision=revision).first()


def versions_of(page: Page, number: int) -> list[tuple[Revision, WrittenVersion | None]]:
    """Return the latest versions of a page, newest first, each with the program that wrote it, if one did. One statement."""
    versions = page.revisions.order_by("-created_at", "-pk").defer("content").select_related("user", "written_version")
    return [(version, getattr(version, "written_version", None)) for version in versions[:number]]


def draft_in(revision: Revision, written: WrittenVersion | None) -> WrittenDraft:
    """Return the draft that a version has. `written` says which program wrote it."""
    return WrittenDraft(revision.as_object(), revision, _quality_of(revision), written)


def _quality_of(revision: Revision) -> Writing | None:
    return getattr(revision, "writing", None)


def standing(page: BasePage) -> WrittenDraft:
    """Return a page in its latest version, or as it is without one."""
    latest = page.latest_revision
    return draft_in(latest, written_by(latest)) if latest else WrittenDraft(page, None)


def outcome(draft: WrittenDraft) -> Model:
    """Return by what a draft is found again: its version, or its page without one."""
    return draft.revision or draft.page


def found_again(
    author: DraftAuthor, terms: RequestTerms, refusal: RefusedError
) -> Callable[[Revision | Page | None], WrittenDraft]:
    """Return the function for a repeated request. It raises `refusal` if the person may no longer edit the page here."""

    def again(found: Revision | Page | None) -> WrittenDraft:
        key = int(found.object_id) if isinstance(found, Revision) else found.pk if found else 0
        page = page_on(terms.site, key)
        if page is None or not page.permissions_for_user(author.user).can_edit():
            raise refusal
        shown = draft_in(found, written_by(found)) if isinstance(found, Revision) else standing(page)
        return replace(shown, is_repeated=True)

    return again
