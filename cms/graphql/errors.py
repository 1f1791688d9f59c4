"""The shape of all errors: a code for machines, a sentence for people, nothing about internals."""

from enum import StrEnum
from typing import Any

from graphql import GraphQLError, Node


class ErrorCode(StrEnum):
    """Error codes, for clients to act on. Documented in docs/graphql-http.md."""

    AS_OF_NOT_SEARCHABLE = "AS_OF_NOT_SEARCHABLE"
    AT_NOT_SEARCHABLE = "AT_NOT_SEARCHABLE"
    BAD_CURSOR = "BAD_CURSOR"
    BAD_PAGE_SIZE = "BAD_PAGE_SIZE"
    BAD_REQUEST = "BAD_REQUEST"
    BUNDLE_NOT_PUBLISHABLE = "BUNDLE_NOT_PUBLISHABLE"
    DOCUMENT_TOO_LARGE = "DOCUMENT_TOO_LARGE"
    INTERNAL = "INTERNAL"
    INTROSPECTION_OFF = "INTROSPECTION_OFF"
    INTROSPECTION_TOO_COSTLY = "INTROSPECTION_TOO_COSTLY"
    INTROSPECTION_TOO_DEEP = "INTROSPECTION_TOO_DEEP"
    INVALID_AS_OF = "INVALID_AS_OF"
    INVALID_DOCUMENT = "INVALID_DOCUMENT"
    INVALID_PERSPECTIVE = "INVALID_PERSPECTIVE"
    INVALID_VALUE = "INVALID_VALUE"
    NO_FEED = "NO_FEED"
    OVER_BUDGET = "OVER_BUDGET"
    PERSISTED_QUERY_NOT_FOUND = "PERSISTED_QUERY_NOT_FOUND"
    PERSISTED_QUERY_NOT_SUPPORTED = "PERSISTED_QUERY_NOT_SUPPORTED"
    PREVIEW_REFUSED = "PREVIEW_REFUSED"
    PROGRAMME_CLOSED = "PROGRAMME_CLOSED"
    REQUEST_TOO_LARGE = "REQUEST_TOO_LARGE"
    STORED_ONLY = "STORED_ONLY"
    TOKEN_EXPIRED = "TOKEN_EXPIRED"  # noqa: S105  a code
    TOKEN_HELD = "TOKEN_HELD"  # noqa: S105  a code
    TOKEN_MISSING = "TOKEN_MISSING"  # noqa: S105  a code
    TOKEN_REVOKED = "TOKEN_REVOKED"  # noqa: S105  a code
    TOKEN_UNKNOWN = "TOKEN_UNKNOWN"  # noqa: S105  a code
    TOO_COMPLEX = "TOO_COMPLEX"
    TOO_COSTLY = "TOO_COSTLY"
    TOO_DEEP = "TOO_DEEP"
    TOO_MANY_ALIASES = "TOO_MANY_ALIASES"
    TOO_MANY_DEFINITIONS = "TOO_MANY_DEFINITIONS"
    TOO_MANY_DIRECTIVES = "TOO_MANY_DIRECTIVES"
    TOO_MANY_DUPLICATES = "TOO_MANY_DUPLICATES"
    TOO_MANY_FIELDS = "TOO_MANY_FIELDS"
    TOO_MANY_ROOT_FIELDS = "TOO_MANY_ROOT_FIELDS"
    TOO_MANY_TOKENS = "TOO_MANY_TOKENS"
    TOO_SLOW = "TOO_SLOW"
    UNKNOWN_BUNDLE = "UNKNOWN_BUNDLE"
    UNKNOWN_DOCUMENT = "UNKNOWN_DOCUMENT"
    VARIABLES_TOO_LARGE = "VARIABLES_TOO_LARGE"
    WRONG_SCOPE = "WRONG_SCOPE"
    WRONG_SITE = "WRONG_SITE"


class ApiError(GraphQLError):
    """An error that the caller can do something about.

    `code` is for machines and `message` is one sentence for people; `node` is the position in the document, if any. What is
    wrong with a mutation's input is in its payload (`cms.graphql.user_errors`).
    """

    extensions: dict[str, Any]

    def __init__(self, code: ErrorCode, message: str, node: Node | None = None):
        super().__init__(message, nodes=node, extensions={"code": str(code)})


class RequestError(Exception):
    """The HTTP request itself is invalid: `status` and one sentence. Without a status, that of a refused document."""

    def __init__(self, status: int | None, message: str, code: ErrorCode = ErrorCode.BAD_REQUEST, **headers: str):
        super().__init__(message)
        self.code = code
        self.status = status
        self.message = message
        self.headers = headers
