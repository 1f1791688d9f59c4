"""The lines of the log, for people or as JSON: each with the request's id, none with what somebody typed.

python-json-logger and django-structlog write all that a record carries. Django's carry the request with its query, and
an error's message may quote a form; here a record's own fields are named one by one.
"""

from __future__ import annotations

import datetime
import json
import logging
import re
import time
from contextlib import suppress
from types import TracebackType
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve

from . import failures, request_ids

LINE = "%(asctime)s %(levelname)s %(name)s%(in_request)s: %(message)s"
# What records of ours carry besides: `cms.operations.middleware` and `cms.operations.signals`.
FIELDS = ("method", "path", "status", "milliseconds", "statements", "kept", "user", "action", "object")

# Parameters of addresses that let in anybody who has them. None is shorter than the parts of a path looked at here.
SECRETS = {"token", "uidb64"}
LONG_PART = re.compile(r"[^/]{12}")

encoder = json.JSONEncoder(ensure_ascii=False, default=str)  # `json.dumps` would make one for each line

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class LineFormatter(logging.Formatter):
    """A line for people."""

    def __init__(self) -> None:
        super().__init__(LINE)
        self._second, self._text = 0, ""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802  logging's name
        """Return the time of the record as logging does; its second is written once, since many records share it."""
        second = int(record.created)
        if second != self._second:
            self._second, self._text = second, time.strftime(self.default_time_format, time.localtime(second))
        return f"{self._text},{int(record.msecs):03d}"

    def format(self, record: logging.LogRecord) -> str:
        request_id = request_ids.current()
        record.in_request = f" [{request_id}]" if request_id else ""
        record.exc_text = None  # another formatter's may quote what was typed
        return super().format(record)

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802  the name is logging's
        return exception_text(super(), ei)


class JsonFormatter(logging.Formatter):
    """A line for programs: one JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.datetime.fromtimestamp(record.created, datetime.UTC)
        line: dict[str, Any] = {
            "time": moment.isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request_id := request_ids.current():
            line["request_id"] = request_id
        line |= {name: value for name in FIELDS if (value := record.__dict__.get(name)) is not None}
        if record.exc_info:
            line["exception"] = exception_text(super(), record.exc_info)
        return encoder.encode(line)


def exception_text(formatter: Any, ei: ExcInfo) -> str:
    """Return an exception for the log; for developers with its message, as the formatter writes it."""
    if settings.DEBUG or ei[1] is None:
        return formatter.formatException(ei)
    return failures.report(ei[1])


class WithoutSecretPaths(logging.Filter):
    """Replace the path in Django's own records (“Not Found: /…”) by one without keys."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)  # of the development server it is a socket
        if isinstance(request, HttpRequest) and isinstance(record.args, tuple):
            shown = shown_path(request)
            record.args = tuple(shown if one == request.path else one for one in record.args)
        return True


def shown_path(request: HttpRequest) -> str:
    """Return the path of a request without its query, and without the keys that links in letters carry."""
    path = request.path
    match = getattr(request, "resolver_match", None)
    if match is None and LONG_PART.search(path):
        # A middleware answered first, such as the one that adds a slash.
        with suppress(Resolver404):
            match = resolve(f"{path.rstrip('/')}/")
    for name, value in (match.kwargs if match else {}).items():
        if name in SECRETS and value:
            path = path.replace(str(value), "…")
    return path
