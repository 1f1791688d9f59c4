"""The one shape of an error: a code for machines, a sentence for people, nothing about our insides."""

from enum import StrEnum

from graphql import GraphQLError, Node


class ErrorCode(StrEnum):
    """What went wrong, for a client to act on. Documented in docs/graphql.md."""

    BAD_CURSOR = "BAD_CURSOR"
    BAD_PAGE_SIZE = "BAD_PAGE_SIZE"
    BAD_REQUEST = "BAD_REQUEST"
    INTERNAL = "INTERNAL"
    INVALID_DOCUMENT = "INVALID_DOCUMENT"
    INVALID_VALUE = "INVALID_VALUE"
    PREVIEW_REFUSED = "PREVIEW_REFUSED"
    TOO_COSTLY = "TOO_COSTLY"
    TOO_DEEP = "TOO_DEEP"


class ApiError(GraphQLError):
    """An error that the caller can do something about.

    `code` is for machines, `message` is one sentence for people, `node` is the place in the document if there is one.
    """

    def __init__(self, code: ErrorCode, message: str, node: Node | None = None):
        super().__init__(message, nodes=node, extensions={"code": str(code)})
