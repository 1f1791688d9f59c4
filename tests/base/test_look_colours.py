"""The colours of a look pass in both schemes, whatever is chosen, and every rule about colours knows its part."""

import re

import pytest

from cms.base.contrast import ratio
from cms.delivery.look import stylesheets
from cms.delivery.look.palette import PAIRS, palette, problems
from cms.delivery.look.themes import DARK, LIGHT, SCHEMES, THEMES, Chosen, ThemeName

NONE = Chosen("", "", "", "")
CHOICES = [
    NONE,
    Chosen("#8a1538", "", "", ""),
    Chosen("#00703c", "#1a5fa0", "#0b0c0c", "#ffffff"),
    Chosen("#6a6a6a", "#5a5a00", "#ffdd00", ""),
    Chosen("#4c2c92", "#4c2c92", "#123456", "#ffe8d6"),
    Chosen("#000000", "#000000", "#000000", "#ffffff"),
]
USED = re.compile(r"var\(--look-([a-z-]+)\)")


@pytest.mark.parametrize("theme", ThemeName)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_pair_passes(theme, scheme):
    for light in CHOICES:
        colours = palette(theme, scheme, light, NONE)
        weak = {
            f"{pair.front} on {pair.back}": round(ratio(colours[pair.front], colours[pair.back]), 2)
            for pair in PAIRS
            if ratio(colours[pair.front], colours[pair.back]) < pair.least
        }
        assert weak == {}, light


@pytest.mark.parametrize("theme", ThemeName)
@pytest.mark.parametrize("light", CHOICES)
def test_a_theme_takes_these_colours(theme, light):
    assert not list(problems(theme, light, NONE))


@pytest.mark.parametrize(
    ("light", "dark", "name", "scheme"),
    [
        (Chosen("#ffdd00", "", "", ""), NONE, "accent", LIGHT),
        (Chosen("", "#ff8800", "", ""), NONE, "link", LIGHT),
        (Chosen("", "", "#123456", "#654321"), NONE, "header_text", LIGHT),
        (NONE, Chosen("#111111", "", "", ""), "accent", DARK),
        (NONE, Chosen("", "#0000aa", "", ""), "link", DARK),
    ],
)
def test_a_weak_colour_is_refused_with_one_that_passes(light, dark, name, scheme):
    (problem,) = problems(ThemeName.DESIGN_SYSTEM, light, dark)
    assert (problem.name, problem.scheme) == (name, scheme)
    assert problem.proposal in problem.message
    better = [light, dark]
    number = SCHEMES.index(scheme)
    better[number] = better[number]._replace(**{name: problem.proposal})
    assert not list(problems(ThemeName.DESIGN_SYSTEM, *better))


def test_a_word_is_no_colour():
    (problem,) = problems(ThemeName.PLAIN, NONE._replace(link="blue"), NONE)
    assert problem.message == "“blue” is no colour. Write # and six digits, such as #0065bd."


def test_the_design_system_keeps_its_own_colours():
    colours = palette(ThemeName.DESIGN_SYSTEM, LIGHT, NONE, NONE)
    for parts in (stylesheets.FRONT, stylesheets.EDGE, stylesheets.BACK):
        for colour, part in parts.items():
            if part not in ("wash", "error", "accent", "text"):  # which have several shades there
                assert colours[part] in {colour, *(c for c, p in parts.items() if p == part)}
    assert (colours["accent"], colours["text"]) == ("#0065bd", "#1a1a1a")


def test_every_colour_of_the_style_sheets_has_a_part():
    """A new colour in a style sheet belongs into a table of `stylesheets`, or among those that stay as they are."""
    allowed = {(".ds_step-navigation__current-link::before", "#1a1a1a")}  # which no page of ours has
    strange = {
        (rule.selector, written)
        for name in stylesheets.SOURCES
        for rule in stylesheets.recoloured_rules(stylesheets.source(name))
        if not stylesheets.FIXED.search(stylesheets.NOT_FOCUS.sub("", rule.selector))
        for _name, value in rule.declarations
        for written in stylesheets.COLOUR.findall(value)
        if stylesheets.plain_colour(written)
    }
    assert strange - allowed == set()


@pytest.mark.parametrize("theme", ThemeName)
def test_every_part_that_is_used_has_a_colour(theme):
    used = set(USED.findall(stylesheets.rules_of_all() + stylesheets.own_rules(stylesheets.LOOK)))
    used |= set(USED.findall(stylesheets.own_rules(THEMES[theme].stylesheet))) if THEMES[theme].stylesheet else set()
    assert used <= set(palette(theme, LIGHT, NONE, NONE))


@pytest.mark.parametrize(
    ("selector", "name", "value", "new"),
    [
        ("a", "color", "#0065bd", ("color", "var(--look-link)")),
        (".x", "border-left", ".25rem solid #0065bd", ("border-left-color", "var(--look-accent)")),
        (".x", "background", "#fff", ("background-color", "var(--look-background)")),
        (".x", "background", "none", ("background-color", "transparent")),
        ("a:focus", "color", "#1a1a1a", ("color", "#1a1a1a")),
        ("a:hover:not(:focus)", "color", "#1a1a1a", ("color", "var(--look-text)")),
        (".hub_fill--complete", "fill", "#1c7a3d", ("fill", "#1c7a3d")),
        (".x", "background", "url(picture.svg) #fff", None),
        (".x", "margin", "1rem", None),
        (".x", "outline", ".1rem solid #1a1a1a !important", ("outline-color", "var(--look-text) !important")),
    ],
)
def test_a_declaration_gets_the_colour_of_its_part(selector, name, value, new):
    assert stylesheets.recoloured(selector, name, value) == new


def test_rules_keep_what_is_around_them():
    css = '@media (min-width:48rem){.a{color:#fff;margin:0}}.b::after{content:"{;}";color:#fff}@media print{.c{color:#fff}}'
    assert [(rule.around, rule.selector) for rule in stylesheets.recoloured_rules(css)] == [
        (("@media (min-width:48rem)",), ".a"),
        ((), ".b::after"),
    ]
