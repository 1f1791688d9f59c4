"""Requests with files, as the GraphQL multipart request specification has them: only from tokens that write.

https://github.com/jaydenseric/graphql-multipart-request-spec: the part `operations` is the request as JSON, with null in place of
each file; `map` says which part goes where; the other parts are files. A form on another site can't send a token, so it can send
no such request either.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import graphene
from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from graphql import GraphQLError

from cms.tokens.authentication import check_scope
from cms.tokens.models import AccessToken
from cms.tokens.scopes import WRITE

from .errors import ErrorCode, RequestError
from .json_texts import parse_json

MULTIPART_TYPE = "multipart/form-data"
MOST_FILES = 10
TOO_MANY = f"A request with files has 1 to {MOST_FILES} of them."
Files = Mapping[str, "SentFile"]


@dataclass(frozen=True)
class SentFile:
    """A file in the variables of a request. Unlike Django's own, nothing takes it for a list of lines."""

    file: UploadedFile[Any]


class SentFileScalar(graphene.Scalar):
    """A file, sent as the GraphQL multipart request specification says."""

    class Meta:
        name = "Upload"

    @staticmethod
    def parse_value(value: Any) -> UploadedFile[Any]:
        if not isinstance(value, SentFile):
            raise GraphQLError(f"A file is sent as a part of a request of the type {MULTIPART_TYPE}.")
        return value.file

    @staticmethod
    def parse_literal(node: Any, variables: Any = None) -> Any:
        raise GraphQLError("A file is given in a variable.")

    @staticmethod
    def serialize(value: Any) -> Any:
        raise GraphQLError("A file is never answered.")


def most_bytes() -> int:
    """Return how many bytes a request with files may have: those of the largest file, and of a request without any."""
    picture = getattr(settings, "WAGTAILIMAGES_MAX_UPLOAD_SIZE", 10 * 1024 * 1024)  # as Wagtail has it
    return max(picture, settings.WAGTAILDOCS_MAX_UPLOAD_SIZE) + settings.GRAPHQL_MAX_REQUEST_BYTES


def received(request: HttpRequest, token: AccessToken | None) -> tuple[bytes, Files] | None:
    """Return the text of a request with files, and its files by path in the request; None if it isn't one for us.

    Raises TokenRefusedError for a token that doesn't write, RequestError (400, 413).
    """
    if request.method != "POST" or request.content_type != MULTIPART_TYPE or token is None:
        return None
    check_scope(token, WRITE)
    if int(request.META.get("CONTENT_LENGTH") or 0) > most_bytes():
        raise _too_large(f"A request with files has {most_bytes()} bytes at most.")
    try:
        parts, sent = request.POST, request.FILES
    except RequestDataTooBig:
        raise _too_large(_of_texts(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)) from None
    except TooManyFieldsSent:
        raise _too_large("A request with files has no parts besides `operations`, `map` and the files.") from None
    except TooManyFilesSent:
        raise _too_large(TOO_MANY) from None
    except MultiPartParserError:
        raise RequestError(400, "The parts of the request can't be read.") from None
    operations, places = parts.get("operations"), parts.get("map")
    if operations is None or places is None:
        raise RequestError(400, "A request with files has the parts `operations` and `map`.")
    if len(operations.encode()) + len(places.encode()) > settings.GRAPHQL_MAX_REQUEST_BYTES:
        raise _too_large(_of_texts(settings.GRAPHQL_MAX_REQUEST_BYTES))
    return operations.encode(), _by_path(parse_json(places, "`map`"), sent)


def _too_large(message: str) -> RequestError:
    return RequestError(413, message, ErrorCode.REQUEST_TOO_LARGE)


def _of_texts(most: int) -> str:
    return f"The parts `operations` and `map` have {most} bytes at most."


def _by_path(places: Any, sent: Mapping[str, UploadedFile[Any]]) -> Files:
    if not isinstance(places, dict) or not all(isinstance(paths, list) for paths in places.values()):
        raise RequestError(400, "`map` must be an object with a list of paths for each file.")
    if set(places) != set(sent):
        raise RequestError(400, "`map` must name each file of the request, and no other.")
    if not 0 < len(sent) <= MOST_FILES:
        raise RequestError(400, TOO_MANY)
    given = [(path, sent[name]) for name, paths in places.items() for path in paths or [None]]
    found = {path: SentFile(file) for path, file in given if isinstance(path, str)}
    if len(found) < len(given):
        raise RequestError(400, "`map` must give each file at least one path, and no path twice.")
    return found


def put(variables: dict[str, Any], files: Files) -> None:
    """Put each file into its place among the variables. Raises RequestError (400) if null isn't there."""
    for path, file in files.items():
        first, *names = path.split(".")
        holder: Any = variables
        try:
            for name in names[:-1]:
                holder = holder[_step(holder, name)]
            last = _step(holder, names[-1])
            is_free = first == "variables" and holder[last] is None
        except (LookupError, TypeError, ValueError):
            is_free = False
        if not is_free:
            raise RequestError(
                400, "Each path of `map` leads to a null among the variables, such as `variables.input.file`."
            )
        holder[last] = file


def _step(holder: Any, name: str) -> Any:
    """Return the key or position that a part of a path names. Raises ValueError if it can be no position in a list."""
    if not isinstance(holder, list):
        return name
    if not (name.isascii() and name.isdecimal()):
        raise ValueError(name)
    return int(name)
