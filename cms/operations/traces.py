"""A span for each request, and for each task and job of a worker, to the OpenTelemetry collector of
`OTEL_EXPORTER_OTLP_ENDPOINT`, if it is set.

Names and attributes of requests are those of the semantic conventions for HTTP. There is no attribute that holds a query, a
body or an address of a reader, which the instrumentation of Django would send, and none with what a task was given.
"""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django_tasks import TaskResultStatus
from django_tasks.signals import task_finished

from cms.base.log_formats import shown_path
from cms.base.tallies import STATEMENTS
from cms.jobs.registry import Job
from cms.jobs.runs import job_ended

from .error_reports import INSTALL

Observer = Callable[[HttpRequest, HttpResponse, float, Mapping[str, int]], None]


@cache
def _tracer() -> Any:
    """Return the tracer of this process, whose spans are sent. Raises ImproperlyConfigured if the packages are missing."""
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import OTELResourceDetector, Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:
        raise ImproperlyConfigured(
            f"OTEL_EXPORTER_OTLP_ENDPOINT is set, but OpenTelemetry isn't installed: {INSTALL}."
        ) from None
    # `OTEL_SERVICE_NAME`, if it is set, is read by the package itself.
    resource = Resource.create({"service.name": "hub"}).merge(OTELResourceDetector().detect())
    provider = TracerProvider(resource=resource)
    # The exporter reads the variable itself, and others of OpenTelemetry's, such as headers.
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return provider.get_tracer("hub")


def observer() -> Observer:
    """Return a function that sends a request's span. Raises ImproperlyConfigured if the packages are missing."""
    tracer = _tracer()
    from opentelemetry.trace import SpanKind, Status, StatusCode
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    propagator = TraceContextTextMapPropagator()

    def observe(request: HttpRequest, response: HttpResponse, seconds: float, counts: Mapping[str, int]) -> None:
        end = time.time_ns()
        method = request.method or ""
        match = getattr(request, "resolver_match", None)
        route = f"/{match.route}" if match else ""
        span = tracer.start_span(
            f"{method} {route}".rstrip(),
            context=propagator.extract({"traceparent": request.META.get("HTTP_TRACEPARENT", "")}),
            kind=SpanKind.SERVER,
            start_time=end - int(seconds * 1e9),
            attributes={
                "http.request.method": method,
                "http.response.status_code": response.status_code,
                "http.route": route,
                "url.path": shown_path(request),
                "hub.request_id": response.headers["X-Request-Id"],
                "hub.statements": counts.get(STATEMENTS, 0),
            },
        )
        if response.status_code >= 500:
            span.set_status(Status(StatusCode.ERROR))
        span.end(end_time=end)

    return observe


def follow_work() -> None:
    """Send a span of each task and each job that this worker runs. Raises ImproperlyConfigured if the packages are missing."""
    if settings.OTEL_EXPORTER_OTLP_ENDPOINT:
        _tracer()
        task_finished.connect(_task_finished, dispatch_uid="cms.operations.traces")
        job_ended.connect(_job_ended, dispatch_uid="cms.operations.traces")


def _task_finished(task_result: Any, **kwargs: Any) -> None:
    from opentelemetry.trace import SpanKind

    waited = task_result.started_at - task_result.enqueued_at
    span = _tracer().start_span(
        task_result.task.module_path,
        kind=SpanKind.CONSUMER,
        start_time=_nanoseconds(task_result.started_at),
        attributes={"hub.task_id": str(task_result.id), "hub.waited_seconds": waited.total_seconds()},
    )
    _end(span, task_result.finished_at, failed=task_result.status == TaskResultStatus.FAILED)


def _job_ended(
    sender: Job, started_at: datetime.datetime, ended_at: datetime.datetime, failed: bool, **kwargs: Any
) -> None:
    _end(_tracer().start_span(sender.name, start_time=_nanoseconds(started_at)), ended_at, failed=failed)


def _end(span: Any, ended_at: datetime.datetime, *, failed: bool) -> None:
    from opentelemetry.trace import Status, StatusCode

    if failed:
        span.set_status(Status(StatusCode.ERROR))
    span.end(end_time=_nanoseconds(ended_at))


def _nanoseconds(moment: datetime.datetime) -> int:
    return int(moment.timestamp() * 1e9)
