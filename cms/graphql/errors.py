"""The one shape of an error: a code for machines, a sentence for people, nothing about our insides."""

from enum import StrEnum

from graphql import GraphQLError


class ErrorCode(StrEnum):
    """What went wrong, for a client to act on. Documented in docs/graphql.md."""

    BAD_CURSOR = "BAD_CURSOR"
    BAD_PAGE_SIZE = "BAD_PAGE_SIZE"
    BAD_REQUEST = "BAD_REQUEST"
    INTERNAL = "INTERNAL"
    INVALID_DOCUMENT = "INVALID_DOCUMENT"
    INVALID_VALUE = "INVALID_VALUE"


class ApiError(GraphQLError):
    """An error that the caller can do something about.

    `code` is for machines, `message` is one sentence for people.
    """

    def __init__(self, code: ErrorCode, message: str):
        super().__init__(message, extensions={"code": str(code)})
