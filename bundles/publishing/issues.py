"""An issue in a bundle goes out with it, never before: it may mention pages that aren't public yet."""

from __future__ import annotations

from bundles.models import Bundle, BundlePage
from newsletter.models import IssuePage
from newsletter.sending.candidates import preflight


def objection_to_send(issue: IssuePage) -> str:
    """Say why the issue can't be sent yet, as long as it is in an open bundle; empty otherwise."""
    item = BundlePage.objects.filter(page=issue.pk, is_open=True).select_related("bundle").first()
    return f"The issue is in the bundle “{item.bundle}”. Publish that first, or take the issue out." if item else ""


def recipients_of(bundle: Bundle) -> int:
    """Return the number of people who would get the issue if the bundle were published now."""
    issues = IssuePage.objects.filter(pk__in=[item.page_id for item in bundle.issues]) if bundle.sends_issue else ()
    drafts = [issue.get_latest_revision_as_object() for issue in issues]
    return sum(preflight(draft, draft.mailing_lists.all()).recipients for draft in drafts)
