"""A record for an archive is a bag that says what was changed, and has nothing that the public couldn't read."""

import csv
import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from .conftest import HIDDEN, texts_in

# Asked for by name, so that pytest-django makes a database also if it runs only tests of a copy.
pytestmark = pytest.mark.usefixtures("db")


def changed_in(bag: Path) -> set[str]:
    """Return the files of a bag that aren't as its manifests say, as the programs find them that everybody has."""
    command = "sha512sum --check --quiet tagmanifest-sha512.txt manifest-sha512.txt"
    said = subprocess.run(command.split(), cwd=bag, capture_output=True, text=True, check=False).stdout
    return {line.partition(":")[0] for line in said.splitlines()}


def test_it_is_a_bag_with_a_digest_of_each_file(bag):
    assert (bag / "bagit.txt").read_text() == "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    lines = [line.split("  ", 1) for line in (bag / "manifest-sha512.txt").read_text().splitlines()]
    payload = [file for file in (bag / "data").rglob("*") if file.is_file()]
    assert {path for _, path in lines} == {file.relative_to(bag).as_posix() for file in payload}
    assert all(hashlib.sha512((bag / path).read_bytes()).hexdigest() == digest for digest, path in lines)
    info = dict(line.split(": ", 1) for line in (bag / "bag-info.txt").read_text().splitlines())
    assert info["Payload-Oxum"] == f"{sum(file.stat().st_size for file in payload)}.{len(payload)}"
    assert info["External-Identifier"] == "lfv"
    assert changed_in(bag) == set()


def test_it_has_the_site_the_pages_their_changes_and_the_issues(bag):
    data = bag / "data"
    records = {record["title"]: record for record in json.loads((data / "records.json").read_text())}
    record = records["The first turbine turns"]
    assert record["address"] == "http://localhost/news/first-turbine/"
    assert (data / record["file"]).is_file()
    assert record["first_published"]
    assert [change["kind"] for change in record["changes"]][0] == "published"
    assert "Cable 3 laid" in records
    with (data / "records.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == len(records)
    with (data / "changes.csv").open(encoding="utf-8-sig", newline="") as file:
        assert "/news/first-turbine/" in {row["path"] for row in csv.DictReader(file)}
    with (data / "files.csv").open(encoding="utf-8-sig", newline="") as file:
        [document] = csv.DictReader(file)
    assert document["title"] == "Yields"
    assert (data / document["file"]).is_file()
    assert (data / "newsletter" / "4-1.txt").read_text() == "As it went out"
    assert len(list((data / "originals").iterdir())) == 1


def test_it_has_nothing_that_is_hidden(bag):
    assert {(word, name) for name, text in texts_in(bag).items() for word in HIDDEN if word in text} == set()


@pytest.fixture
def own_bag(bag, tmp_path):
    return shutil.copytree(bag, tmp_path / "bag")


def test_what_was_changed_or_removed_is_found_without_the_hub(own_bag):
    page = own_bag / "data" / "site" / "index.html"
    content = bytearray(page.read_bytes())
    content[100] ^= 1
    page.write_bytes(content)
    (own_bag / "data" / "about.txt").unlink()
    assert changed_in(own_bag) == {"data/site/index.html", "data/about.txt"}
