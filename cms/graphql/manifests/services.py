"""Takes a frontend's manifest, or refuses it as a whole; drops documents that nobody asks for any more.

Three manifests that tools write are read:

- Apollo's `generate-persisted-query-manifest`: an object with `format`, `version` and a list of `operations`.
- Relay's compiler (`persistConfig.file`) and the client preset of GraphQL Code Generator
  (`persisted-documents.json`): an object with a text for each id.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from graphql import DocumentNode, OperationDefinitionNode
from wagtail.log_actions import log
from wagtail.models import Site

from cms.base.log_messages import name_actions
from cms.graphql.errors import ApiError
from cms.graphql.execution import prepared
from cms.graphql.limits import check_limits, check_request
from cms.jobs.registry import Stop, job

from .models import DocumentUse, FrontendDocument, canonical

APOLLO = "apollo-persisted-query-manifest"
LARGEST = 2_000_000  # bytes
MOST_DOCUMENTS = 2_000
FRONTEND = re.compile(r"[\w-]{1,50}", re.ASCII)
# A replaced document is kept until no client has asked for it for this long.
UNUSED = datetime.timedelta(days=90)
A_DAY = 24 * 60 * 60
UPLOADED = "cms.manifest.uploaded"
name_actions({UPLOADED: ("Upload documents", "{documents} documents of {frontend} uploaded")})


class Fault(NamedTuple):
    """What is wrong with a manifest: a sentence, and the id of the document that it is about, if it is about one."""

    message: str
    identifier: str | None = None


class ManifestRefusedError(Exception):
    """The manifest was refused as a whole, for these faults."""

    def __init__(self, faults: list[Fault]):
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


class Upload(NamedTuple):
    """What became of a manifest: its documents, those of them that are new, and those that it replaced."""

    documents: int
    new: int
    replaced: int


def upload(frontend: str, data: bytes, site: Site | None, user: Any = None) -> Upload:
    """Make the manifest's documents the current ones of the site's frontend. Its other documents are kept while they are used.

    `user` is named in the audit log. Raises ManifestRefusedError with each fault; then nothing has changed.
    """
    if not FRONTEND.fullmatch(frontend):
        raise ManifestRefusedError([Fault("A frontend's name has 1 to 50 letters, digits, hyphens and underscores.")])
    rows, faults, now = [], [], timezone.now()
    for written, text in read(data).items():
        found = [Fault(message, written) for message in faults_of(written, text)]
        faults += found
        identifier, document = canonical(written), prepared(text).document
        if not found and identifier and document:
            rows.append(
                FrontendDocument(
                    site=site,
                    frontend=frontend,
                    identifier=identifier,
                    operations=_operation_names(document),
                    text=text,
                    uploaded_at=now,
                )
            )
    faults += _clashes(frontend, rows, site)
    if faults:
        raise ManifestRefusedError(faults)
    return _replace(frontend, rows, now, site, user)


def read(data: bytes) -> dict[str, str]:
    """Return the texts of a manifest's documents by their ids, as the manifest writes these.

    Raises ManifestRefusedError if it is none of the three.
    """
    if len(data) > LARGEST:
        raise ManifestRefusedError([Fault(f"A manifest has {LARGEST} bytes at most.")])
    try:
        manifest = json.loads(data)
    except (ValueError, RecursionError):
        raise ManifestRefusedError([Fault("The manifest isn't valid JSON.")]) from None
    if not isinstance(manifest, dict):
        raise ManifestRefusedError([Fault("The manifest must be a JSON object.")])
    documents = _of_apollo(manifest) if "format" in manifest else manifest
    if not documents:
        raise ManifestRefusedError([Fault("The manifest has no documents. Look whether your build found any.")])
    if len(documents) > MOST_DOCUMENTS:
        raise ManifestRefusedError([Fault(f"A manifest has {MOST_DOCUMENTS} documents at most.")])
    faults = [
        Fault("The document must be a text.", identifier)
        for identifier, text in documents.items()
        if not isinstance(text, str)
    ]
    if faults:
        raise ManifestRefusedError(faults)
    return documents


def _of_apollo(manifest: dict[str, Any]) -> dict[str, str]:
    if manifest["format"] != APOLLO or manifest.get("version") != 1:
        raise ManifestRefusedError([Fault(f"The format must be {APOLLO}, version 1.")])
    operations = manifest.get("operations")
    if not isinstance(operations, list):
        raise ManifestRefusedError([Fault("`operations` must be a list.")])
    documents: dict[str, Any] = {}  # that each is a text, `read` looks
    faults = []
    for number, operation in enumerate(operations, start=1):
        if not isinstance(operation, dict) or not isinstance(operation.get("id"), str):
            faults.append(Fault(f"Operation {number} has no `id`."))
        elif operation["id"] in documents:
            faults.append(Fault("There are two operations with this id.", operation["id"]))
        else:
            documents[operation["id"]] = operation.get("body")
    if faults:
        raise ManifestRefusedError(faults)
    return documents


def faults_of(identifier: str, text: str) -> Iterator[str]:
    """Yield what is wrong with a document, in sentences: with its id, its fit to the schema, and its cost."""
    known_as = canonical(identifier)
    if known_as is None:
        yield "The id must be `sha256:` and a hash, or consist of letters, digits and the characters - . _ and ~."
    elif known_as.startswith("sha256:") and known_as != f"sha256:{hashlib.sha256(text.encode()).hexdigest()}":
        yield "The id isn't the SHA-256 hash of the document."
    try:
        check_request(text, {})
    except ApiError as error:
        yield error.message
        return
    ready = prepared(text)
    yield from (error.message for error in ready.errors)
    if ready.document is None or ready.weights is None:
        return
    operations = [node for node in ready.document.definitions if isinstance(node, OperationDefinitionNode)]
    if not operations:
        yield "The document has no operation."
    for operation in operations:
        try:
            check_limits(ready.weights, ready.document, operation, {})
        except ApiError as error:
            yield error.message


def _operation_names(document: DocumentNode) -> str:
    nodes = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    return ", ".join(node.name.value if node.name else "unnamed" for node in nodes)[:255]


def _clashes(frontend: str, rows: list[FrontendDocument], site: Site | None) -> Iterator[Fault]:
    """Yield the ids that belong to another text: an id names one document on a site."""
    texts: dict[str, str] = {}
    for row in rows:
        if texts.setdefault(row.identifier, row.text) != row.text:
            yield Fault("Two documents have this id.", row.identifier)
    kept = FrontendDocument.at(site).filter(identifier__in=texts).values_list("frontend", "identifier", "text")
    for owner, identifier, text in kept:
        if text != texts[identifier]:
            whose = "This frontend" if owner == frontend else f"The frontend {owner}"
            yield Fault(f"{whose} has another document with this id.", identifier)


@transaction.atomic
def _replace(
    frontend: str, rows: list[FrontendDocument], now: datetime.datetime, site: Site | None, user: Any
) -> Upload:
    kept = FrontendDocument.objects.filter(site=site, frontend=frontend)
    before = set(kept.values_list("identifier", flat=True))
    unique = {row.identifier: row for row in rows}
    replaced = kept.filter(replaced_at=None).exclude(identifier__in=unique).update(replaced_at=now)
    kept.filter(identifier__in=unique).delete()
    FrontendDocument.objects.bulk_create(unique.values())
    if site is not None:
        log(site, UPLOADED, user=user, data={"frontend": frontend, "documents": len(unique)})
    return Upload(len(unique), len(unique.keys() - before), replaced)


@job("Documents of frontends: drop unused ones", every=A_DAY)
def drop_unused(stop: Stop) -> bool:
    """Delete replaced documents for which no client has asked for 90 days, and the counts of those days."""
    since = timezone.now() - UNUSED
    uses = DocumentUse.objects.filter(identifier=OuterRef("identifier"), day__gte=timezone.localdate(since))
    FrontendDocument.objects.filter(~Exists(uses), replaced_at__lt=since).delete()
    DocumentUse.objects.filter(day__lt=timezone.localdate(since)).delete()
    return False
