"""Makes publishing, withdrawing and moving a page or term atomic.

Wagtail saves the object first, and then separately writes the history, ends approvals and sends signals. If one of
these failed, the object was public although the response said otherwise.
"""

from __future__ import annotations

from django.db import transaction


def make_whole() -> None:
    """Run each of Wagtail's actions in a transaction. Called once, when the app is ready."""
    from wagtail.actions.move_page import MovePageAction
    from wagtail.actions.publish_revision import PublishRevisionAction
    from wagtail.actions.unpublish import UnpublishAction
    from wagtail.actions.unpublish_page import UnpublishPageAction

    for action in (PublishRevisionAction, UnpublishAction, UnpublishPageAction, MovePageAction):
        action.execute = transaction.atomic(action.execute)
