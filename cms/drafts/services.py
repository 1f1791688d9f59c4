"""Makes and changes drafts for a program, with the rights of the person behind its token and by the page's own form.

Nothing here publishes: a new page isn't live, and of a live page only a new version is saved.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from wagtail.log_actions import log
from wagtail.models import Page, Revision, Site

from cms.pages.models import BasePage
from cms.quality.models import Writing

from .form_data import FilledForm, FormProblem, Values, problems_of
from .models import WrittenVersion
from .requests import NOT_FOUND, DraftAuthor, RefusedError, RequestTerms, carry_out, refused

CREATED, CHANGED = "cms.draft.created", "cms.draft.changed"
NO_PAGE = "The person behind this token may change no page with this id here."
NO_PARENT = "The person behind this token may add no page below a page with this id here."


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
        parent = page_on(terms.site, parent_key)
        if parent is None or not parent.permissions_for_user(author.user).can_add_subpage():
            raise no_parent
        if model not in parent.creatable_subpage_models() or not model.can_create_at(parent):
            raise refused("invalid_choice", f"No {model.get_verbose_name().lower()} can be made here.", "content")
        page = model(owner=author.user)
        page.locale = parent.locale
        page = _filled(author, page, parent, content).save(commit=False)
        page.live = False
        parent.add_child(instance=page)
        return _saved(author, page, CREATED)

    request = ("create", parent_key, model._meta.label, content.values)
    return carry_out(author, terms, request, write, _version, _again(author, terms, no_parent))


def change_draft(
    author: DraftAuthor, terms: RequestTerms, key: int, version: str, content: PageContent
) -> WrittenDraft:
    """Save a new version of a page, made from the latest one, which must be `version`. Raises RefusedError."""
    no_page = refused(NOT_FOUND, NO_PAGE, "id")

    def write() -> WrittenDraft:
        # Others who save the page wait, so that no version comes between the comparison and the new one.
        page = page_on(terms.site, key, locked=True)
        if page is None or page.alias_of_id or not page.permissions_for_user(author.user).can_edit():
            raise no_page
        if not isinstance(page, content.model):
            raise refused("invalid_choice", f"The page is a {type(page).get_verbose_name().lower()}.", "content")
        if (lock := page.get_lock()) and lock.for_user(author.user):
            raise refused("locked", "The page is locked. Wait until it is unlocked, or ask who locked it.", "id")
        latest = page.latest_revision
        if version_of(page) != version:
            message = "Somebody saved another version since the one that you started from. Read it, and write again."
            raise RefusedError([FormProblem(("version",), "conflict", message)], latest)
        draft = page.get_latest_revision_as_object()
        form = _filled(author, draft, page.get_parent(), content)
        return _saved(author, form.save(commit=not draft.live), CHANGED)

    request = ("change", key, version, content.model._meta.label, content.values)
    return carry_out(author, terms, request, write, _version, _again(author, terms, no_page))


def page_on(site: Site, key: int, *, locked: bool = False) -> BasePage | None:
    """Return a page of the site in the type that it has, locked until the transaction ends if asked for; None without it."""
    pages = Page.objects.filter(pk=key, path__startswith=site.root_page.path)
    found = (pages.select_for_update() if locked else pages).first()
    specific = found.specific if found else None
    return specific if isinstance(specific, BasePage) else None


def draft_for(author: DraftAuthor, site: Site, key: int) -> WrittenDraft | None:
    """Return the latest draft of a page of the site that the person may edit; None if there is none."""
    page = page_on(site, key)
    if page is None or page.alias_of_id or not page.permissions_for_user(author.user).can_edit():
        return None
    latest = page.latest_revision
    return draft_in(latest, written_by(latest)) if latest else WrittenDraft(page, None)


def version_of(page: Page) -> str:
    """Return the name of a page's latest version: empty if none was ever saved."""
    return str(page.latest_revision_id or "")


def _filled(author: DraftAuthor, page: BasePage, parent: Page, content: PageContent) -> Any:
    """Return the page's form, valid and filled in. Raises RefusedError with all that is wrong."""
    form_class = type(page).get_edit_handler().get_form_class()
    arguments = {"instance": page, "parent_page": parent.specific, "for_user": author.user}
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


def _saved(author: DraftAuthor, page: BasePage, action: str) -> WrittenDraft:
    revision = page.save_revision(user=author.user, clean=False)
    names = {"token": author.token, "token_name": author.token.name, "agent": author.agent}
    written = WrittenVersion.objects.create(revision=revision, **names)
    log(page, action, user=author.user, revision=revision, content_changed=True, data=author.log_data)
    return draft_in(revision, written)


def written_by(revision: Revision) -> WrittenVersion | None:
    """Return which program wrote a version; None if a person did."""
    return WrittenVersion.objects.filter(revision=revision).first()


def draft_in(revision: Revision, written: WrittenVersion | None, *, is_repeated: bool = False) -> WrittenDraft:
    """Return the draft that a version has. `written` says which program wrote it."""
    quality = Writing.objects.filter(revision=revision).first()
    return WrittenDraft(revision.as_object(), revision, quality, written, is_repeated)


def _version(draft: WrittenDraft) -> Revision | None:
    return draft.revision


def _again(author: DraftAuthor, terms: RequestTerms, refusal: RefusedError) -> Callable[[Revision], WrittenDraft]:
    """Return the function for a repeated request. It raises `refusal` if the person may no longer edit the page here."""

    def again(revision: Revision) -> WrittenDraft:
        page = page_on(terms.site, int(revision.object_id))
        if page is None or not page.permissions_for_user(author.user).can_edit():
            raise refusal
        return draft_in(revision, written_by(revision), is_repeated=True)

    return again
