"""A wrong setting ends the start with one sentence that names it and says what is allowed."""

import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from cms.operations import error_reports
from cms.settings import text_forms

ROOT = Path(__file__).resolve().parent.parent.parent
BASE = ROOT / "cms" / "settings" / "base.py"
WRONG = "flase, 12 x"
# Of every variable that isn't a free text, in the order of the file.
CHECKED = re.findall(r"""\benv\.(?!str|list)\w+\(\s*"([A-Z_]+)\"""", BASE.read_text())


@pytest.mark.parametrize("name", dict.fromkeys(CHECKED))
def test_a_value_that_is_not_allowed_is_refused_with_a_sentence(name, monkeypatch):
    monkeypatch.setenv(name, WRONG)
    with pytest.raises(ImproperlyConfigured) as refused:
        runpy.run_path(str(BASE), run_name="cms.settings.base")
    assert re.fullmatch(rf"{name} must be .*\.", str(refused.value))
    assert WRONG not in str(refused.value)


@pytest.mark.parametrize("name", re.findall(r"env\.limit\(\"(\w+)", BASE.read_text()))
def test_a_limit_that_would_refuse_everything_is_refused(name, monkeypatch):
    monkeypatch.setenv(name, "0")
    with pytest.raises(ImproperlyConfigured, match=f"^{name} must be a whole number from 1 on.$"):
        runpy.run_path(str(BASE), run_name="cms.settings.base")


def test_most_variables_are_checked():
    assert len(set(CHECKED)) > 50


@pytest.mark.parametrize(
    ("form", "right", "wrong"),
    [
        (text_forms.SENDER, ["hub@localhost", "The hub <hub@example.org>"], ["hub", "The hub <hub>"]),
        (text_forms.CONTACT, ["a@example.org", "https://example.org/report"], ["example.org"]),
        (text_forms.HOST, ["hub.example.org", ".example.org", "*", "[::1]", "localhost:8000"], ["https://hub", "a/b"]),
        (
            text_forms.ANY_ORIGIN,
            ["*", "https://*.example.org", "http://localhost:3000"],
            ["example.org", "https://a/b"],
        ),
        (text_forms.LANGUAGE, ["gd", "zh-hans"], ["Gaelic", "gd_GB", "xx"]),
    ],
)
def test_texts_have_a_form(form, right, wrong):
    assert [text for text in [*right, *wrong] if form.fits(text)] == right


@pytest.mark.filterwarnings("ignore::DeprecationWarning:sentry_sdk")
def test_an_address_that_sentry_does_not_know_is_refused_with_a_sentence(settings):
    settings.SENTRY_DSN = "http://localhost"
    with pytest.raises(ImproperlyConfigured, match="^SENTRY_DSN must be "):
        error_reports.start()


@pytest.mark.parametrize("command", [["manage.py", "check"], ["bin/set-up"], ["-c", "import cms.wsgi"]])
def test_the_start_ends_with_the_sentence_alone(command, tmp_path):
    environment = {
        "PATH": os.environ["PATH"],
        "HUB_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "cms.settings.development",
        "GRAPHQL_MAX_COST": "deep",
    }
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode != 0
    assert done.stderr.strip() == "GRAPHQL_MAX_COST must be a whole number from 1 on."
