"""From an approved page to a snapshot, and from a send that begins to the public archive.

Approval is Wagtail's workflow; what it ends with for an issue is `finish` here. An issue that hasn't gone out isn't
published by being approved: it becomes a snapshot, and readers find it once it begins to go out. Approval lapses by itself:
a snapshot counts only while its revision is the page's latest.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Revision

from cms import changes
from newsletter.choices import Audience
from newsletter.generator.asking import readers_view
from newsletter.generator.errors import GeneratorError
from newsletter.generator.findings import NotReadyError
from newsletter.generator.rendering import BuiltEdition, editions_of
from newsletter.message import LEAVE_URL, PREFERENCES_URL, REASON
from newsletter.models import ArchivedIssue, Edition, IssuePage, Send, Snapshot

APPROVED = "newsletter.approve"
NOT_APPROVED = "newsletter.checks_failed"


class ApprovalError(Exception):
    """The issue can't be approved for sending; the text is one sentence for editors."""


def finish(page: IssuePage, user) -> None:
    """Freeze an issue whose workflow ended with approval.

    One whose checks fail isn't frozen; its history says what is wrong. Never raises for that: the workflow is over.
    """
    try:
        approve(page.latest_revision, user)
    except ApprovalError as error:
        log(instance=page, action=NOT_APPROVED, user=user, data={"reason": str(error)})


def approve(revision: Revision, user) -> Snapshot:
    """Freeze the issue as it stands in the revision, for all audiences, with who approved it.

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
    """Return who saved a revision; for one that a command saved in nobody's name, whoever saved last before it."""
    of_the_page = Revision.objects.filter(
        content_type_id=revision.content_type_id, object_id=revision.object_id, pk__lte=revision.pk, user__isnull=False
    )
    return of_the_page.order_by("-pk").values_list("user_id", flat=True).first()


def _frozen(edition: BuiltEdition) -> dict:
    names = ("subject", "html", "text", "data", "template_version")
    return {name: getattr(edition, name) for name in names}


def standing_approval(page: IssuePage) -> Snapshot | None:
    """Return the snapshot that may be sent now: approved by a second person, of the page as it was last saved."""
    found = Snapshot.objects.filter(issue=page, revision_id=page.latest_revision_id, approved_by__isnull=False)
    return found.select_related("approved_by", "written_by").first()


def on_start(send: Send) -> None:
    """Show the issue to readers when it begins to go out to an external list: what is sent links to it.

    Called each time a send starts or starts again; only the first time does anything. Raises ApprovalError, which holds the
    send, if readers couldn't open it even so, or if the page was changed since and nobody has said that it goes on.
    """
    latest = IssuePage.objects.values_list("latest_revision_id", flat=True).get(pk=send.issue_id)
    if latest != send.snapshot.revision_id and send.released_at is None:
        raise ApprovalError(
            "the issue was changed after it was approved. Let the send go on as it was approved, or cancel it and have the"
            " issue approved again."
        )
    if not send.lists.filter(kind=Audience.EXTERNAL).exists():
        return
    page = IssuePage.objects.get(pk=send.issue_id)
    if ArchivedIssue.objects.filter(issue=page).exists():
        return
    edition = send.snapshot.editions.get(audience=Audience.EXTERNAL)
    moment = max(filter(None, (send.due_at, send.released_at)))
    with transaction.atomic(), changes.dated(moment):
        revision = Revision.objects.filter(pk=send.snapshot.revision_id).first()
        if revision is not None and (not page.live or page.live_revision_id != revision.pk):
            # It is the approval that publishes it; who lets it go out need not have the right to publish pages.
            revision.publish(user=send.created_by, skip_permission_checks=True)
        page = IssuePage.objects.get(pk=page.pk)
        told = edition.data.get("archive_url")
        if told and urlsplit(told).path != urlsplit(page.full_url or "").path:
            raise ApprovalError(
                f"the messages link to {told}, where the issue isn't any more. Cancel the send and approve the issue again."
            )
        if not readers_view().filter(IssuePage.objects.filter(pk=page.pk)).exists():
            raise ApprovalError(
                "readers can't open the issue's page, to which each message leads. Look at its dates of publication and"
                " at who may see it and the pages above it."
            )
        ArchivedIssue.objects.create(
            issue=page,
            edition=edition,
            started_at=timezone.now(),
            subject=edition.subject,
            html=public_form(edition.html),
            text=public_form(edition.text),
            data=edition.data,
            sha256=edition.sha256,
        )


def public_form(text: str) -> str:
    """Return the text for everybody: what was a subscriber's own link leads to the page where anybody gets theirs."""
    address = settings.BASE_URL + reverse("newsletter:ask_for_link")
    reason = f"This is what subscribers got. Join or leave at {settings.BASE_URL}{reverse('newsletter:subscribe')}."
    for placeholder, value in ((LEAVE_URL, address), (PREFERENCES_URL, address), (REASON, reason)):
        text = text.replace(placeholder, value)
    return text
