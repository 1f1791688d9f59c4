"""The page that a line of a table makes or changes: filled in, and checked by the form in which people edit it."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.forms.utils import pretty_name
from wagtail.models import Page

from cms.drafts.form_data import FormProblem
from cms.drafts.requests import RefusedError
from cms.drafts.services import PageContent, filled_form
from cms.models import BasePage
from cms.pages.addresses import free_slug

from .lines import IntakeLine
from .targets import IntakeTarget


def prepare(target: IntakeTarget, line: IntakeLine, user: User) -> None:
    """Give a line its draft, unsaved, or the problems that the form of the page finds. Changes nothing.

    The user may write the page, or add one there. The number of statements is the same for each line of a table.
    """
    if line.is_same or not (line.page or target.key(line.values)):
        return
    parent = line.page.get_parent() if line.page else line.parent
    assert parent is not None  # noqa: S101  a line without a place isn't prepared
    page = _there(line.page) if line.page else _new(target, line, parent, user)
    for name, value in line.values.items():
        if column := target.column(name):
            column.put(page, value)
    target.finish(page, line.values)
    try:
        line.draft = filled_form(user, page, parent, PageContent(target.model, {})).save(commit=False)
    except RefusedError as refusal:
        # What couldn't be read, or isn't given, is a problem already.
        known = {one.name for one in target.columns if one.required and one.name not in line.values} | line.unread
        line.problems += [_in_words(one, target) for one in refusal.problems if _field_of(one) not in known]


def _there(page: BasePage) -> BasePage:
    latest = page.latest_revision
    return page.with_content_json(latest.content if latest else page.serializable_data())


def _new(target: IntakeTarget, line: IntakeLine, parent: Page, user: User) -> BasePage:
    page = target.model(title=target.title(line.values)[:255], live=False, owner=user)
    page.locale = parent.locale
    if slug := target.slug(line.values):
        page.slug = free_slug(parent, slug)
    return page


def _field_of(problem: FormProblem) -> str:
    """Return the name of the field that a problem is about; empty for one of the page as a whole."""
    return problem.path[1] if len(problem.path) > 1 else ""


def _in_words(problem: FormProblem, target: IntakeTarget) -> str:
    name = _field_of(problem)
    if not name:
        return problem.message
    column = target.column(name)
    heading = column.heading if column else pretty_name(name)
    return f"{heading[0].upper()}{heading[1:]}: {problem.message}"
