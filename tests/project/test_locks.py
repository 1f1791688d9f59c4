"""The locks of Python packages match their sources, which `bin/lock --check` checks offline."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCES = [
    "requirements.in",
    "requirements-monitoring.in",
    "requirements-dev.in",
    "requirements-pdf.in",
    "requirements-store.in",
    "requirements-tools.in",
    "tests/clients/requirements.in",
]


def lock_of(source: str) -> str:
    return source.removesuffix(".in") + ".txt"


@pytest.fixture
def copy(tmp_path) -> Path:
    """A copy of the sources and locks, which a test may change."""
    for name in ("bin/lock", *SOURCES, *map(lock_of, SOURCES)):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def check(folder: Path) -> subprocess.CompletedProcess:
    command = [sys.executable, folder / "bin" / "lock", "--check"]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_the_locks_follow_their_sources(copy):
    result = check(copy)
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize(
    ("pattern", "replacement"),
    [(r"==(\d)", r"==9\1"), (r"\Z", "left-out==1.0\n"), (r"^\w.*==.*\n", "")],
    ids=["another version", "one more", "one less"],
)
def test_a_source_that_changed_is_named(copy, source, pattern, replacement):
    path = copy / source
    path.write_text(re.sub(pattern, replacement, path.read_text(), count=1, flags=re.M))
    result = check(copy)
    assert result.returncode == 1
    assert f"{lock_of(source)} doesn't follow its source." in result.stderr
    assert "Run `make lock`." in result.stderr


def test_tests_run_the_versions_that_are_deployed(copy):
    path = copy / "requirements.txt"
    path.write_text(re.sub(r"^asgiref==\S+", "asgiref==1.0", path.read_text(), flags=re.M))
    assert "requirements-dev.txt has other versions than requirements.txt." in check(copy).stderr


@pytest.mark.parametrize("source", SOURCES)
def test_sources_pin_exactly(source):
    for line in (ROOT / source).read_text().splitlines():
        if line and not line.startswith(("#", "-r ")):
            assert re.fullmatch(r"[\w.\[\]-]+==[\w.]+", line), line


@pytest.mark.parametrize("source", SOURCES)
def test_every_package_of_a_lock_has_digests_and_no_address(source):
    text = (ROOT / lock_of(source)).read_text()
    packages = re.split(r"^(?=\w)", text, flags=re.M)[1:]
    assert packages
    assert [package for package in packages if "--hash=sha256:" not in package] == []
    assert "://" not in text
