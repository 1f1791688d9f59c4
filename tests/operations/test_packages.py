"""A setting whose package isn't installed ends the start with a sentence that says how to install it."""

import subprocess
import sys

import pytest

from tests import hubs

WITHOUT = "import sys; sys.modules[{!r}] = None; import cms.wsgi"
ADDRESS = "http://key@127.0.0.1:9/1"


@pytest.mark.parametrize(
    ("variable", "value", "package", "sentence", "lock"),
    [
        ("SENTRY_DSN", ADDRESS, "sentry_sdk", "sentry-sdk isn't", "monitoring"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", ADDRESS, "opentelemetry.sdk.trace", "OpenTelemetry isn't", "monitoring"),
        ("MEDIA_STORE", "s3://bucket", "storages", "django-storages isn't", "store"),
    ],
)
def test_a_package_that_is_missing_is_named(variable, value, package, sentence, lock, tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT.format(package)],
        cwd=hubs.ROOT,
        env=hubs.environment(tmp_path, **{variable: value}),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode != 0
    line = done.stderr.strip().splitlines()[-1]
    assert f"{variable} is set, but {sentence} installed" in line
    assert "Traceback" not in done.stderr
    assert f"requirements-{lock}.txt" in line
