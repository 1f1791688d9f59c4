"""Files that come with a table of publications: documents that are held (`cms.media.held`) until somebody publishes the page.

They are uploaded with the table, by the form of a document in the admin. Those that no draft of the import shows don't stay.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import PurePath
from typing import Any

from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import ProtectedError
from wagtail.log_actions import log
from wagtail.models import ReferenceIndex
from wagtail.permissions import policy_registry

from cms.drafts.requests import RefusedError
from cms.drafts.uploads import filled_upload
from cms.models import BasePage, HubDocument
from programme.models import Intake, IntakeFile, IntakePage, PublicationPage

from .columns import FILE, KnownFile, split
from .tables import IntakeTable

MOST = 50
NO_RIGHT = "You may not upload documents."
NO_COLUMN = "No column of the table names the files. Call one “File”."


class FilesRefusedError(ValueError):
    """Files can't be taken. `messages` says why, with the name of each file."""

    def __init__(self, messages: list[str]):
        super().__init__(" ".join(messages))
        self.messages = messages


def filled_forms(files: Iterable[UploadedFile], user: User) -> list[Any]:
    """Return the form of a document for each file, valid and filled in. Raises FilesRefusedError."""
    if not policy_registry.get_by_type(HubDocument).user_has_permission(user, "add"):
        raise FilesRefusedError([NO_RIGHT])
    forms, problems, names = [], [], set()
    for file in files:
        name = str(file.name)
        if name.lower() in names:
            problems.append(f"{name}: Two files have this name. Rename one.")
        names.add(name.lower())
        try:
            forms.append(filled_upload(user, HubDocument, file, {"title": PurePath(name).stem[:255]}))
        except RefusedError as refusal:
            problems += [f"{name}: {one.message}" for one in refusal.problems]
    if problems:
        raise FilesRefusedError(problems)
    return forms


def keep(intake: Intake, forms: Iterable[Any], user: User) -> None:
    """Save the documents of filled forms for an import. They are held."""
    for form in forms:
        form.instance.uploaded_by_user = user
        form.holds = True
        document = form.save()
        log(document, "wagtail.create", user=user)
        IntakeFile.objects.create(intake=intake, document=document, file_name=form.cleaned_data["file"].name[-200:])


def known_files(intake: Intake) -> Mapping[str, KnownFile]:
    """Return the files of an import by their names in small letters."""
    rows = list(intake.files.exclude(document=None))
    if not rows:
        return {}
    documents = HubDocument.objects.in_bulk([row.document_id for row in rows])
    copies: dict[str, set[int]] = {}
    alike = HubDocument.objects.filter(file_hash__in=[one.file_hash for one in documents.values()])
    for pk, digest in alike.values_list("pk", "file_hash"):
        copies.setdefault(digest, set()).add(pk)
    named = ((row.file_name, documents[row.document_id or 0]) for row in rows)
    return {
        name.lower(): KnownFile(name, document.pk, frozenset(copies[document.file_hash])) for name, document in named
    }


def unnamed(names: Iterable[str], table: IntakeTable, mapping: Mapping[str, str]) -> list[str]:
    """Return those of the names of files that no cell of the column for files has."""
    places = [place for place, heading in enumerate(table.headings) if mapping.get(heading) == FILE]
    named = {
        name.lower()
        for _, cells in table.lines
        for place in places
        if place < len(cells)
        for name in split(cells[place])
    }
    return [name for name in names if name.lower() not in named]


def shown_by(pages: Iterable[BasePage]) -> set[int]:
    """Return the keys of the documents that drafts of publications show as theirs."""
    publications = (page for page in pages if isinstance(page, PublicationPage))
    return {row.document_id for page in publications for row in page.attachments.all()}


def kept_in_history(pages: Iterable[IntakePage]) -> set[int]:
    """Return the keys of the documents in versions that an import made of pages that were there: their history has them."""
    versions = (row.after.content for row in pages if row.after and not row.is_new)
    return {one["document"] for content in versions for one in content.get("attachments", ())}


def drop(intake: Intake, user: Any, *, besides: Collection[int] = ()) -> None:
    """Delete the documents of an import that are still held and that nothing shows, except those with the keys `besides`."""
    keys = intake.files.exclude(document=None).exclude(document__in=besides).values("document")
    for document in HubDocument.objects.filter(pk__in=keys, is_held=True):
        if ReferenceIndex.get_references_to(document).exists():
            continue
        try:
            with transaction.atomic():
                log(document, "wagtail.delete", user=user)
                document.delete()
        except ProtectedError:
            continue  # a row that the index doesn't have yet
