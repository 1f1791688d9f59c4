"""Known documents: stored ones by name, and those registered by clients by their hash.

A stored document is a file in `graphql/documents/` of an app or in a folder of `GRAPHQL_DOCUMENTS`, named like its only
operation. Frontends call it by name, so that a CDN sees a short address; with `GRAPHQL_STORED_ONLY` nothing else is
answered. If it has variables that must be given, a file beside it (`NewsItem.json`) holds an example with which the
server asks for it at its start.

Registration follows the protocol of Apollo's "automatic persisted queries": a client sends only the SHA-256 of its
document, and the document as well if the hub doesn't know it
(https://www.apollographql.com/docs/apollo-server/performance/apq).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from functools import cache as once
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.cache import caches
from graphql import GraphQLError, OperationDefinitionNode, parse, validate
from graphql.validation import NoUnusedFragmentsRule, specified_rules

from cms.base.store import ALIAS

from .errors import ApiError, ErrorCode
from .schema import get_schema

# A frontend's documents have one or two kB; larger ones are sent each time.
LARGEST_REGISTERED = 20_000
# Anybody may register any number, so they are kept briefly: a client whose document has been forgotten sends it again.
REGISTERED_FOR = 24 * 60 * 60
HASH = re.compile(r"[0-9a-f]{64}")


def folders() -> list[Path]:
    """Return where stored documents are: `graphql/documents` of each app first, then the folders of `GRAPHQL_DOCUMENTS`."""
    of_apps = [Path(app.path) / "graphql" / "documents" for app in apps.get_app_configs()]
    return [*(folder for folder in of_apps if folder.is_dir()), *settings.GRAPHQL_DOCUMENTS]


@once
def stored_files() -> dict[str, Path]:
    """Return the files of stored documents by name. Of two with the same name, the one in the later folder counts."""
    files = {path.stem: path for folder in folders() for path in folder.glob("*.graphql")}
    return dict(sorted(files.items()))


@once
def stored_documents() -> dict[str, str]:
    """Return the stored documents by name."""
    return {name: path.read_text() for name, path in stored_files().items()}


def example_variables(name: str) -> dict[str, Any]:
    """Return example variables for a stored document. Raises ValueError if its file isn't a JSON object."""
    file = stored_files()[name].with_suffix(".json")
    variables = json.loads(file.read_text()) if file.exists() else {}
    if not isinstance(variables, dict):
        raise ValueError(f"{file} must hold a JSON object.")
    return variables


def stored_document(name: str) -> str:
    """Return the stored document. Raises ApiError if there is none of that name."""
    try:
        return stored_documents()[name]
    except KeyError:
        raise ApiError(ErrorCode.UNKNOWN_DOCUMENT, "There is no stored document of this name.") from None


def faults(name: str, text: str) -> Iterator[str]:
    """Yield the faults of a stored document, as sentences."""
    try:
        document = parse(text)
    except GraphQLError as error:
        yield error.message
        return
    # Named here because grapple's schema, if anything imports it, removes the rule from the list.
    rules = list({*specified_rules, NoUnusedFragmentsRule})
    yield from (error.message for error in validate(get_schema(), document, rules))
    operations = [
        node.name and node.name.value for node in document.definitions if isinstance(node, OperationDefinitionNode)
    ]
    if operations != [name]:
        yield f"It must have one operation, named {name}."


def resolve_registered(query: str | None, persisted: dict[str, Any]) -> tuple[str, str]:
    """Return the document and its hash. `persisted` is `extensions.persistedQuery`.

    Raises ApiError if the hash isn't that of the document, isn't known, or belongs to another protocol.
    """
    known_as = persisted.get("sha256Hash")
    if persisted.get("version") != 1 or not isinstance(known_as, str) or not HASH.fullmatch(known_as):
        raise ApiError(ErrorCode.PERSISTED_QUERY_NOT_SUPPORTED, "PersistedQueryNotSupported")
    if query is None:
        # Clients look for exactly this message and then send the document.
        query = caches[ALIAS].get(_key(known_as))
        if query is None:
            raise ApiError(ErrorCode.PERSISTED_QUERY_NOT_FOUND, "PersistedQueryNotFound")
    elif hashlib.sha256(query.encode()).hexdigest() != known_as:
        raise ApiError(ErrorCode.BAD_REQUEST, "`sha256Hash` isn't the hash of the document.")
    elif len(query) > LARGEST_REGISTERED:
        raise ApiError(
            ErrorCode.BAD_REQUEST, f"A document of more than {LARGEST_REGISTERED} characters isn't registered."
        )
    return query, known_as


def register(query: str, known_as: str) -> None:
    """Keep a document under its hash. Call it only for a document that was accepted."""
    caches[ALIAS].add(_key(known_as), query, REGISTERED_FOR)


def _key(known_as: str) -> str:
    return f"graphql:document:{known_as}"
