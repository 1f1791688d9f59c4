"""What can be said of the frontends without building them: nothing of the schema is missing, and all types are strict."""

import os
import re
import shutil
import subprocess

import pytest
from graphql import GraphQLSchema, NoUnusedFragmentsRule, build_schema, parse, specified_rules, validate

from cms.graphql.schema import SDL_FILE
from tests import hubs
from tests.chromium import missing
from tests.frontends.kits import FOLDER, KITS, Kit, node_since

SHARED = FOLDER / "shared"
RUNS_TYPESCRIPT = (22, 18)  # the first Node.js that needs no flag for it
CLIENTS = hubs.ROOT / "tests" / "clients"
# Of the package @tsconfig/strictest, which Astro's preset has too.
STRICTEST = (
    *("strict", "exactOptionalPropertyTypes", "noFallthroughCasesInSwitch", "noImplicitOverride", "noImplicitReturns"),
    *("noUncheckedIndexedAccess", "noUnusedLocals", "noUnusedParameters"),
)
NEVER_ALLOWED = ("allowUnreachableCode", "allowUnusedLabels")
# Only in a list of its own, which the template of the section draws.
OF_SECTIONS = {"IssueItemBlock"}
IGNORED = re.compile(r"@ts-(ignore|nocheck|expect-error)|\bas any\b|: any\b|<any>")


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    return build_schema(SDL_FILE.read_text())


def types_of(schema: GraphQLSchema, interface: str) -> set[str]:
    """Return the names of the types with an interface."""
    return {kind.name for kind in schema.get_possible_types(schema.type_map[interface])}


def cases(kit: Kit) -> set[str]:
    """Return the types that have a case of a switch, or an entry of a record, in a frontend's source."""
    text = "\n".join(path.read_text() for path in kit.files())
    return set(re.findall(r'case "(\w+)"', text)) | set(re.findall(r"^\s+(\w+): \w+,$", text, re.M))


@pytest.mark.parametrize("kit", KITS.values(), ids=KITS)
@pytest.mark.parametrize(("interface", "fewest"), [("Page", 20), ("Block", 10)])
def test_every_type_of_page_and_block_has_a_case(schema, kit, interface, fewest):
    types = types_of(schema, interface)
    assert len(types) > fewest
    assert types - cases(kit) - OF_SECTIONS == set()


def test_every_document_fits_the_schema_and_nothing_is_unused(schema):
    files = sorted((SHARED / "documents").rglob("*.graphql"))
    assert len(files) > 20
    document = parse("\n".join(path.read_text() for path in files))
    # grapple's schema, if anything imports it, takes this rule off the list.
    assert validate(schema, document, list({*specified_rules, NoUnusedFragmentsRule})) == []


def test_generated_types_are_those_of_the_schema():
    node = shutil.which("node") or shutil.which("node", path=str(hubs.ROOT / ".venv" / "bin"))
    if node is None or not (CLIENTS / "node_modules").exists():
        missing("Needs the clients that `make clients` installs.")
    environment = os.environ | {"CODEGEN_PACKAGES": str(CLIENTS)}
    done = subprocess.run(
        [node, "codegen.mjs", "--check"], cwd=SHARED, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"Run `npm run codegen` in frontends/shared.\n{done.stdout}{done.stderr}"


def test_a_server_can_load_the_script_of_previews():
    node = shutil.which("node") or shutil.which("node", path=str(hubs.ROOT / ".venv" / "bin"))
    if node is None:
        missing("Needs Node.js.")
    program = f"""import {{ markTexts, withoutMarks }} from "{hubs.ROOT}/packages/preview/src/preview.js";
      const sources = [{{ texts: ["page.title"] }}];
      const marked = markTexts({{ data: {{ page: {{ title: "News" }} }}, extensions: {{ sources }} }});
      console.log(marked.page.title !== "News", withoutMarks(marked.page.title));"""
    command = [node, "--input-type=module", "--eval", program]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout == "true News\n", done.stderr


@pytest.mark.long  # not for its length: only `make kits` installs a Node.js that runs TypeScript
def test_the_shared_part_passes_its_own_tests():
    tests = sorted(str(path) for path in (SHARED / "tests").glob("*.test.ts"))
    command = [node_since(RUNS_TYPESCRIPT), "--test", *tests]
    done = subprocess.run(command, cwd=SHARED, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("folder", [SHARED, *(kit.folder for kit in KITS.values())], ids=lambda folder: folder.name)
def test_the_compiler_is_as_strict_as_it_can_be(folder):
    settings = (folder / "tsconfig.json").read_text()
    if KITS.get(folder.name) and KITS[folder.name].preset:
        assert f'"extends": "{KITS[folder.name].preset}"' in settings
    else:
        assert [flag for flag in STRICTEST if not re.search(rf'"{flag}": true', settings)] == []
    assert [flag for flag in STRICTEST if re.search(rf'"{flag}": false', settings)] == []
    assert [flag for flag in NEVER_ALLOWED if re.search(rf'"{flag}": true', settings)] == []


@pytest.mark.parametrize("kit", [*KITS.values(), Kit("shared", (20, 9), "")], ids=lambda kit: kit.name)
def test_no_type_is_waved_through(kit):
    found = {str(path): IGNORED.findall(path.read_text()) for path in kit.files() if "generated" not in path.parts}
    assert found
    assert {path: words for path, words in found.items() if words} == {}


@pytest.mark.parametrize("kit", KITS.values(), ids=KITS)
def test_its_packages_are_pinned(kit):
    versions = re.findall(
        r'"(\S+)": "([^"]+)"', (kit.folder / "package.json").read_text().partition('"dependencies"')[2]
    )
    assert len(versions) > 3
    assert [pair for pair in versions if not re.fullmatch(r"\d+\.\d+\.\d+|file:\S+", pair[1])] == []
    assert (kit.folder / "package-lock.json").exists()
