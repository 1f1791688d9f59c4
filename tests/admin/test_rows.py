"""Rows that are only in the draft of a public page: they have no key yet, but stay the same rows."""

import pytest
from django.apps import apps
from wagtail.admin.panels import InlinePanel
from wagtail.models import Page

from cms.models import BasePage
from cms.pages.rows import RowsPanel
from tests import factories

from .forms import edit_url, rows, send


@pytest.fixture
def profile(tree, roles):
    return factories.TeamProfileFactory(parent=tree.team, title="Rana Example")


def duties(page) -> list[str]:
    return [duty.title for duty in page.duties.all()]


def drafted(page) -> Page:
    return type(page).objects.get(pk=page.pk).get_latest_revision_as_object()


def approve(client, page, **values):
    send(client, edit_url(page), "workflow-action", **{"workflow-action-name": "approve"}, **values)
    page.refresh_from_db()


def test_a_page_with_new_rows_is_approved_at_once(editor, lead, profile):
    send(editor, edit_url(profile), "submit", duties=rows({"kind": "support", "title": "Writes the update"}))
    approve(lead, profile)
    assert profile.current_workflow_state is None
    assert duties(profile) == ["Writes the update"]


def test_a_draft_saved_again_keeps_its_rows_and_their_order(editor, profile):
    both = rows({"kind": "support", "title": "First"}, {"kind": "support", "title": "Second"})
    send(editor, edit_url(profile), duties=both)
    send(editor, edit_url(profile), title="Rana Example-Smith")
    assert duties(drafted(profile)) == ["First", "Second"]
    send(editor, edit_url(profile), **{"duties-0-title": "Mended"})
    assert duties(drafted(profile)) == ["Mended", "Second"]
    send(editor, edit_url(profile), **{"duties-0-ORDER": "2", "duties-1-ORDER": "1"})
    assert duties(drafted(profile)) == ["Second", "Mended"]
    send(editor, edit_url(profile), **{"duties-0-DELETE": "1"})
    assert duties(drafted(profile)) == ["Mended"]
    assert duties(profile) == []


def test_an_approver_who_changes_a_row_is_asked_again(editor, lead, profile):
    send(editor, edit_url(profile), "submit", duties=rows({"kind": "support", "title": "Writes the update"}))
    approve(lead, profile, **{"duties-0-title": "Reads the update"})
    assert profile.current_workflow_state is not None
    approve(lead, profile)
    assert duties(profile) == ["Reads the update"]


@pytest.mark.parametrize("model", [one for one in apps.get_models() if issubclass(one, BasePage)])
def test_every_page_keeps_its_rows_like_this(model):
    def inlines(panel):
        if isinstance(panel, InlinePanel):
            yield panel
        for child in getattr(panel, "children", []):
            yield from inlines(child)

    assert all(isinstance(panel, RowsPanel) for panel in inlines(model.get_edit_handler()))
