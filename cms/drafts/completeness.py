"""Whether a draft is ready for readers: what the admin's form asks of one before it is submitted or published."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from cms.pages.models import BasePage
from cms.quality.blockers import question_about

from .form_data import FilledForm, problems_of
from .requests import DraftAuthor, RefusedError, refused

REASON = "People give one when they submit or publish the page in the admin."


def refuse_unless_complete(author: DraftAuthor, draft: BasePage) -> None:
    """Raise RefusedError with all that keeps a page's draft from being submitted or published, each within `version`.

    It may be incomplete, or writing help may have found what stops it, or what a person has to give a reason for.
    """
    form_class = type(draft).get_edit_handler().get_form_class()
    arguments: dict[str, Any] = {
        "instance": draft,
        "parent_page": draft.get_parent().specific,
        "for_user": author.user,
    }
    filled = FilledForm(form_class(**arguments), {})
    form = form_class(filled.data, {}, **arguments)
    if form.is_valid():
        return
    if form.question:
        raise refused("invalid", f"{question_about(draft, form.question.asks)}. {REASON}", "version")
    raise RefusedError(replace(one, path=("version", *one.path)) for one in problems_of(form, filled.places))
