"""The hub works without its later apps: it migrates, answers a smoke set, and shows no trace of what is left out."""

import os
import subprocess
import sys

import pytest

from tests.kept import ROOT

SMOKE = "tests/left_out/smoke.py"
# What is left out, apart by spaces. The last is a hub of pages, search and the API.
SETS = ("webhooks", "measures", "measures bundles", "measures bundles engagement newsletter webhooks")


@pytest.mark.full
@pytest.mark.parametrize("left_out", SETS)
def test_the_hub_works_without(left_out):
    command = [sys.executable, "-m", "pytest", "--ds=tests.left_out.settings", "--confcutdir=tests/left_out"]
    environment = {"PATH": os.environ["PATH"], "LEFT_OUT": left_out}
    done = subprocess.run(
        [*command, "-p", "no:cacheprovider", "-q", SMOKE],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-5_000:]
