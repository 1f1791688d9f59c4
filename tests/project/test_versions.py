"""The number of the version is the same wherever it is written."""

import json
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
WITH_IMAGES = [*sorted((ROOT / "deploy" / "kubernetes").glob("*.yaml")), ROOT / "docs" / "operations.md"]


def test_the_version_is_the_same_everywhere():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    lock = json.loads((ROOT / "package-lock.json").read_text())
    package = json.loads((ROOT / "package.json").read_text())
    assert {package["version"], lock["version"], lock["packages"][""]["version"]} == {version}
    ours = [*ROOT.glob("packages/*/package.json"), *ROOT.glob("frontends/*/package.json")]
    assert {path.parent.name: json.loads(path.read_text())["version"] for path in ours} == dict.fromkeys(
        (path.parent.name for path in ours), version
    )
    images = [found for path in WITH_IMAGES for found in re.findall(r"/hub:(\d[\w.]*)", path.read_text())]
    assert len(images) >= 4
    assert set(images) == {version}
