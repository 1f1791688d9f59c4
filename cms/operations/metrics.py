"""Metrics for Prometheus: what requests cost, counted by each process and added up when somebody asks, and `figures`.

It is imported only where metrics are on. prometheus-client adds processes up by files in one folder: if all of its processes
have ended, the next begins with an empty one. While some live, the files of others stay, or sums would go down.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse

settings.METRICS_FOLDER.mkdir(parents=True, exist_ok=True)
# The library looks at it when it is imported.
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(settings.METRICS_FOLDER)

from prometheus_client import (  # noqa: E402
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
    multiprocess,
)
from prometheus_client.core import GaugeMetricFamily, Metric  # noqa: E402

from cms.base.tallies import STATEMENTS  # noqa: E402

from . import figures, health  # noqa: E402

logger = logging.getLogger(__name__)

CONTENT_TYPE = CONTENT_TYPE_LATEST
# By the first part of the path; all else are pages. Nothing that a reader chooses is a label.
KINDS = {name: name for name in ("admin", "graphql", "media", "search", "static")} | {"documents": "media"}
METHODS = {"GET", "HEAD", "POST", "OPTIONS"}
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


def live_processes(folder: Path) -> set[int]:
    """Return the ids of processes that have files in the folder and haven't ended."""
    return {pid for path in folder.glob("*_*.db") if _is_alive(pid := int(path.stem.rpartition("_")[2]))}


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def clear(folder: Path) -> None:
    """Empty the folder if all processes that counted there have ended."""
    files = list(folder.glob("*.db"))
    if not live_processes(folder):
        for path in files:
            path.unlink(missing_ok=True)


clear(settings.METRICS_FOLDER)

requests = Counter("hub_requests", "Requests.", ["kind", "method", "status"])
durations = Histogram("hub_request_seconds", "Seconds for a request.", ["kind"], buckets=BUCKETS)
statements = Counter("hub_statements", "SQL statements of requests.", ["kind"])
lookups = Counter("hub_kept_lookups", "Looks for a kept page or answer.", ["store", "outcome"])


def observe(request: HttpRequest, response: HttpResponse, seconds: float, counts: Mapping[str, int]) -> None:
    """Count a request."""
    kind = KINDS.get(request.path_info[1:].partition("/")[0], "page")
    method = request.method if request.method in METHODS else "other"
    requests.labels(kind, method, response.status_code).inc()
    durations.labels(kind).observe(seconds)
    for name, number in counts.items():
        if name == STATEMENTS:
            statements.labels(kind).inc(number)
        else:
            lookups.labels(*name.split(":")).inc(number)


class FigureCollector:
    """Reads figures from the database. Without a database there are none, and `hub_health` says so."""

    def collect(self) -> Iterable[Metric]:
        """Return the metrics, in the form of the library."""
        found = health.current()
        status = GaugeMetricFamily("hub_health", "Outcome of each probe.", labels=["part", "status"])
        for name, result in found.checks.items():
            status.add_metric([name, str(result.status)], 1)
        yield status
        if not found.is_ready:
            return
        for source in figures.sources.values():
            for figure in source():
                yield _gauge(figure)


def _gauge(figure: figures.Figure) -> Metric:
    gauge = GaugeMetricFamily(figure.name, figure.words, labels=[figure.label] if figure.label else [])
    for name, value in figure.values.items():
        gauge.add_metric([name] if figure.label else [], value)
    return gauge


def text() -> bytes:
    """Return all metrics in Prometheus's text format."""
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)
    registry.register(FigureCollector())
    return generate_latest(registry)
