"""The structure stays readable: imports point one way, and the documents name what exists."""

import ast
import graphlib
import re
from pathlib import Path

import pytest

from cms.apps import ROOMS

ROOT = Path(__file__).resolve().parent.parent.parent
# Each app may import the apps before it, never those after it.
ORDER = ["cms", "programme", "home", "search", "engagement", "newsletter", "bundles", "webhooks", "measures"]
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


# Inside `cms` each room may import those before it in `ROOMS`. Any room may import these modules, which declare API
# fields of models and blocks, and background jobs.
DECLARATIONS = {
    "cms.graphql.change_fields",
    "cms.graphql.fields",
    "cms.graphql.pictures",
    "cms.graphql.tables",
    "cms.jobs.registry",
}
# Fields that apps make themselves, for their models to declare.
OWN_DECLARATIONS = {
    "cms.delivery.graphql.look",
    "newsletter.graphql.settings",
    "programme.graphql.agreed_wording",
    "programme.graphql.fields",
    "programme.graphql.signposts",
    "programme.graphql.uses",
}
# The one function that answers a document from within the hub: the newsletter's.
EXECUTION = {"cms.graphql.execution.answer"}
# The same for tools, with the rights of a token, and what they read and write pages with: made from the schema.
TOOLS = {f"cms.assistants.graphql.{name}" for name in ("api", "pages", "page_schemas")}
# What a webhook is sent names pages as the API does.
NAMES = {"cms.graphql.ids.encode", "cms.graphql.page_types.page_type_name"}
# Django and Wagtail find these by name; they connect the API to the rest.
CONNECTIONS = {
    "cms.assistants.middleware",
    "cms.management.commands.print_schema",
    "cms.management.commands.upload_documents",
    "cms.models",
    "cms.urls",
    "cms.wagtail_hooks",
    "cms.wsgi",
}


def names_imported(path: Path) -> set[str]:
    """Return the full names that a file imports, at the top or in a function, except for type checking only."""
    tree = ast.parse(path.read_text())
    unread = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    package = path.relative_to(ROOT).parts[:-1]
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and id(node) not in unread:
            base = (
                ".".join([*package[: len(package) + 1 - node.level], node.module or ""]) if node.level else node.module
            )
            found |= {f"{base.rstrip('.')}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import) and id(node) not in unread:
            found |= {alias.name for alias in node.names}
    return found


def test_every_room_imports_only_those_before_it():
    wrong = set()
    for rank, room in enumerate(ROOMS):
        later = ROOMS[rank + 1 :]
        for path in (ROOT / "cms" / room).rglob("*.py"):
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            for name in filter(lambda name: name.startswith("cms."), names_imported(path)):
                declares = any(name == allowed or name.startswith(f"{allowed}.") for allowed in DECLARATIONS)
                if name.split(".")[1] in later and not declares:
                    wrong.add(f"{module} imports cms.{name.split('.')[1]}")
    assert wrong == set()


def test_only_declarations_and_the_execution_of_documents_are_imported_from_graphql_packages():
    """Anything else shared by the API and the pages is in a room below both."""
    allowed = DECLARATIONS | OWN_DECLARATIONS | EXECUTION | TOOLS | NAMES
    wrong = set()
    for app in ORDER:
        for path in modules(app):
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            if "graphql" in module.split(".") or module in CONNECTIONS:
                continue
            wrong |= {
                f"{module} imports {name}"
                for name in names_imported(path)
                if "graphql" in name.split(".")[1:]
                and name.split(".")[0] in ORDER
                and not any(name == one or name.startswith(f"{one}.") for one in allowed)
            }
    assert wrong == set()


def test_no_modules_import_each_other_in_a_circle():
    """Imports in functions count: they would only hide a cycle."""
    paths = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for app in ORDER
        for path in modules(app)
    }

    def module_of(name: str) -> str:
        while name and name not in paths:
            name = name.rpartition(".")[0]
        return name

    graph = {
        module: {module_of(name) for name in names_imported(path)} - {"", module} for module, path in paths.items()
    }
    try:
        list(graphlib.TopologicalSorter(graph).static_order())
    except graphlib.CycleError as error:
        pytest.fail(f"A circle of imports: {' ← '.join(error.args[1])}")


def test_every_module_of_cms_stands_in_a_room():
    """Outside the rooms are only modules that Django and Wagtail find by name."""
    names = {
        path.stem if path.is_file() else path.name for path in (ROOT / "cms").iterdir() if path.name != "__pycache__"
    }
    by_name = {
        "__init__",
        "apps",
        "management",
        "migrations",
        "models",
        "settings",
        "templatetags",
        "urls",
        "wagtail_hooks",
        "wsgi",
    }
    schemas = {"schema", "schema-released"}
    assert names == {*ROOMS, *by_name, *schemas}
    for room in ROOMS:
        assert ast.get_docstring(ast.parse((ROOT / "cms" / room / "__init__.py").read_text())), (
            f"cms/{room} says nothing of itself"
        )


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
                    name.split(".")[0] in ORDER and not name.startswith(("cms.base", "cms.sites", "cms.visibility"))
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
            r"`((?:cms|programme|home|search|engagement|newsletter|bundles|webhooks|measures|templates|tests|bench|docs|bin)/[\w./-]*)`",
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
