"""What the frontends share: the types and documents that are committed are those of the schema."""

import os
import subprocess

from tests import hubs
from tests.clients.conftest import HERE

SHARED = hubs.ROOT / "frontends" / "shared"


def test_the_types_and_documents_of_the_frontends_are_those_of_the_schema(node_program):
    done = subprocess.run(
        [node_program, SHARED / "codegen.mjs", "--check"],
        env={**os.environ, "CODEGEN_PACKAGES": str(HERE)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, f"Run `npm run codegen` in frontends/shared.\n{done.stdout}{done.stderr}"
