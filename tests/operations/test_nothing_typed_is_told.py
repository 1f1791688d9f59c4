"""What people type is in no line of the log, no error report, no trace and no metric: a walk with known words."""

import gzip
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import brotli
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from tests import hubs
from tests.operations.walk import WORDS


class Collector(ThreadingHTTPServer):
    """Takes whatever is sent to it, as Sentry and OpenTelemetry's collector do."""

    def __init__(self) -> None:
        self.bodies: dict[str, list[bytes]] = {}
        super().__init__(("127.0.0.1", 0), _Taking)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server_port}"


class _Taking(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        decompress = {"gzip": gzip.decompress, "br": brotli.decompress}.get(self.headers.get("Content-Encoding"))
        body = decompress(body) if decompress else body
        self.server.bodies.setdefault(self.path, []).append(body)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args) -> None:
        pass


@pytest.fixture(scope="module")
def collector() -> Iterator[Collector]:
    server = Collector()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def walked(collector, tmp_path_factory) -> subprocess.CompletedProcess:
    """The walk in a process of its own, in which all is on."""
    folder = hubs.prepare(tmp_path_factory, "walk")
    environment = hubs.environment(
        folder,
        ACCESS_LOG="true",
        LOG_FORMAT="json",
        LOG_LEVEL="DEBUG",
        METRICS_TOKEN="of-the-walk",
        SENTRY_DSN=f"http://key@{collector.address}/1",
        OTEL_EXPORTER_OTLP_ENDPOINT=f"http://{collector.address}",
    )
    done = subprocess.run(
        [sys.executable, "-m", "tests.operations.walk"],
        cwd=hubs.ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done


def words_in(text: str) -> set[str]:
    return {word for word in WORDS if word in text}


def test_the_log_has_the_requests_and_nothing_that_was_typed(walked):
    lines = [json.loads(line) for line in walked.stderr.splitlines() if line.startswith("{")]
    assert len([line for line in lines if line["logger"] == "cms.access"]) > 10
    assert any("ValueError" in line.get("exception", "") for line in lines)
    assert words_in(walked.stderr) == set()


def test_metrics_have_counted_and_hold_nothing_that_was_typed(walked):
    assert 'hub_requests_total{kind="page",method="POST",status="500"} 1.0' in walked.stdout
    assert words_in(walked.stdout) == set()


def test_error_reports_name_the_place_and_nothing_that_was_typed(walked, collector):
    sent = b"\n".join(collector.bodies["/api/1/envelope/"]).decode()
    events = [json.loads(line) for line in sent.splitlines() if line.startswith("{") and '"event_id"' in line]
    reported = [event for event in events if "exception" in event]
    assert {event["exception"]["values"][-1]["type"] for event in reported} >= {"ValueError", "KeyError"}
    event = next(one for one in reported if one["exception"]["values"][-1]["type"] == "ValueError")
    assert [value["type"] for value in event["exception"]["values"]] == ["IntegrityError", "ValueError"]
    frame = event["exception"]["values"][-1]["stacktrace"]["frames"][-1]
    assert frame["function"] == "broken"
    assert "vars" not in frame
    assert len(event["tags"]["request_id"]) == 32
    assert not {"request", "user", "extra", "breadcrumbs"} & set(event)
    assert words_in(sent) == set()


def test_traces_have_a_span_for_each_request_task_and_job_and_nothing_that_was_typed(walked, collector):
    bodies = collector.bodies["/v1/traces"]
    spans = [
        span
        for body in bodies
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans
        for scope in resource.scope_spans
        for span in scope.spans
    ]
    assert len(spans) > 10
    (broken,) = [span for span in spans if span.name == "POST /broken/"]
    assert broken.status.code == 2
    assert broken.end_time_unix_nano > broken.start_time_unix_nano
    (task,) = [span for span in spans if span.name == "cms.media.pictures.make_pictures" and span.status.code == 2]
    assert task.end_time_unix_nano > task.start_time_unix_nano
    assert {attribute.key for attribute in task.attributes} == {"hub.task_id", "hub.waited_seconds"}
    jobs = {span.name: span.status.code for span in spans if ": " in span.name}
    assert jobs == {"Sessions: forget expired ones": 0, "Walk: fail": 2}
    assert words_in(b"".join(bodies).decode(errors="replace")) == set()


def test_the_walk_finds_words_where_they_are():
    """Otherwise it would pass whatever was sent."""
    assert words_in("GET /search/?query=my+dad+hits+me") == {"hits+me"}
