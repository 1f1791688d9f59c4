"""The hub's own words: those in the templates are in every catalogue, and the compiled catalogues say the same."""

import gettext
import re
from ast import literal_eval
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).resolve().parent.parent.parent / "templates"
CATALOGUES = sorted((TEMPLATES / "locale").glob("*/LC_MESSAGES/django.po"))
SAID = re.compile(r"""(?:{% say |\b(?:key|heading)=)_\("([^"]*)"\)""")
MESSAGE = re.compile(r'^msgid ((?:".*"\n)+)msgstr ((?:".*"\n?)+)', re.MULTILINE)


def messages(path: Path) -> dict[str, str]:
    """Return the messages of a catalogue with their translations, without its head."""
    found = {literal(msgid): literal(msgstr) for msgid, msgstr in MESSAGE.findall(path.read_text())}
    return {words: translation for words, translation in found.items() if words}


def literal(lines: str) -> str:
    return "".join(literal_eval(line) for line in lines.splitlines())


def test_there_are_catalogues():
    assert [path.parent.parent.name for path in CATALOGUES] == ["gd"]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_a_catalogue_has_the_words_of_the_templates(path):
    """Run `manage.py makemessages` if it doesn't; the head of the catalogue says how."""
    said = {words for template in TEMPLATES.rglob("*.html") for words in SAID.findall(template.read_text())}
    assert "Home" in said
    assert said - messages(path).keys() == set()


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_a_compiled_catalogue_is_up_to_date(path):
    """Run `manage.py compilemessages` if it isn't."""
    with path.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog
    translated = {words: translation for words, translation in messages(path).items() if translation}
    assert {words: translation for words, translation in compiled.items() if words} == translated
