"""A store of a test's own: the S3 of moto, in a process of its own."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec

import pytest

from tests import hubs

PYTHON = hubs.ROOT / "tests" / "clients" / ".venv" / "bin" / "python"
KEYS = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_DEFAULT_REGION": "eu-west-2"}
BUCKET = "hub-media"
# It ends when its standard input does, so also if the tests are killed.
PROGRAM = """
import sys
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
sys.stdin.read()
"""


def need() -> None:
    """Skip the test where what a store needs isn't installed, but not in CI."""
    if not (PYTHON.exists() and find_spec("storages") and find_spec("boto3")):
        why = "Needs the store that `make clients` installs."
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(why)


@contextmanager
def store() -> Iterator[str]:
    """Yield the address of a store with an empty bucket, or skip. `KEYS` must be in the environment of those who use it."""
    need()
    import boto3

    with subprocess.Popen(
        [PYTHON, "-c", PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        try:
            port = server.stdout.readline().strip()
            assert port, "moto has ended."
            address = f"http://127.0.0.1:{port}"
            client = boto3.client("s3", endpoint_url=address, region_name=KEYS["AWS_DEFAULT_REGION"])
            client.create_bucket(
                Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": KEYS["AWS_DEFAULT_REGION"]}
            )
            yield address
        finally:
            server.stdin.close()
            server.kill()
