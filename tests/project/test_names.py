"""Names are unambiguous: no class name is used twice in the product, and modules are named for the thing in them."""

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = ["cms", "programme", "home", "search", "engagement", "newsletter", "bundles", "webhooks", "measures"]
# Django finds these by their name.
BY_NAME = {"Command", "Meta", "Migration"}

# Nouns that end in -ing, and activities that are the subject itself.
NOUNS = {
    "cms.editing": "the room of what editors do",
    "cms.quality.wording": "a noun: rules about words",
    "cms.settings.testing": "named beside `development` and `production`",
    "bundles.publishing": "the verb of a bundle and what belongs to it",
    "engagement.feedback.wording": "a noun: the text at the form",
    "engagement.registrations.wording": "a noun: the text that people agree to",
    "newsletter.people.wording": "a noun: the text that people agree to",
    "newsletter.sending": "the verb of an issue and what belongs to it",
    "programme.graphql.agreed_wording": "a noun: the programme's word for an agreed text",
    "programme.models.agreed_wording": "a noun: the programme's word for an agreed text",
}


def modules() -> list[Path]:
    found = [path for app in APPS for path in (ROOT / app).rglob("*.py")]
    return [path for path in found if "migrations" not in path.parts]


def classes(path: Path) -> list[str]:
    """Return the names of a module's top-level classes."""
    return [node.name for node in ast.parse(path.read_text()).body if isinstance(node, ast.ClassDef)]


def test_no_class_name_is_used_twice():
    places = defaultdict(list)
    for path in modules():
        for name in classes(path):
            places[name].append(path.relative_to(ROOT).as_posix())
    twice = {name: found for name, found in places.items() if len(found) > 1 and name not in BY_NAME}
    assert twice == {}


def test_modules_are_named_for_a_thing():
    packages = {path.parent for path in modules()}
    found = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in [*modules(), *packages]
        if path.stem.endswith("ing")
    }
    assert found == set(NOUNS)
