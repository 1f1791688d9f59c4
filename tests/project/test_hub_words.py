"""The hub's own words: templates of pages have them in tags, by which every catalogue has them, and the compiled
catalogues say the same."""

import gettext
import re
from ast import literal_eval
from fnmatch import fnmatch
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.base import Lexer, Token, TokenType

from cms.settings.base import HUB_APPS

TEMPLATES = Path(__file__).resolve().parent.parent.parent / "templates"
CATALOGUES = sorted((TEMPLATES / "locale").glob("*/LC_MESSAGES/django.po"))
SAID = re.compile(r"""_\((["'])(.*?)\1\)""")
# Templates that are never part of a page in another language, and why. Views without a page are in English.
LEFT_OUT = {
    "*/admin/*": "the admin",
    "cms/*": "the admin",
    "wagtailadmin/*": "the admin",
    "wagtailimages/*": "the admin",
    "wagtailcore/*": "views where people sign in",
    "graphiql.html": "a tool for developers",
    "[45]*.html": "errors",
    "error.html": "errors",
    "being_set_up.html": "the page of a hub without pages, in the frame of errors",
    "plain.html": "errors",
    "includes/home_after_a_failure.html": "errors",
    "includes/request_reference.html": "errors",
    "includes/search_form.html": "errors",
    "includes/done.html": "answers of forms",
    "includes/signposts.html": "the views of help and search",
    "help/*": "the view of help",
    "history/*": "the views of past days that show no page",
    "search/[!f]*.html": "the search",
    "search/filters.html": "the search",
    "engagement/feedback/[!n]*.html": "the form for feedback",
    "newsletter/people/*": "forms for subscribers, and letters",
    "newsletter/issue_print.html": "an issue as it was sent, on paper; issues are in English",
    "page_history/*": "the view of a page's history",
    "programme/following.html": "the view of feeds and calendars",
    "ended_form.html": "the view of a form",
    "secret_pages/*": "views behind links with a secret",
    "bundles/sign_off/bundle.html": "a view of sign-off",
    "measures/survey/*": "the form of the survey",
    "engagement/registrations/[!p]*.html": "the form of an event and what follows it, and mails; they are in English",
    "engagement/owners/*": "the page behind an owner's link, and mails to owners; they are in English",
    "measures/packs/*": "the pack of a meeting, behind a link and on paper; it is in English",
    "home/handover/*": "what a static copy adds: its search, its notice, and pages like those of errors",
    "home/evidence/*": "what an export of a past day adds",
}
SOURCES = {str(path.relative_to(TEMPLATES)): path.read_text() for path in sorted(TEMPLATES.rglob("*.html"))}
PYTHON = [
    source
    for app in HUB_APPS
    for path in sorted((TEMPLATES.parent / app).rglob("*.py"))
    if "gettext_noop as _" in (source := path.read_text())
]
PAGES = {name: source for name, source in SOURCES.items() if not any(fnmatch(name, pattern) for pattern in LEFT_OUT)}
SHOWN = {"aria-label", "title", "alt", "placeholder", "data-heading"}
# Not names of classes, such as `hub_wide`, nor of formats, which are the same in every language.
WORD = re.compile(r"(?<!\w)(?!Atom|iCalendar)[A-Za-z]{2,}(?!\w)")
CONSTANT = re.compile(r"""(_\()?(["'])(.*?)\2""")
USED = re.compile(r"""{% (?:include|extends) ["'](.*?)["']""")
SENTENCE = re.compile(r"[A-Z][a-z]{2,}")
MESSAGE = re.compile(r'^msgid ((?:".*"\n)+)msgstr ((?:".*"\n?)+)', re.MULTILINE)


def messages(path: Path) -> dict[str, str]:
    """Return the messages of a catalogue with their translations, without its head."""
    found = {literal(msgid): literal(msgstr) for msgid, msgstr in MESSAGE.findall(path.read_text())}
    return {words: translation for words, translation in found.items() if words}


def literal(lines: str) -> str:
    return "".join(literal_eval(line) for line in lines.splitlines())


class Words(HTMLParser):
    """Collect the words of a template that its tags don't know: in its text, and in attributes that readers meet."""

    def __init__(self, source: str):
        super().__init__()
        self.found: list[str] = []
        self.feed("".join(self.html(Lexer(source).tokenize())))

    def html(self, tokens: list[Token]):
        """Yield the HTML without what Django replaces; collect the words that other tags are passed."""
        inside = before = ""
        for token in tokens:
            name = token.contents.split()[0] if token.token_type is TokenType.BLOCK else ""
            if inside:
                inside = "" if name == f"end{inside}" else inside
            elif name in ("comment", "verbatim"):
                inside = name
            elif token.token_type is TokenType.TEXT:
                before = token.contents
                yield before
            elif token.token_type in (TokenType.BLOCK, TokenType.VAR):
                constants = CONSTANT.findall(token.contents)
                self.found += [words for known, _, words in constants if not known and SENTENCE.search(words)]
                # The name of an element may be a variable.
                yield "x" if before.endswith(("<", "</")) else ""
                before = ""

    def handle_starttag(self, tag, attrs):
        self.found += [value for name, value in attrs if name in SHOWN and value and WORD.search(value)]

    def handle_data(self, data):
        self.found += [data.strip()] if WORD.search(data) else []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_words_outside_of_tags(name):
    """Write `{% say _("…") %}`; in an attribute, `{% label _("…") %}`; in a title, `{% unmarked _("…") %}`."""
    assert Words(PAGES[name]).found == []


@pytest.mark.parametrize(
    "source",
    [
        "<p>Words</p>",
        "<p>{{ number }} days</p>",
        '<nav aria-label="Main"></nav>',
        '<{{ level }} title="Main">1</{{ level }}>',
        '{% include "includes/fact.html" with key="Where" %}',
        '{{ owner|default:"Not recorded" }}',
    ],
)
def test_words_outside_of_tags_are_found(source):
    assert Words(source).found


@pytest.mark.parametrize("pattern", LEFT_OUT)
def test_what_is_left_out_is_there(pattern):
    assert any(fnmatch(name, pattern) for name in SOURCES)


def test_no_page_includes_what_is_left_out():
    used = {name for source in PAGES.values() for name in USED.findall(source)}
    assert "base.html" in used
    assert used - PAGES.keys() == set()


def test_there_are_catalogues():
    assert [path.parent.parent.name for path in CATALOGUES] == ["gd"]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_a_catalogue_has_the_words_of_templates_and_python(path):
    """Run `manage.py makemessages` if it doesn't; the head of the catalogue says how."""
    said = {words for source in [*SOURCES.values(), *PYTHON] for _, words in SAID.findall(source)}
    assert {"Home", "Policy lead", "%(number)s pages"} <= said
    assert said - messages(path).keys() == set()


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_a_compiled_catalogue_is_up_to_date(path):
    """Run `manage.py compilemessages` if it isn't."""
    with path.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog
    translated = {words: translation for words, translation in messages(path).items() if translation}
    assert {words: translation for words, translation in compiled.items() if words} == translated
