"""Documents that the hub knows: stored ones by name, and those that clients have registered by their hash.

A stored document is a file in `documents/` or in a folder of `GRAPHQL_DOCUMENTS`, named like its only operation. Frontends
call it by name, so that a CDN sees a short address; with `GRAPHQL_STORED_ONLY` nothing else is answered. If it has variables
that must be given, a file beside it (`NewsItem.json`) holds an example with which the server asks for it at its start.

Registering follows the protocol of Apollo's "automatic persisted queries": a client sends the SHA-256 of its document
alone, and the document as well when the hub doesn't know it (https://www.apollographql.com/docs/apollo-server/performance/apq).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from functools import cache as once
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from graphql import GraphQLError, OperationDefinitionNode, parse, validate
from graphql.validation import NoUnusedFragmentsRule, specified_rules

from .errors import ApiError, ErrorCode
from .schema import get_schema

FOLDER = Path(__file__).resolve().parent / "documents"
# A document of a frontend has one or two kB; larger ones are sent each time.
LARGEST_REGISTERED = 20_000
REGISTERED_FOR = 7 * 24 * 60 * 60
HASH = re.compile(r"[0-9a-f]{64}")


def folders() -> list[Path]:
    """Return where stored documents are: the hub's own first, then those of `GRAPHQL_DOCUMENTS`."""
    return [FOLDER, *settings.GRAPHQL_DOCUMENTS]


@once
def stored_files() -> dict[str, Path]:
    """Return the files of stored documents by name. Of two with one name the one in the later folder counts."""
    files = {path.stem: path for folder in folders() for path in folder.glob("*.graphql")}
    return dict(sorted(files.items()))


@once
def stored_documents() -> dict[str, str]:
    """Return the stored documents by name."""
    return {name: path.read_text() for name, path in stored_files().items()}


def example_variables(name: str) -> dict[str, Any]:
    """Return variables with which a stored document can be tried. Raises ValueError when its file holds no JSON object."""
    file = stored_files()[name].with_suffix(".json")
    variables = json.loads(file.read_text()) if file.exists() else {}
    if not isinstance(variables, dict):
        raise ValueError(f"{file} must hold a JSON object.")
    return variables


def stored_document(name: str) -> str:
    """Return the stored document. Raises ApiError when there is none of that name."""
    try:
        return stored_documents()[name]
    except KeyError:
        raise ApiError(ErrorCode.UNKNOWN_DOCUMENT, "There is no stored document of this name.") from None


def faults(name: str, text: str) -> Iterator[str]:
    """Yield what is wrong with a stored document, in sentences."""
    try:
        document = parse(text)
    except GraphQLError as error:
        yield error.message
        return
    # Named here because grapple's schema, if anything imports it, takes the rule out of the list.
    rules = list({*specified_rules, NoUnusedFragmentsRule})
    yield from (error.message for error in validate(get_schema(), document, rules))
    operations = [
        node.name and node.name.value for node in document.definitions if isinstance(node, OperationDefinitionNode)
    ]
    if operations != [name]:
        yield f"It must hold one operation and call it {name}."


def resolve_registered(query: str | None, persisted: dict[str, Any]) -> tuple[str, str]:
    """Return the document and its hash. `persisted` is `extensions.persistedQuery`.

    Raises ApiError when the hash isn't that of the document, isn't known, or the protocol is another.
    """
    known_as = persisted.get("sha256Hash")
    if persisted.get("version") != 1 or not isinstance(known_as, str) or not HASH.fullmatch(known_as):
        raise ApiError(ErrorCode.PERSISTED_QUERY_NOT_SUPPORTED, "PersistedQueryNotSupported")
    if query is None:
        # Clients look for this very message and send the document then.
        query = cache.get(_key(known_as))
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
    cache.add(_key(known_as), query, REGISTERED_FOR)


def _key(known_as: str) -> str:
    return f"graphql:document:{known_as}"
