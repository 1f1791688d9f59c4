"""Settings, their example and their documentation agree; production names missing values."""

import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from cms.settings.databases import PATIENCE

ROOT = Path(__file__).resolve().parent.parent.parent
# Read by `make run`, not by the settings.
EARLIER = "earlier secrets, without the present one and without spaces, with commas between"
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


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("DOCUMENT_MEGABYTES", "many", "a whole number from 1 to 1000"),
        ("DOCUMENT_MEGABYTES", "0", "a whole number from 1 to 1000"),
        ("SECRET_KEY_FALLBACKS", f"earlier,{'x' * 60}", EARLIER),
        ("NEWSLETTER_SECRET_FALLBACKS", "earlier, the one before", EARLIER),
        (
            "SECURE_HSTS_ALSO",
            "includeSubdomains",
            "includeSubDomains or preload, with commas between if there are several",
        ),
        ("CLAMD", "127.0.0.1:3310", "tcp://HOST:PORT, unix:///PATH or empty"),
    ],
)
def test_a_wrong_setting_ends_the_start_with_a_sentence(name, value, allowed, tmp_path):
    values = {"SECRET_KEY": "x" * 60, "ALLOWED_HOSTS": "hub.example.org", "BASE_URL": "https://hub.example.org"}
    result = start_production(values | {name: value}, tmp_path)
    assert result.returncode != 0
    assert f"{name} must be {allowed}." in result.stderr.strip().splitlines()[-1]


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


def postgresql(monkeypatch, query: str = "") -> dict:
    """Return the settings of the database for an address on a server."""
    monkeypatch.setenv("DATABASE_URL", f"postgres://hub@database.example.org/hub{query}")
    base = runpy.run_path(str(ROOT / "cms" / "settings" / "base.py"), run_name="cms.settings.base")
    return base["DATABASES"]["default"]


def test_a_database_server_that_is_gone_is_given_up_within_seconds(monkeypatch):
    options = postgresql(monkeypatch)["OPTIONS"]
    assert options["connect_timeout"] <= 10
    assert options["keepalives"] == 1
    idle = options["keepalives_idle"] + options["keepalives_interval"] * options["keepalives_count"]
    assert idle <= 60
    assert options["tcp_user_timeout"] <= 30_000
    postgres = {name: str(value) for name, value in options.items()}
    assert conninfo_to_dict(make_conninfo(**options)) == postgres, "libpq knows each of them"


def test_statements_are_not_compiled_unless_the_address_says_so(monkeypatch):
    assert postgresql(monkeypatch)["OPTIONS"]["options"] == "-c jit=off"
    assert postgresql(monkeypatch, "?options=-c%20jit%3Don")["OPTIONS"]["options"] == "-c jit=on"


def test_options_of_the_address_win(monkeypatch):
    found = postgresql(monkeypatch, "?connect_timeout=60&keepalives=0&sslmode=require&disable_server_side_cursors=True")
    assert found["DISABLE_SERVER_SIDE_CURSORS"] is True
    assert (found["OPTIONS"]["connect_timeout"], found["OPTIONS"]["keepalives"]) == (60, 0)
    assert found["OPTIONS"]["sslmode"] == "require"
    assert found["OPTIONS"]["tcp_user_timeout"] == PATIENCE["tcp_user_timeout"]


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
