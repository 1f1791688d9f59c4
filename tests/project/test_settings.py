"""Settings, their example and their documentation say the same; production says what it misses."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.any_database

ROOT = Path(__file__).resolve().parent.parent.parent
# Read by `make run` and not by the settings.
FOR_RUN_ONLY = {"HOST", "PORT", "HUB_ADMIN_PASSWORD"}


def read_by_settings() -> set[str]:
    found = set()
    for path in (ROOT / "cms" / "settings").glob("*.py"):
        found |= set(re.findall(r"""\benv(?:\.\w+)?\(\s*"([A-Z_]+)\"""", path.read_text()))
        required = re.search(r"REQUIRED = \((.*?)\)", path.read_text())
        if required:
            found |= set(re.findall(r'"([A-Z_]+)"', required.group(1)))
    return found


def test_variables_in_settings_example_and_documentation_agree():
    example = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M))
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs" / "operations.md").read_text(), re.M))
    assert read_by_settings() | FOR_RUN_ONLY == example == documented


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL"])
def test_production_refuses_to_start_and_says_what_is_missing(missing, tmp_path):
    values = {"SECRET_KEY": "x" * 60, "ALLOWED_HOSTS": "hub.example.org", "BASE_URL": "https://hub.example.org"}
    result = start_production(values | {missing: ""}, tmp_path)
    assert result.returncode != 0
    message = result.stderr.strip().splitlines()[-1]
    assert f"Missing in the environment: {missing}." in message
    assert not any(name in message for name in values if name != missing)


def test_production_starts_when_nothing_is_missing(tmp_path):
    values = {"SECRET_KEY": "x" * 60, "ALLOWED_HOSTS": "hub.example.org", "BASE_URL": "https://hub.example.org"}
    result = start_production(values, tmp_path)
    assert result.returncode == 0, result.stderr


def start_production(values: dict[str, str], data: Path) -> subprocess.CompletedProcess:
    environment = {
        "PATH": os.environ["PATH"],
        "HUB_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "cms.settings.production",
        **values,
    }
    return subprocess.run(
        [sys.executable, "-c", "from django.conf import settings; settings.DEBUG"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_sqlite_runs_in_wal_mode(tmp_path):
    code = (
        "import django; django.setup(); from django.db import connection as c; cursor = c.cursor();"
        "print(cursor.execute('PRAGMA journal_mode').fetchone()[0])"
    )
    environment = {
        "PATH": os.environ["PATH"],
        "HUB_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "cms.settings.development",
        "DATABASE_URL": f"sqlite:///{tmp_path}/hub.sqlite3",
    }
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert result.stdout.strip() == "wal", result.stderr
