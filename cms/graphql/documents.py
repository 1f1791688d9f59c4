"""Known documents: stored ones by name, those of frontends by their id, and those registered by clients by their hash.

A stored document is a file in `graphql/documents/` of an app or in a folder of `GRAPHQL_DOCUMENTS`, named like its only
operation. Frontends call it by name, so that a CDN sees a short address; with `GRAPHQL_STORED_ONLY` nothing else is
answered. If it has variables that must be given, a file beside it (`NewsItem.json`) holds an example with which the
server asks for it at its start.

A frontend's documents come from its manifest (`manifests`) and are asked for as the appendix “Persisted Documents” of
GraphQL over HTTP says. Stored documents have an id, too: the SHA-256 of their file.

Registration follows the protocol of Apollo's "automatic persisted queries": a client sends only the SHA-256 of its
document, and the document as well if the hub doesn't know it
(https://www.apollographql.com/docs/apollo-server/performance/apq).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from functools import cache as once
from pathlib import Path
from typing import Any, NamedTuple

from django.apps import apps
from django.conf import settings
from django.core.cache import caches
from graphql import GraphQLError, OperationDefinitionNode, OperationType, parse, validate
from graphql.validation import NoUnusedFragmentsRule, specified_rules
from wagtail.models import Site

from cms.base.store import ALIAS

from .errors import ApiError, ErrorCode
from .feed_shapes import feed_faults
from .manifests.models import FrontendDocument, canonical
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
    errors = validate(get_schema(), document, rules)
    yield from (error.message for error in errors)
    operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    if [node.name and node.name.value for node in operations] != [name]:
        yield f"It must have one operation, named {name}."
    elif not errors:
        yield from feed_faults(get_schema(), document)


class FoundDocument(NamedTuple):
    """The document of a request: its text, the hash under which it is to be registered if it is accepted, and its
    identifier if it is a frontend's."""

    text: str
    hash_to_register: str | None = None
    identifier: str = ""


@once
def _stored_by_identifier() -> dict[str, str]:
    texts = stored_documents().values()
    return {f"sha256:{hashlib.sha256(text.encode()).hexdigest()}": text for text in texts}


def document_of_identifier(identifier: str, site: Callable[[], Site | None]) -> FoundDocument:
    """Return the document with the identifier: a stored one, or one of a frontend of the site. One statement, and those of
    `site`; none for a stored document.

    Raises ApiError (BAD_REQUEST, UNKNOWN_DOCUMENT).
    """
    known_as = canonical(identifier)
    if known_as is None:
        message = "`documentId` must be `sha256:` and a hash in small letters, or the id in a frontend's manifest."
        raise ApiError(ErrorCode.BAD_REQUEST, message)
    if known_as in _stored_by_identifier():
        return FoundDocument(_stored_by_identifier()[known_as])
    found = FrontendDocument.found(known_as, site())
    if found is None:
        raise ApiError(ErrorCode.UNKNOWN_DOCUMENT, "The hub knows no document with this id.")
    return FoundDocument(found.text, identifier=known_as)


def resolve_registered(query: str | None, persisted: dict[str, Any], site: Callable[[], Site | None]) -> FoundDocument:
    """Return the document. `persisted` is `extensions.persistedQuery`.

    Raises ApiError if the hash isn't that of the document, isn't known, or belongs to another protocol.
    """
    known_as = persisted.get("sha256Hash")
    if persisted.get("version") != 1 or not isinstance(known_as, str) or not HASH.fullmatch(known_as):
        raise ApiError(ErrorCode.PERSISTED_QUERY_NOT_SUPPORTED, "PersistedQueryNotSupported")
    if query is None:
        # Clients look for exactly this message and then send the document.
        query = None if settings.GRAPHQL_STORED_ONLY else caches[ALIAS].get(_key(known_as))
        if query is not None:
            return FoundDocument(query)
        try:
            return document_of_identifier(known_as, site)
        except ApiError:
            raise ApiError(ErrorCode.PERSISTED_QUERY_NOT_FOUND, "PersistedQueryNotFound") from None
    if hashlib.sha256(query.encode()).hexdigest() != known_as:
        raise ApiError(ErrorCode.BAD_REQUEST, "`sha256Hash` isn't the hash of the document.")
    if len(query) > LARGEST_REGISTERED:
        raise ApiError(
            ErrorCode.BAD_REQUEST, f"A document of more than {LARGEST_REGISTERED} characters isn't registered."
        )
    return FoundDocument(query, known_as)


def register(query: str, known_as: str) -> None:
    """Keep a document under its hash, unless it has a mutation, whose values may be about people.

    Call it only for a document that was accepted.
    """
    nodes = parse(query).definitions
    if all(node.operation is OperationType.QUERY for node in nodes if isinstance(node, OperationDefinitionNode)):
        caches[ALIAS].add(_key(known_as), query, REGISTERED_FOR)


def _key(known_as: str) -> str:
    return f"graphql:document:{known_as}"
