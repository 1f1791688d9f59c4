"""Scripts of this folder, run with the clients that `make clients` installs. Without them the tests are skipped, except in CI."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests import hubs

HERE = Path(__file__).resolve().parent


def require(present: object) -> None:
    if not present and os.environ.get("CI") == "true":
        pytest.fail("The clients are not installed: `make clients` does it.")
    if not present:
        pytest.skip("Needs the clients that `make clients` installs.")


@pytest.fixture
def node_program() -> str:
    """The node of this machine, or else the one that `bin/npm` installed."""
    program = shutil.which("node") or shutil.which("node", path=str(hubs.ROOT / ".venv" / "bin"))
    require(program and (HERE / "node_modules").exists())
    return program


@pytest.fixture
def node(node_program):
    """Run a script of this folder with node and return what it prints, decoded."""
    return lambda script, *arguments: run(node_program, script, *arguments)


def run(program: Path | str, script: str, *arguments: Path | str) -> dict:
    done = subprocess.run(
        [program, HERE / script, *arguments], cwd=HERE, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)
