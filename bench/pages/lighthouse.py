"""Lighthouse, as a phone sees the pages (its own default: a slow phone on slow 4G, both simulated)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass

from bench.environment import ROOT

FOLDER = ROOT / "bench" / "lighthouse"
PROGRAM = FOLDER / "node_modules" / "lighthouse" / "cli" / "index.js"
PAGES = {
    "home": "/",
    "stream": "/work-streams/neglect/",
    "news": "/news/",
    "search": "/search/?query=neglect",
    "progress": "/progress/",
}
# Now and then the browser's trace lacks its beginning, and Lighthouse asks to be run again.
TRIES = 3
GOALS = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}


@dataclass(frozen=True)
class Audit:
    """Scores by category, 100 at best; bytes that were transferred, pictures left out; audits that failed."""

    scores: dict[str, int]
    weight: int
    failed: list[str]


def browser() -> str | None:
    """Return the Chromium to be used: the one named in `CHROMIUM`, or the system's."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium")


def audit(address: str) -> Audit:
    """Look at one page. Raises RuntimeError with what Lighthouse said if it couldn't."""
    command = ["node", PROGRAM, address, "--quiet", "--output=json", "--chrome-flags=--headless=new --no-sandbox"]
    environment = os.environ | {"CHROME_PATH": browser() or ""}
    for _ in range(TRIES):
        done = subprocess.run(command, env=environment, capture_output=True, text=True)  # noqa: S603  our own
        if not done.returncode:
            break
    else:
        raise RuntimeError(done.stderr)
    report = json.loads(done.stdout)
    scores = {name: round(100 * report["categories"][name]["score"]) for name in GOALS}
    requests = report["audits"]["network-requests"]["details"]["items"]
    weight = sum(item["transferSize"] for item in requests if item.get("resourceType") != "Image")
    failed = [
        reference["id"]
        for name in GOALS
        for reference in report["categories"][name]["auditRefs"]
        if reference["weight"] and (report["audits"][reference["id"]]["score"] or 0) < 0.9
        if report["audits"][reference["id"]]["scoreDisplayMode"] not in ("notApplicable", "manual", "informative")
    ]
    return Audit(scores, weight, failed)
