"""Pictures in the documents exist, are small, and are made by `bin/pictures`."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PICTURES = ROOT / "docs" / "pictures"
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
STEPS = [ROOT / "bin" / "pictures", *sorted((ROOT / "tests" / "browser" / "quarter").glob("*.py"))]
KEPT = re.compile(r'keep\((\w+, )?"([\w-]+)"\)')
SHOWN = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")


def shown() -> list[tuple[Path, str, Path]]:
    return [
        (path, words, (path.parent / address).resolve())
        for path in DOCUMENTS
        for words, address in SHOWN.findall(path.read_text())
    ]


def made() -> set[str]:
    """Return the names of the pictures of guides that the script makes, those of the quarter with its name."""
    found = (one for path in STEPS for one in KEPT.findall(path.read_text()))
    return {f"quarter-{name}" if window else name for window, name in found}


def test_every_picture_is_there_and_says_what_it_shows():
    assert [(path.name, file.name) for path, words, file in shown() if not file.is_file() or not words] == []


def test_every_picture_of_the_guide_is_shown():
    assert set((PICTURES / "editors").glob("*.png")) <= {file for _, _, file in shown()}


@pytest.mark.parametrize("path", sorted((PICTURES / "editors").glob("*.png")), ids=lambda path: path.stem)
def test_pictures_of_the_guide_are_small_and_made_by_the_script(path):
    assert path.stat().st_size <= 100_000
    assert path.stem in made()
