"""The three manifests that tools write, read into one form.

- Apollo's `generate-persisted-query-manifest`: an object with `format`, `version` and a list of `operations`.
- Relay's compiler (`persistConfig.file`) and the client preset of GraphQL Code Generator
  (`persisted-documents.json`): an object with a text for each id.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

APOLLO = "apollo-persisted-query-manifest"
LARGEST = 2_000_000  # bytes
MOST_DOCUMENTS = 2_000


class Fault(NamedTuple):
    """What is wrong with a manifest: a sentence, and the id of the document that it is about, if it is about one."""

    message: str
    identifier: str | None = None


class ManifestRefusedError(Exception):
    """The manifest was refused as a whole, for these faults."""

    def __init__(self, faults: list[Fault]):
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


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
