"""The frontends of `frontends/`, built and started beside a hub of their own."""

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.error import HTTPError, URLError

from tests import hubs
from tests.chromium import missing

FOLDER = hubs.ROOT / "frontends"
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # of the webhooks in these tests
BUILD_PATIENCE = 600  # seconds
ADMIN_COMMANDS = (
    *(["manage.py", "set_up_roles"], ["manage.py", "set_up_newsletter"]),
    *(["-m", "tests.browser.everything"], ["-m", "tests.browser.of_the_admin"]),
)


@dataclass(frozen=True)
class Kit:
    """A frontend: its name, the Node.js that it needs, and what says of each type how it looks."""

    name: str
    node: tuple[int, ...]
    preset: str  # the strict one that its tsconfig.json extends; empty if it has the flags itself
    sources: tuple[str, ...] = field(default=("**/*.astro", "**/*.ts", "**/*.tsx"))

    @property
    def folder(self) -> Path:
        return FOLDER / self.name

    def files(self) -> Iterator[Path]:
        """Yield its source files."""
        for pattern in self.sources:
            for path in self.folder.glob(pattern):
                if not {"node_modules", "dist", ".next", ".astro"} & set(path.relative_to(self.folder).parts):
                    yield path


KITS = {
    "astro": Kit("astro", (22, 12), "astro/tsconfigs/strictest"),
    "next": Kit("next", (20, 9), ""),
}


@dataclass(frozen=True)
class Site:
    """A started frontend and its hub: their addresses, and the folder with the hub's data."""

    kit: Kit
    base: str
    hub: str
    data: Path

    @cached_property
    def known(self) -> dict:
        """What `tests.browser.of_the_admin` wrote of the hub: a session of an administrator, and paths by name."""
        return json.loads((self.data / "admin.json").read_text())

    @cached_property
    def addresses(self) -> dict[str, str]:
        """The public paths by name that `tests.browser.everything` found: of each type a page, and one with everything."""
        return json.loads((self.data / "addresses.json").read_text())

    def ask(self, query: str, **variables) -> dict:
        """Return the data that the hub's API answers."""
        body = json.dumps({"query": query, "variables": variables}).encode()
        request = urllib.request.Request(f"{self.hub}/graphql/", body, {"Content-Type": "application/json"})  # noqa: S310
        with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310
            answer = json.load(response)
        assert "errors" not in answer, answer["errors"]
        return answer["data"]


@dataclass(frozen=True)
class Response:
    """An answer, whatever its status; redirects aren't followed."""

    status: int
    headers: dict[str, str]
    text: str


class Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirect."""

    def redirect_request(self, *args):
        return None


def get(address: str, data: bytes | None = None, **headers: str) -> Response:
    """Return the answer of a server; with data, to a POST."""
    request = urllib.request.Request(address, data, headers)  # noqa: S310
    try:
        with urllib.request.build_opener(Stay).open(request, timeout=60) as response:
            return _read(response)
    except HTTPError as refused:
        with refused:
            return _read(refused)


def _read(response) -> Response:
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Response(response.status, headers, response.read().decode(errors="replace"))


def program_folder(kit: Kit) -> str:
    """Return the folder of a Node.js that is new enough. Skips, or fails in CI, if there is none or the kit isn't installed."""
    if not (kit.folder / "node_modules").exists():
        missing(f"The frontend {kit.name} isn't installed: `make kits` does it.")
    return str(node_since(kit.node).parent)


def node_since(version: tuple[int, ...]) -> Path:
    """Return the program of a Node.js of this version or later. Skips, or fails in CI, if there is none."""
    for path in (os.environ["PATH"], str(hubs.ROOT / ".venv" / "bin")):
        node = shutil.which("node", path=path)
        if node and version_of(node) >= version:
            return Path(node)
    missing(f"Node.js {'.'.join(map(str, version))} or later is needed: `make kits` installs it.")
    raise AssertionError


def version_of(node: str) -> tuple[int, ...]:
    """Return the version of a Node.js."""
    printed = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    return tuple(int(part) for part in printed.strip().removeprefix("v").split(".")[:2])


def free_port() -> int:
    """Return a port on which nothing listens now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def only_one(kit: Kit) -> Iterator[None]:
    """Wait until no other process builds or serves the frontend: all of them build into one folder."""
    with (kit.folder / "node_modules" / ".in-use").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def serving(kit: Kit, data: Path, *, public: str = "", trusted: str = "", **settings: str) -> Iterator[Site]:
    """Serve a prepared hub, build the frontend with its content, and serve that, as long as the block lasts.

    `public` is the site's address behind a proxy, `trusted` the hub's `TRUSTED_PROXIES`; `settings` are the frontend's.
    """
    folder = program_folder(kit)
    npm = str(Path(folder) / "npm")
    base = f"http://127.0.0.1:{free_port()}"
    leads_here = {
        "FRONTEND_URL": public or base,
        "PREVIEW_URL": f"{public or base}/preview",
        "TRUSTED_PROXIES": trusted,
    }
    with only_one(kit), hubs.serving(data, **leads_here) as hub:
        environment = os.environ | {
            "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}",
            "HUB_URL": f"{hub}/",
            "SITE_URL": f"{public or base}/",
            "WEBHOOK_SECRET": SECRET,
            "HOST": "127.0.0.1",
            "PORT": base.rpartition(":")[2],
            "ASTRO_TELEMETRY_DISABLED": "1",
            "NEXT_TELEMETRY_DISABLED": "1",
            **settings,
        }
        built = subprocess.run(
            [npm, "run", "build"],
            cwd=kit.folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=BUILD_PATIENCE,
        )
        assert built.returncode == 0, built.stdout[-5000:] + built.stderr[-5000:]
        log = data / f"{kit.name}.log"
        with log.open("w") as lines:
            # npm starts a process of its own, which is to end with it.
            server = subprocess.Popen(
                [npm, "start"], cwd=kit.folder, env=environment, stdout=lines, stderr=lines, start_new_session=True
            )
            try:
                wait_for(server, base, log)
                yield Site(kit, base, hub, data)
            finally:
                os.killpg(server.pid, signal.SIGTERM)
                server.wait()


def wait_for(server: subprocess.Popen, base: str, log: Path) -> None:
    """Return once the frontend answers."""
    end = time.monotonic() + hubs.PATIENCE
    while time.monotonic() < end:
        assert server.poll() is None, log.read_text()
        try:
            get(f"{base}/robots.txt")
        except URLError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"The frontend took no connection within {hubs.PATIENCE} seconds.\n{log.read_text()}")
