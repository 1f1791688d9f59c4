"""The outermost middleware: the client's address, health and metrics for monitors, the id and the log line of a request."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from ipaddress import ip_address

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseForbidden,
    HttpResponseNotAllowed,
    HttpResponseNotFound,
    JsonResponse,
)
from django.utils.crypto import constant_time_compare

from cms.base import request_ids, tallies
from cms.base.log_formats import shown_path
from cms.base.proxies import take_forwarded

from . import health, notices, traces

logger = logging.getLogger("cms.access")

HEALTH_TYPE = "application/health+json"

Answer = Callable[[HttpRequest], HttpResponse]


def live(request: HttpRequest) -> HttpResponse:
    """Say that the process answers. It asks nothing else, so a restart would help if it didn't."""
    return JsonResponse({"status": str(health.HealthStatus.PASS)}, content_type=HEALTH_TYPE)


def ready(request: HttpRequest) -> HttpResponse:
    """Say whether the hub can answer readers, and how each part is: 503 if it can't."""
    found = health.current()
    if found.checks.get("worker", health.PASSED) != health.PASSED:
        notices.mail_instead_of_workers()
    status = 200 if found.is_ready else 503
    return JsonResponse(found.as_json(), status=status, content_type=HEALTH_TYPE)


def metrics_are_on() -> bool:
    """Say whether anybody may read metrics; otherwise nothing is counted."""
    return bool(settings.METRICS_TOKEN or settings.METRICS_ADDRESSES)


def metrics(request: HttpRequest) -> HttpResponse:
    """Return metrics for Prometheus to those who have the token or ask from an address that is allowed."""
    if not metrics_are_on():
        return HttpResponseNotFound()
    if not _may_read_metrics(request):
        return HttpResponseForbidden()
    # Imported here, because the library makes files wherever it is used.
    from . import metrics as figures

    return HttpResponse(figures.text(), content_type=figures.CONTENT_TYPE)


def _may_read_metrics(request: HttpRequest) -> bool:
    given = request.META.get("HTTP_AUTHORIZATION", "").encode()
    if settings.METRICS_TOKEN and constant_time_compare(given, f"Bearer {settings.METRICS_TOKEN}".encode()):
        return True
    try:
        # Of the connection itself: forwarded headers can be written by anybody.
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return any(address in network for network in settings.METRICS_ADDRESSES)


MONITORS: dict[str, Answer] = {"/health/live": live, "/health/ready": ready, "/metrics": metrics}


def monitored(request: HttpRequest) -> HttpResponse | None:
    """Answer a supervisor or a monitor, whatever host it names, with or without TLS; None if it is for neither."""
    answer = MONITORS.get(request.path_info.removesuffix("/"))
    if answer is None:
        return None
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    response = answer(request)
    response["Cache-Control"] = "no-store"
    return response


class RequestMiddleware:
    """Take the client's address from the proxies, and answer monitors; give every other request an id and a line in the
    access log, which says what was asked for and by which account, if any.

    Nothing that somebody typed is in it: no query, no body, no name, no address of a reader.
    """

    def __init__(self, get_response: Answer):
        self.get_response = get_response
        self.observers: list[Callable[..., None]] = [log] if settings.ACCESS_LOG else []
        if metrics_are_on():
            from .metrics import observe

            self.observers.append(observe)
        if settings.OTEL_EXPORTER_OTLP_ENDPOINT:
            self.observers.append(traces.observer())

    def __call__(self, request: HttpRequest) -> HttpResponse:
        take_forwarded(request)
        return monitored(request) or self._noted(request)

    def _noted(self, request: HttpRequest) -> HttpResponse:
        request_id = request_ids.chosen(request.META.get("HTTP_X_REQUEST_ID"))
        request_ids.begin(request_id)
        counts, started = tallies.begin(), time.perf_counter()
        response = self.get_response(request)
        seconds = time.perf_counter() - started
        response.headers[request_ids.HEADER] = request_id
        for observe in self.observers:
            observe(request, response, seconds, counts)
        return response


def log(request: HttpRequest, response: HttpResponse, seconds: float, counts: Mapping[str, int]) -> None:
    """Write a request's line in the access log."""
    if not logger.isEnabledFor(logging.INFO):
        return
    path, milliseconds = shown_path(request), round(seconds * 1000, 1)
    values = (request.method, path, response.status_code, milliseconds)
    # Made here and not by `info`, which looks for the caller: that takes as long as all the rest.
    record = logging.LogRecord(logger.name, logging.INFO, __file__, 0, "%s %s %d %.1f ms", values, None)
    record.method, record.path, record.status, record.milliseconds = values
    record.statements = counts.get(tallies.STATEMENTS, 0)
    record.kept = "pages:hit" in counts or "graphql:hit" in counts
    # Only if somebody looked who it is: the log costs no statement.
    record.user = getattr(getattr(request, "_cached_user", None), "pk", None)
    logger.handle(record)
