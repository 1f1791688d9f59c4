"""The structure stays readable: imports point one way, and the documents name what exists."""

import ast
import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.any_database

ROOT = Path(__file__).resolve().parent.parent.parent
# Each app may import what stands before it, never what stands after it.
ORDER = ["cms", "programme", "home", "search", "engagement", "newsletter", "bundles"]
# Settings and addresses name apps of all kinds; that is what they are for.
EXEMPT = {"cms/urls.py"}


def modules(app: str) -> list[Path]:
    found = (ROOT / app).rglob("*.py")
    return [path for path in found if "migrations" not in path.parts and "settings" not in path.parts]


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("app", ORDER)
def test_imports_point_one_way(app):
    later = set(ORDER[ORDER.index(app) + 1 :])
    wrong = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(app)
        if path.relative_to(ROOT).as_posix() not in EXEMPT
        for name in imported(path) & later
    }
    assert wrong == set()


def test_the_graphql_engine_knows_no_content_type():
    known = set(ORDER) - {"cms"}
    assert {name for path in (ROOT / "cms" / "graphql").rglob("*.py") for name in imported(path) & known} == set()


def test_the_visibility_knows_nothing_of_graphql_or_http():
    wrong = set()
    for path in (ROOT / "cms" / "visibility").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module else []
            for name in names:
                if name.startswith(("graphene", "graphql", "grapple", "django.http", "django.views")) or (
                    name.split(".")[0] in ORDER and not name.startswith(("cms.base", "cms.visibility"))
                ):
                    wrong.add(f"{path.relative_to(ROOT)} imports {name}")
    assert wrong == set()


def test_readme_names_only_targets_that_exist():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    for name in ("README.md", "CONTRIBUTING.md", "docs/operations.md"):
        named = set(re.findall(r"`make ([a-z-]+)`|\bmake ([a-z-]+)$", (ROOT / name).read_text(), re.M))
        assert {a or b for a, b in named} <= targets, name


def test_documents_name_only_files_that_exist():
    for name in ("README.md", "CONTRIBUTING.md"):
        text = (ROOT / name).read_text()
        links = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
        paths = re.findall(
            r"`((?:cms|programme|home|search|engagement|newsletter|bundles|templates|tests|bench|docs|bin)/[\w./-]*)`",
            text,
        )
        for path in [*links, *paths]:
            assert (ROOT / path).exists(), f"{name} names {path}"


def test_nothing_is_left_unfinished():
    marks = re.compile(r"\b(TODO|FIXME|XXX)\b(?!.*#\d)")
    for app in [*ORDER, "tests", "bench"]:
        for path in (ROOT / app).rglob("*.py"):
            if path.name != "test_structure.py" and ".venv" not in path.parts:
                assert not marks.search(path.read_text()), path
