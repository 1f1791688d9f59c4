"""Moves and copies pages for programs, as Wagtail's own forms and permissions do, but only where no reader sees it.

A page that is public, or was, or that people have decided on, is theirs to move.
"""

from __future__ import annotations

from django.db.models import Q
from django.utils.text import slugify
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.move_page import MovePageAction
from wagtail.log_actions import log
from wagtail.models import Page

from cms.editing.approvals import what_waits
from cms.editing.workflows import ends
from cms.pages.addresses import free_slug
from cms.pages.forms import HubCopyForm
from cms.pages.models import BasePage

from .copies import parts_in_copy
from .form_data import FormProblem
from .models import WrittenVersion
from .parts import parts_of, shape_of, written_parts
from .requests import NOT_FOUND, DraftAuthor, RefusedError, RequestTerms, carry_out, refused
from .services import (
    NO_PARENT,
    WrittenDraft,
    editable_page,
    found_again,
    no_page,
    outcome,
    page_on,
    refuse_unless_current,
    standing,
)

MOVED, COPIED = "cms.draft.moved", "cms.draft.copied"
LONGEST = 255  # of titles and slugs
OF_COPY_FORM = {"new_title": "title", "new_slug": "slug", "new_parent_page": "parent"}


def move_page(
    author: DraftAuthor, terms: RequestTerms, key: int, version: str, parent_key: int, position: int | None = None
) -> WrittenDraft:
    """Move a page that was never public below another, to a position among the pages there or behind them.

    `version` must be its latest. Raises RefusedError.
    """

    def write() -> WrittenDraft:
        page = editable_page(author, terms, key)
        refuse_unless_current(author, page, version)
        parent = _parent(author, terms, parent_key)
        if objection := objection_to_move(page):
            raise refused("not_permitted", f"{objection} People move it in the admin.", "id")
        rights = page.permissions_for_user(author.user)
        if not rights.can_move():
            raise refused("not_permitted", "The person behind this token may not move this page.", "id")
        if not rights.can_move_to(parent):
            raise refused("invalid_choice", f"No {page.get_verbose_name().lower()} can be moved there.", "parent")
        _refuse_if_in_the_way(page, parent)
        target, place = _place(author, page, parent, position)
        MovePageAction(page, target, pos=place, user=author.user).execute()
        moved = Page.objects.get(pk=page.pk).specific
        log(moved, MOVED, user=author.user, data=author.log_data)
        return standing(moved)

    request = ("move", key, version, parent_key, position)
    return carry_out(author, terms, request, write, outcome, found_again(author, terms, no_page()))


def objection_to_move(page: BasePage) -> str:
    """Return why only people move a page, as a sentence; empty if programs may."""
    if page.live or page.first_published_at is not None:
        return "The page is public, or was."
    if page.numchild:
        return "There are pages below it, which would move as well."
    if page.workflow_in_progress or page.revisions.filter(approved_go_live_at__isnull=False).exists():
        return "The page is being reviewed, or is scheduled."
    if type(page) in ends:
        return f"No program moves a page of the type {type(page).__name__}."
    if waits := what_waits(page):
        return waits
    followers = Q(translation_key=page.translation_key) | Q(alias_of=page)
    if Page.objects.filter(followers).exclude(pk=page.pk).exists():
        return "The page has translations or copies that follow it."
    return ""


def _parent(author: DraftAuthor, terms: RequestTerms, key: int) -> BasePage:
    # Others who put a page there wait, so that two get different addresses and places.
    parent = page_on(terms.site, key, locked=True)
    if parent is None or not parent.permissions_for_user(author.user).can_add_subpage():
        raise refused(NOT_FOUND, NO_PARENT, "parent")
    return parent


def _refuse_if_in_the_way(page: BasePage, parent: BasePage) -> None:
    if page.is_child_of(parent):
        return
    if objection := page.objection_to(parent):
        raise refused("invalid_choice", objection, "parent")
    if not Page._slug_is_available(page.slug, parent, page=page):
        raise refused(
            "invalid_choice", f"Another page there has the address “{page.slug}”. Change the slug first.", "parent"
        )


def _place(author: DraftAuthor, page: BasePage, parent: BasePage, position: int | None) -> tuple[Page, str]:
    """Return the page that the page is moved to, and where from there, as treebeard calls it."""
    if position is None:
        return parent, "last-child"
    if position < 0:
        raise refused("invalid", "The first position is 0.", "position")
    if not parent.permissions_for_user(author.user).can_reorder_children():
        raise refused("not_permitted", "The person behind this token may not choose positions there.", "position")
    behind = parent.get_children().exclude(pk=page.pk).order_by("path")[position : position + 1].first()
    if behind is None:
        return parent, "last-child"
    # All of them would get other places in the tree.
    if parent.get_descendants().filter(path__gte=behind.path, live=True).exists():
        raise refused("not_permitted", "A public page is behind this position. People move it there.", "position")
    return behind, "left"


def copy_page(
    author: DraftAuthor, terms: RequestTerms, key: int, parent_key: int, title: str, slug: str
) -> WrittenDraft:
    """Copy a page below another as a draft, without the pages below it. Raises RefusedError.

    Without a slug one is made of the title.
    """

    def write() -> WrittenDraft:
        page = page_on(terms.site, key)
        if page is None or page.alias_of_id or not page.permissions_for_user(author.user).can_copy():
            raise no_page()
        parent = _parent(author, terms, parent_key)
        if parent.locale_id != page.locale_id:
            raise refused("invalid_choice", "The page above the copy is in another language.", "parent")
        values = _checked(author, page, parent, title.strip(), slug.strip())
        draft = page.get_latest_revision_as_object()
        action = CopyPageAction(
            draft, to=parent, update_attrs=values, copy_revisions=False, keep_live=False, user=author.user
        )
        copy = action.execute()
        revision = copy.latest_revision
        names = {"token": author.token, "token_name": author.token.name, "agent": author.agent}
        given = ("title", "slug") if slug.strip() else ("title",)
        new = written_parts({}, parts_of(revision.content, shape_of(type(copy))), given)
        kept, accepted = parts_in_copy(page, revision.content)
        accepted = [path for path in accepted if path not in new]
        WrittenVersion.objects.create(revision=revision, parts={**kept, **new}, accepted=accepted, **names)
        log(copy, COPIED, user=author.user, revision=revision, data=author.log_data)
        return standing(copy)

    request = ("copy", key, parent_key, title, slug)
    refusal = refused(NOT_FOUND, NO_PARENT, "parent")
    return carry_out(author, terms, request, write, outcome, found_again(author, terms, refusal))


def _checked(author: DraftAuthor, page: BasePage, parent: BasePage, title: str, slug: str) -> dict[str, str]:
    """Return title and slug as the form for copies accepts them. Raises RefusedError."""
    too_long = [
        FormProblem((name,), "max_length", f"It has {LONGEST} characters at most.")
        for name, value in (("title", title), ("slug", slug))
        if len(value) > LONGEST
    ]
    if too_long:
        raise RefusedError(too_long)
    made = slug or free_slug(parent, slugify(title, allow_unicode=True)[: LONGEST - 5])
    data = {"new_title": title, "new_slug": made, "new_parent_page": parent.pk}
    form = getattr(type(page), "copy_form_class", HubCopyForm)(data, page=page, user=author.user)
    if not form.is_valid():
        raise RefusedError(
            FormProblem((OF_COPY_FORM[name],) if name in OF_COPY_FORM else (), error.code or "invalid", message)
            for name, errors in form.errors.as_data().items()
            for error in errors
            for message in error.messages
        )
    return {"title": form.cleaned_data["new_title"], "slug": form.cleaned_data["new_slug"]}
