"""Comments on drafts by programs, at a field or a part of a block, as the editor's panel makes them. Readers never see
them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.log_actions import log
from wagtail.models import Comment

from cms.editing.comments import notify_of
from cms.pages.models import BasePage

from .kinds import fields_of, form_read_off
from .requests import DraftAuthor, RefusedError, RequestTerms, carry_out, refused
from .services import editable_page, no_page, page_on, refuse_unless_current

COMMENTED = "cms.draft.commented"
LONGEST = 5000


@dataclass(frozen=True)
class WrittenComment:
    """A comment. `is_repeated` says that an earlier request with the same key had written it."""

    comment: Comment
    is_repeated: bool = False


def comment_on_draft(
    author: DraftAuthor, terms: RequestTerms, key: int, version: str, path: list[str], text: str
) -> WrittenComment:
    """Write a comment at a field, or a part of a block, of a page's latest draft, which must be `version`.

    `path` has the field's name, and then a block's uuid and names of parts. Raises RefusedError.
    """

    def write() -> WrittenComment:
        page = editable_page(author, terms, key)
        refuse_unless_current(author, page, version)
        if not text:
            raise refused("required", "A comment needs words.", "text")
        if len(text) > LONGEST:
            raise refused("max_length", f"The comment has {LONGEST} characters at most.", "text")
        comment = Comment(
            page=page,
            user=author.user,
            text=f"{text}\n\n– Written by {author.log_data['by']}",
            contentpath=contentpath_of(page.get_latest_revision_as_object(), path),
            revision_created=page.latest_revision,
        )
        comment.save()
        written: dict[str, Any] = {"new_comments": [comment]}
        others = ("new_replies", "edited_comments", "edited_replies", "resolved_comments")
        notify_of(page, written | {name: [] for name in others}, author.user)
        data = {**author.log_data, "comment": {"id": comment.pk, "contentpath": comment.contentpath, "text": text}}
        log(page, COMMENTED, user=author.user, revision=page.latest_revision, data=data)
        return WrittenComment(comment)

    def again(comment: Comment | None) -> WrittenComment:
        page = page_on(terms.site, comment.page_id) if comment else None
        if comment is None or page is None or not page.permissions_for_user(author.user).can_edit():
            raise no_page()
        return WrittenComment(comment, is_repeated=True)

    request = ("comment", key, version, path, text)
    return carry_out(author, terms, request, write, lambda written: written.comment, again)


def contentpath_of(draft: BasePage, path: list[str]) -> str:
    """Return where Wagtail keeps a comment: at a field or part of a block that the editor shows one at.

    A block with several parts has the comment at its first one. Raises RefusedError.
    """
    name, *inside = path or [""]
    model: Any = type(draft)
    if name not in fields_of(form_read_off(model)):
        raise _unknown("The page has no field with this name that takes comments.")
    field = model._meta.get_field(name)
    if not isinstance(field, StreamField):
        if inside:
            raise _unknown("The field has no blocks.")
        return name
    bound = field.get_block_by_content_path(getattr(draft, name), inside) if inside else None
    if not bound:
        raise _unknown("Name a block of the draft by its `uuid` after the field, and a part of it after that.")
    block = bound.block
    if isinstance(block, blocks.BaseStructBlock):
        inside += [part for part, one in block.child_blocks.items() if isinstance(one, blocks.FieldBlock)][:1]
        block = block.child_blocks.get(inside[-1], block)
    if not isinstance(block, blocks.FieldBlock):
        raise _unknown("This holds other blocks. Name one of them, or a part of it.")
    return ".".join([name, *inside])


def _unknown(message: str) -> RefusedError:
    return refused("invalid_choice", message, "field")
