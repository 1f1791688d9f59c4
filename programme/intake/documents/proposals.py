"""What people make of documents: the proposals are kept, and each becomes a draft only when somebody accepts it."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Page

from cms.base.active_site import active_site
from cms.base.dates import today
from cms.base.own_words import worded
from cms.base.partial_dates import PartialDate
from cms.models import BasePage
from cms.pages.addresses import free_slug
from cms.sites.default import default_site
from programme.choices import (
    PUBLICATION_KINDS,
    MeetingState,
    PublicationKind,
)
from programme.models import (
    GroupPage,
    Intake,
    IntakeDocument,
    IntakeKind,
    IntakeProposal,
    IntakeState,
    MeetingPage,
    ProposalState,
    PublicationIndexPage,
    PublicationPage,
    WorkStreamPage,
)

from . import rules
from .acceptance import owners_in, put
from .drafts import NotPossibleNowError, add
from .lines import MOST_SECONDS, TOO_SLOW, DocumentLine, UnreadableDocumentError, lines_of
from .uploads import UploadedDocument, documents_in

# All documents are read within one request, which nobody waits for longer and no proxy either.
MOST_SECONDS_TOGETHER = 90
TOO_LATE = "Reading the documents before it took too long. Import this one afterwards."
NOTHING_FOUND = "No headings, numbered items, people or dates were found in it."


def begin(files: Iterable[File[bytes]], user: User) -> Intake:
    """Read the documents and keep what the rules propose. A document that can't be read is kept with the reason.

    Documents that
    aren't reached in the time for all are to be imported afterwards. The files themselves aren't kept. Nothing is made of
    the proposals yet.
    """
    ends = time.monotonic() + MOST_SECONDS_TOGETHER
    found, names = documents_in(files), owners_in(active_site() or default_site())
    together = hashlib.sha256("".join(hashlib.sha256(one.content).hexdigest() for one in found).encode())
    file_name = found[0].name if len(found) == 1 else f"{len(found)} documents"
    read: list[tuple[IntakeDocument, list[rules.Proposal]]] = []
    for one in found:
        document = IntakeDocument(
            file_name=one.name[-200:], digest=hashlib.sha256(one.content).hexdigest(), problem=one.problem
        )
        proposals: list[rules.Proposal] = []
        if not one.problem:
            try:
                reading = rules.read(_lines_of(one, ends - time.monotonic()), one.name, names)
                document.title, proposals = reading.title, reading.proposals
                document.problem = "" if proposals else NOTHING_FOUND
            except UnreadableDocumentError as error:
                document.problem = str(error)
        read.append((document, proposals))
    with transaction.atomic():
        intake = Intake.objects.create(
            kind=IntakeKind.DOCUMENTS,
            file_name=file_name[-200:],
            digest=together.hexdigest(),
            lines=sum(len(proposals) for _, proposals in read),
            begun_by=user,
        )
        for document, proposals in read:
            document.intake = intake
            document.save()
            IntakeProposal.objects.bulk_create(
                IntakeProposal(document=document, place=place, **vars(proposal))
                for place, proposal in enumerate(proposals)
            )
    return intake


def _lines_of(document: UploadedDocument, left: float) -> list[DocumentLine]:
    """Return the lines of a document in the seconds that are left for all. Raises UnreadableDocumentError."""
    if left <= 0:
        raise UnreadableDocumentError(TOO_LATE)
    try:
        return lines_of(document.name, document.content, seconds=min(left, MOST_SECONDS))
    except UnreadableDocumentError as error:
        if left < MOST_SECONDS and str(error) == TOO_SLOW:
            # Those before it left it less time than it may take on its own.
            raise UnreadableDocumentError(TOO_LATE) from None
        raise


@transaction.atomic
def make_draft(
    document: IntakeDocument,
    user: User,
    *,
    title: str,
    date: PartialDate,
    group: GroupPage | None = None,
    stream: WorkStreamPage | None = None,
) -> BasePage:
    """Make the draft that accepted proposals go into: a meeting if a group is given, else a publication.

    `stream` is for the recommendations and actions of a publication. Raises PermissionDenied, NotPossibleNowError.
    """
    document = IntakeDocument.objects.select_for_update().select_related("intake").get(pk=document.pk)
    if document.page_id:
        raise NotPossibleNowError("There is a draft for this document already.")
    _refuse_unless_open(document)
    site = document.intake.own_site
    page: Any
    parent: Page | None = group
    if group is not None:
        if MeetingPage.objects.filter(group=group.pk, date=date.first_day, date_precision=date.precision).exists():
            raise NotPossibleNowError(worded("The group has a meeting on that date already."))
        state = MeetingState.PLANNED if date.last_day > today() else MeetingState.HELD
        page = MeetingPage(title=title, state=state, slug=free_slug(group, slugify(date.iso)))
    else:
        parent = PublicationIndexPage.objects.descendant_of(site.root_page).first() if site else None
        page = PublicationPage(title=title, kind=PUBLICATION_KINDS.first_of(PublicationKind.REPORT))
        if stream:
            page.work_streams = [stream]
    if parent is None:
        raise NotPossibleNowError("The programme has no list of publications yet.")
    if not parent.permissions_for_user(user).can_add_subpage():
        raise PermissionDenied
    page._meta.get_field("date").save_form_data(page, date)
    add(document, page, parent, user)
    document.page, document.stream, document.title = page, stream, title
    document.save()
    return page


@transaction.atomic
def accept(proposal: IntakeProposal, user: User, values: dict[str, Any]) -> BasePage:
    """Make a draft of a proposal with the values that somebody confirmed or changed, or put it into the document's draft.

    Returns the page. Raises PermissionDenied, NotPossibleNowError, ValidationError; then nothing is written.
    """
    proposal = IntakeProposal.objects.select_for_update().select_related("document__intake").get(pk=proposal.pk)
    document = proposal.document
    if proposal.state == ProposalState.ACCEPTED:
        raise NotPossibleNowError("Somebody has accepted it already.")
    _refuse_unless_open(document)
    page = document.page.specific if document.page_id and document.page else None
    if page is None:
        raise NotPossibleNowError("Make the draft of the document first.")
    for name, value in values.items():
        setattr(proposal, name, value)
    made = put(proposal, page, user)
    proposal.page, proposal.state = made, ProposalState.ACCEPTED
    proposal.save()
    return made


def skip(proposal: IntakeProposal) -> None:
    """Note that nothing is to be made of a proposal. Raises NotPossibleNowError if something was."""
    if not IntakeProposal.objects.filter(pk=proposal.pk, state=ProposalState.OPEN).update(state=ProposalState.SKIPPED):
        raise NotPossibleNowError("It has been decided already.")


def take_up(proposal: IntakeProposal) -> None:
    """Let somebody decide again about a proposal that was skipped."""
    IntakeProposal.objects.filter(pk=proposal.pk, state=ProposalState.SKIPPED).update(state=ProposalState.OPEN)


@transaction.atomic
def finish(intake: Intake) -> None:
    """End the work on the documents, once. What is undecided stays unmade; what was made can be taken back.

    The proposals are deleted: their passages may be about people, and nobody needs them any longer.
    """
    # Who accepts a proposal locks the import too, so it is counted or refused.
    intake = Intake.objects.select_for_update().get(pk=intake.pk)
    if intake.state != IntakeState.OPEN:
        return
    intake.made = intake.pages.filter(is_new=True).count()
    intake.state, intake.done_at = IntakeState.DONE, timezone.now()
    intake.save(update_fields=["made", "state", "done_at"])
    IntakeProposal.objects.filter(document__intake=intake).delete()


def _refuse_unless_open(document: IntakeDocument) -> None:
    if document.intake.state != IntakeState.OPEN:
        raise NotPossibleNowError("This import is finished.")
