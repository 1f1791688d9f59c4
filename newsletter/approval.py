"""From an approved page to a snapshot, and from a send that begins to the public archive.

Approval is Wagtail's workflow, which ends for an issue with `finish`. An issue that hasn't gone out isn't
published by being approved: it becomes a snapshot, and readers find it once it begins to go out. Approval lapses:
a snapshot counts only while its revision is the page's latest.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import PageLogEntry, Revision, Site

from cms.base.dates import moment_in_words
from cms.base.log_messages import name_actions
from cms.pages import changes
from cms.pages.addresses import frontend_url, site_of_page
from cms.visibility.hub_addresses import full_address
from newsletter.choices import EditionAudience, SendState
from newsletter.generator.documents import readers_view
from newsletter.generator.editions import BuiltEdition, editions_of
from newsletter.generator.findings import GeneratorError, NotReadyError
from newsletter.message import LEAVE_URL, PREFERENCES_URL, REASON
from newsletter.models import ArchivedIssue, Edition, IssuePage, Send, Snapshot
from newsletter.sending.services import OPEN

APPROVED = "newsletter.approve"
NOT_APPROVED = "newsletter.checks_failed"
name_actions(
    {
        APPROVED: ("Approve for sending", "Approved for sending"),
        NOT_APPROVED: ("Refuse approval", "Approved, but its checks failed"),
    }
)


class ApprovalError(Exception):
    """The issue can't be approved for sending; the text is one sentence for editors."""


def finish(page: IssuePage, user) -> bool:
    """Freeze an issue whose workflow ended with approval. Returns False if it has gone out already: then it is published.

    If its checks fail, it isn't frozen; its history says what is wrong. That raises nothing: the workflow is over.
    """
    if page.has_gone_out:
        return False
    try:
        approve(page.latest_revision, user)
    except ApprovalError as error:
        log(instance=page, action=NOT_APPROVED, user=user, data={"reason": str(error)})
    return True


def waits_for(page) -> str:
    """Say what happens to an issue after its approval, which doesn't publish it; empty for other pages."""
    issue = getattr(page, "specific", page)
    if not isinstance(issue, IssuePage) or issue.has_gone_out:
        return ""
    send = issue.sends.filter(state=SendState.SCHEDULED).order_by("-pk").first()
    if send is not None:
        return f"Its send is due on {moment_in_words(send.due_at)}."
    if reason := _failed_checks(issue):
        return f"It can't be sent yet: {reason}"
    return "It goes out once somebody sends it from its desk."


def decision_about(page) -> str:
    """Say that an issue goes out as it was approved, or is approved to: a newer draft would stop that. Empty if it isn't."""
    issue = getattr(page, "specific", page)
    if not isinstance(issue, IssuePage):
        return ""
    if issue.sends.filter(state__in=OPEN).exists():
        return "The issue is scheduled or being sent as it was approved. People cancel that before the page changes."
    if not issue.has_gone_out and issue.standing_approval is not None:
        return "The issue is approved for sending. People change it from here on, which ends the approval."
    return ""


def _failed_checks(issue: IssuePage) -> str:
    """Return why the approval of the latest draft failed; empty if it didn't."""
    if issue.standing_approval is not None or issue.latest_revision is None:
        return ""
    entries = PageLogEntry.objects.filter(
        page=issue.pk, action=NOT_APPROVED, timestamp__gte=issue.latest_revision.created_at
    )
    entry = entries.order_by("-pk").first()
    return entry.data["reason"] if entry else ""


def approve(revision: Revision, user) -> Snapshot:
    """Freeze the issue as of the revision, for all audiences, and record who approved it.

    Raises ApprovalError when the approver wrote it, or a check finds an error.
    """
    writer = writer_of(revision)
    if writer is not None and user is not None and writer == user.pk:
        raise ApprovalError("Somebody other than the person who saved it last must approve it.")
    page = revision.as_object()
    try:
        built = editions_of(page, draft=False)
    except NotReadyError as error:
        raise ApprovalError(" ".join(map(str, error.findings))) from error
    except GeneratorError as error:
        raise ApprovalError(str(error)) from error
    with transaction.atomic():
        snapshot = Snapshot.objects.create(
            issue_id=page.pk, revision_id=revision.pk, written_by_id=writer, approved_by=user
        )
        for audience, edition in built.items():
            Edition.objects.create(snapshot=snapshot, audience=audience, **_frozen(edition))
        log(instance=page, action=APPROVED, user=user, revision=revision)
    return snapshot


def writer_of(revision: Revision) -> int | None:
    """Return the user who saved a revision; if a command saved it without a user, the user of the revision before it."""
    of_the_page = Revision.objects.filter(
        content_type_id=revision.content_type_id, object_id=revision.object_id, pk__lte=revision.pk, user__isnull=False
    )
    return of_the_page.order_by("-pk").values_list("user_id", flat=True).first()


def _frozen(edition: BuiltEdition) -> dict:
    names = ("subject", "html", "text", "data", "template_version")
    return {name: getattr(edition, name) for name in names}


def on_start(send: Send) -> None:
    """Publish the issue when it begins to go out to an external list: its messages link to it.

    Called each time a send starts or restarts; only the first call has an effect. Raises ApprovalError, which holds the
    send, if readers still couldn't open it, or if the page was changed since and nobody has released the send.
    """
    latest = IssuePage.objects.values_list("latest_revision_id", flat=True).get(pk=send.issue_id)
    if latest != send.snapshot.revision_id and send.released_at is None:
        raise ApprovalError(
            "the issue was changed after it was approved. Let the send go on as it was approved, or cancel it and have the"
            " issue approved again."
        )
    if not send.lists.filter(kind=EditionAudience.EXTERNAL).exists():
        return
    page = IssuePage.objects.get(pk=send.issue_id)
    if ArchivedIssue.objects.filter(issue=page).exists():
        return
    edition = send.snapshot.editions.get(audience=EditionAudience.EXTERNAL)
    moment = max(filter(None, (send.due_at, send.released_at)))
    with transaction.atomic(), changes.dated(moment):
        revision = Revision.objects.filter(pk=send.snapshot.revision_id).first()
        if revision is not None and (not page.live or page.live_revision_id != revision.pk):
            # The approval publishes it; the sender needn't have the right to publish pages.
            revision.publish(user=send.created_by, skip_permission_checks=True)
        page = IssuePage.objects.get(pk=page.pk)
        told = edition.data.get("archive_url")
        if told and urlsplit(told).path != urlsplit(frontend_url(page)).path:
            raise ApprovalError(
                f"the messages link to {told}, where the issue isn't any more. Cancel the send and approve the issue again."
            )
        site = site_of_page(page)
        if not readers_view(site).filter(IssuePage.objects.filter(pk=page.pk)).exists():
            raise ApprovalError(
                "readers can't open the issue's page, to which each message leads. Look at its dates of publication and"
                " at who may see it and the pages above it."
            )
        ArchivedIssue.objects.create(
            issue=page,
            edition=edition,
            started_at=timezone.now(),
            subject=edition.subject,
            html=public_form(edition.html, site),
            text=public_form(edition.text, site),
            data=edition.data,
            sha256=edition.sha256,
        )


def public_form(text: str, site: Site | None = None) -> str:
    """Return the text for everybody: a subscriber's own links lead to the page of the site where people can ask for
    theirs."""
    address = full_address("newsletter:ask_for_link", site=site)
    reason = f"This is what subscribers got. Join or leave at {full_address('newsletter:subscribe', site=site)}."
    for placeholder, value in ((LEAVE_URL, address), (PREFERENCES_URL, address), (REASON, reason)):
        text = text.replace(placeholder, value)
    return text
