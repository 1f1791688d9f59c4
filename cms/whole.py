"""A page or term is published, withdrawn or moved as a whole, or not at all.

Wagtail saves it first, and then writes the history, ends approvals and tells others, each for itself. Whatever failed on the
way left it public, with an answer that says otherwise.
"""

from __future__ import annotations

from django.db import transaction


def make_whole() -> None:
    """Let Wagtail's actions run in a transaction each. Called once, when the app is ready."""
    from wagtail.actions.move_page import MovePageAction
    from wagtail.actions.publish_revision import PublishRevisionAction
    from wagtail.actions.unpublish import UnpublishAction
    from wagtail.actions.unpublish_page import UnpublishPageAction

    for action in (PublishRevisionAction, UnpublishAction, UnpublishPageAction, MovePageAction):
        action.execute = transaction.atomic(action.execute)
