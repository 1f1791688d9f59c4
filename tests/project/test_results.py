"""CI refuses results of `make test-all` that failed, are missing, or are too old."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
NOBODY = {f"GIT_{who}_{what}": "nobody" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


def git(folder: Path, *words: str) -> str:
    environment = os.environ | NOBODY | {"GIT_CONFIG_GLOBAL": os.devnull}
    done = subprocess.run(
        [shutil.which("git"), *words], cwd=folder, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def commits(folder: Path, count: int) -> None:
    for number in range(count):
        git(folder, "commit", "--quiet", "--allow-empty", "--message", str(number))


def write(folder: Path, **results: str) -> None:
    """Write results as of the last commit: the outcome of each part."""
    commit = git(folder, "rev-parse", "HEAD")
    lines = [f"| {part} | {result} | 9 passed | 2026-11-28 | `{commit}` |" for part, result in results.items()]
    (folder / "tests" / "RESULTS.md").write_text("\n".join(lines) + "\n")


def record(folder: Path, release: str) -> None:
    (folder / "tests" / "released.toml").write_text(f'version = "0.3.0"\ncommit = "{release}"\n')


def check(folder: Path) -> subprocess.CompletedProcess:
    command = [sys.executable, folder / "bin" / "test-all", "--check"]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


@pytest.fixture
def checkout(tmp_path) -> Path:
    """A repository with the program and results for its commit."""
    folder = tmp_path / "checkout"
    for name in ("bin", "tests"):
        (folder / name).mkdir(parents=True)
    shutil.copy(ROOT / "bin" / "test-all", folder / "bin")
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "The program")
    record(folder, git(folder, "rev-parse", "HEAD"))
    write(folder, walks="passed", programs="passed", guards="passed", postgresql="passed")
    return folder


def test_results_are_printed_and_hold_for_a_hundred_commits(checkout):
    commits(checkout, 100)
    result = check(checkout)
    assert (result.returncode, result.stderr) == (0, "")
    assert "| walks | passed | 9 passed | 2026-11-28 |" in result.stdout
    commits(checkout, 1)
    result = check(checkout)
    assert result.returncode == 1
    assert "walks: it was run 101 commits ago, and 100 are allowed." in result.stderr
    assert "Run `make test-all`" in result.stderr


def test_a_part_that_failed_or_was_never_run_is_refused(checkout):
    write(checkout, walks="failed")
    result = check(checkout)
    assert result.returncode == 1
    assert "walks: it failed." in result.stderr
    assert "postgresql: it was never run." in result.stderr


def test_a_commit_that_is_not_there_is_refused_where_all_commits_are(checkout):
    results = checkout / "tests" / "RESULTS.md"
    results.write_text(results.read_text().replace(git(checkout, "rev-parse", "HEAD"), "0" * 40))
    result = check(checkout)
    assert result.returncode == 1
    assert "isn't in this repository" in result.stderr


def test_a_release_that_is_not_there_is_refused_where_all_commits_are(checkout):
    record(checkout, "0" * 40)
    result = check(checkout)
    assert result.returncode == 1
    assert "the commit of 0.3.0" in result.stderr


def test_a_shallow_clone_says_that_it_can_not_say(checkout, tmp_path):
    git(checkout, "add", ".")
    commits(checkout, 2)
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "--quiet", "--depth", "1", checkout.as_uri(), str(shallow))
    shutil.copy(checkout / "tests" / "RESULTS.md", shallow / "tests")
    result = check(shallow)
    assert (result.returncode, result.stderr) == (0, "")
    assert "walks: how old it is can't be said here" in result.stdout
    assert "Upgrades from 0.3.0 aren't tried here" in result.stdout


def test_results_are_those_of_a_commit(checkout):
    (checkout / "bin" / "test-all").write_text((checkout / "bin" / "test-all").read_text() + "\n")
    command = [sys.executable, checkout / "bin" / "test-all"]
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert result.returncode == 1
    assert "Commit your changes first" in result.stderr


def test_a_part_passes_only_if_all_of_it_passes_at_one_commit(checkout):
    slow = checkout / "tests" / "test_slow.py"
    slow.write_text(
        "import pytest\n@pytest.mark.long\n@pytest.mark.parametrize('found', [1, 2])\ndef test_it(found): assert found == 1\n"
    )
    assert run_guards(checkout)[2:4] == [" failed ", " 1 failed, 1 passed, 1 warning "]
    slow.write_text(slow.read_text().replace("found == 1", "found"))
    row = run_guards(checkout)
    assert row[2:4] == [" passed ", " 2 passed, 1 warning "]
    assert git(checkout, "rev-parse", "HEAD") in row[5]


def run_guards(folder: Path) -> list[str]:
    """Commit what is there, run the part, and return the cells of its row."""
    git(folder, "add", ".")
    commits(folder, 1)
    command = [sys.executable, folder / "bin" / "test-all", "guards"]
    environment = {"PATH": os.environ["PATH"], "TMPDIR": str(folder.parent), "PYTEST_XDIST_AUTO_NUM_WORKERS": "1"}
    subprocess.run(command, capture_output=True, env=environment, check=False, timeout=60)
    lines = (folder / "tests" / "RESULTS.md").read_text().splitlines()
    return next(line for line in lines if line.startswith("| guards")).split("|")
