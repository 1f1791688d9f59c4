"""From a piece of feedback to an entry under “You said, we did”."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction

from cms.pages.addresses import in_tree_of
from engagement.models import Feedback, YouSaidEntry, YouSaidWeDidPage


class TellError(Exception):
    """The entry couldn't be created. The message says why in a sentence."""


@transaction.atomic
def tell(feedback: Feedback, user: User) -> YouSaidWeDidPage:
    """Create an entry in a draft of the page, and return the page. Nothing is published. A second call adds nothing.

    The feedback itself isn't copied: a draft is kept for ever, and users without access to feedback may read it. The entry
    begins with the themes and the team's note. Raises TellError.
    """
    feedback = Feedback.objects.select_for_update().get(pk=feedback.pk)
    if feedback.told_id:
        return feedback.told
    page = YouSaidWeDidPage.objects.filter(in_tree_of(feedback.own_site)).order_by("path").first()
    if page is None:
        raise TellError("There is no page “You said, we did” yet. Add one under the home page first.")
    permissions = page.permissions_for_user(user)
    if not permissions.can_edit():
        raise TellError("You may not edit the page “You said, we did”.")
    if permissions.page_locked():
        raise TellError("The page “You said, we did” is locked.")
    draft = page.get_latest_revision_as_object()
    about = f" about “{feedback.page.title}”" if feedback.page else ""
    themes = "; ".join(theme.name for theme in feedback.themes.all())
    draft.entries.add(
        YouSaidEntry(
            said=f"People told us{about}: {themes or '…'}"[:500],
            did=(feedback.reply or "…")[:1000],
            work_stream=feedback.work_stream,
            target=feedback.page,
        )
    )
    draft.save_revision(user=user, log_action=True)
    feedback.told = page
    feedback.save(update_fields=["told"])
    return page
