"""What mrml drops without a word, or lets through, is caught before anything is rendered (design, test 15)."""

import pytest
from bs4 import BeautifulSoup

from newsletter.generator.checks import check, size_of
from newsletter.generator.editions import as_html
from newsletter.generator.lint import LintError, lint
from newsletter.message import LEAVE_URL, PREFERENCES_URL, REASON


def source(inside: str, head: str = "") -> str:
    return (
        f'<mjml lang="en-GB">\n<mj-head>{head}</mj-head>\n<mj-body>\n<mj-section>\n<mj-column>\n{inside}\n'
        "</mj-column>\n</mj-section>\n</mj-body>\n</mjml>"
    )


def test_what_is_right_passes_and_is_rendered():
    html = as_html(
        source('<mj-text font-size="18px"><p>Hi &amp; <a href="https://example.org/">there</a><br />x</p></mj-text>')
    )
    assert BeautifulSoup(html, "html.parser").p.get_text() == "Hi & therex"
    assert "http-equiv" not in html


@pytest.mark.parametrize(
    ("inside", "message"),
    [
        ('<mj-text colour="red"><p>x</p></mj-text>', "<mj-text> has no attribute “colour”"),
        ("<mj-txt><p>x</p></mj-txt>", "<mj-txt> is unknown"),
        ("<mj-text><p>x</mj-text>", "isn't closed before </mj-text>"),
        ("<mj-text><p>x</p>", "<mj-text> of line 6 isn't closed"),
        ("<mj-text><blink>x</blink></mj-text>", "<blink> is unknown"),
        ("<mj-text><script>alert(1)</script></mj-text>", "<script> is unknown"),
        ('<mj-text><p onclick="x()">x</p></mj-text>', "<p> has no attribute “onclick”"),
        ('<mj-text><a href="javascript:alert(1)">x</a></mj-text>', "runs a script"),
        ('<mj-text><a href=" JavaScript:alert(1)">x</a></mj-text>', "runs a script"),
        ('<mj-text><a href="">x</a></mj-text>', "leads nowhere"),
        ('<mj-include path="https://example.org/x.mjml" />', "<mj-include> is unknown, or loads"),
        ("<mj-social></mj-social>", "loads something from elsewhere"),
        ('<mj-image src="https://example.org/x.png" />', "alternative text"),
        ('<mj-image src="/x.png" alt="" />', "full address"),
        ("<p>x</p>", "<p> is unknown here"),
        ("words", "Text directly in <mj-column>"),
        ("<!-- [if mso]> x -->", "A comment would be sent"),
        ('<mj-text><p style="background: url(https://example.org)">x</p></mj-text>', "from elsewhere"),
        ("<mj-text><mj-text>x</mj-text></mj-text>", "inside HTML would be dropped"),
        ("</mj-column></mj-column>", "isn't closed before </mj-column>"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(inside, message):
    with pytest.raises(LintError, match="Line [5-7]: ") as refused:
        as_html(source(inside))
    assert message in str(refused.value)


@pytest.mark.parametrize(
    "head",
    [
        '<mj-font name="x" href="https://example.org/x.css" />',
        "<mj-style>@import 'https://example.org/x.css';</mj-style>",
        "<mj-style>p { background: url(https://example.org/x.png) }</mj-style>",
        '<mj-attributes><mj-all colour="red" /></mj-attributes>',
        '<mj-raw><link href="https://example.org/x.css" /></mj-raw>',
    ],
)
def test_what_loads_from_elsewhere_or_is_misspelt_in_the_head_is_refused(head):
    with pytest.raises(LintError, match="Line 2"):
        lint(source("<mj-text><p>x</p></mj-text>", head))


def test_what_mrml_cannot_parse_is_told_as_lint():
    with pytest.raises(LintError):
        as_html(source("<mj-text font-size=18px><p>x</p></mj-text>"))


# The finished edition

DATA = {"subject": "x", "introduction": "<p>x</p>", "preheader": "x", "blocks": []}
FOOT = (
    f'<div class="foot"><p>{REASON}</p><a href="{PREFERENCES_URL}">Change what you get</a>'
    f'<a href="{LEAVE_URL}">Unsubscribe</a></div>'
)
TEXT = f"Title\nhttps://example.org/\n{REASON}\n{PREFERENCES_URL}\n{LEAVE_URL}\n"


def html_of(
    body: str = "", *, lang: str = ' lang="en-GB"', title: str = "Title", head: str = "", foot: str = FOOT
) -> str:
    link = '<a href="https://example.org/">Where it leads</a>'
    return f"<html{lang}><head><title>{title}</title>{head}</head><body><h1>Title</h1>{link}{body}{foot}</body></html>"


def found(html: str, text: str = TEXT, **data) -> list[str]:
    return [f"{finding.level}: {finding}" for finding in check(html, text, DATA | data)]


def test_a_sound_edition_has_no_findings():
    assert found(html_of('<h2>x</h2><h3>y</h3><img src="x" alt=""><table role="presentation"></table>')) == []


@pytest.mark.parametrize(
    ("html", "message"),
    [
        (html_of(lang=""), "The language isn't given"),
        (html_of(title=" "), "There is no title"),
        (html_of("<h1>Again</h1>"), "2 main headings"),
        (html_of("<h3>Deep</h3>"), "A heading of level 3 follows one of level 1. (Deep)"),
        (html_of("<h2> </h2>"), "A heading is empty"),
        (html_of('<img src="https://example.org/x.png">'), "no alternative text"),
        (html_of("<table></table>"), "isn't marked as presentation"),
        (html_of('<p style="font-size:15px">x</p>'), "Text is 15 pixels high"),
        (html_of('<p style="line-height:1.2">x</p>'), "The line height is 1.2"),
        (html_of(head="<style>p { font-size: 12px }</style>"), "Text is 12 pixels high"),
        (html_of("<script>x</script>"), "<script>"),
        (html_of(head='<link rel="stylesheet" href="https://example.org/x.css">'), "<link>"),
        (html_of(head='<meta http-equiv="refresh" content="0">'), "http-equiv"),
        (html_of(head="<style>@import 'x';</style>"), "a style from elsewhere"),
        (html_of('<img src="https://example.org/p" alt="" width="1" height="1">'), "only counts readers"),
        (html_of('<a href="javascript:x">Run it</a>'), "a link that runs a script"),
        (html_of('<a href="https://example.org/"> </a>'), "A link has no words"),
        (html_of('<a href="https://example.org/other">Another</a>'), "A link isn't in the text part. (https://example.org/other)"),
        (html_of("HUBXOTHERXTHINGX"), "an unknown placeholder. (HUBXOTHERXTHINGX in the HTML)"),
        (html_of(REASON), f"The HTML has the placeholder {REASON} 2 times"),
        (html_of(REASON), "A personal placeholder is outside the footer"),
        (html_of(foot=""), f"The HTML has the placeholder {LEAVE_URL} 0 times"),
        (html_of("x" * 100_000), "Gmail would cut the message off"),
    ],
)  # fmt: skip
def test_what_readers_or_mail_programs_cannot_do_with_is_an_error(html, message):
    assert any(each.startswith("error: ") and message in each for each in found(html)), found(html)


def test_the_text_part_has_no_links_of_its_own_and_every_placeholder():
    assert found(html_of(), TEXT + "https://example.org/more\n") == [
        "error: The text part has a link that isn't in the HTML. (https://example.org/more)"
    ]
    assert found(html_of(), TEXT.replace(LEAVE_URL, ""))[0].startswith("error: A link isn't in the text part")


def test_size_is_that_of_the_html_as_it_is_sent():
    assert size_of("é" * 1_000) > 6_000  # two bytes, each written as three letters
    assert found(html_of("x " * 41_500)) == ["warning: The HTML has 86 kB; from 100 kB on, messages are refused."]


def test_what_would_be_better_is_a_warning():
    said = found(
        html_of('<a href="https://example.org/">Click here</a>'), introduction="", preheader="", blocks=[SECTION]
    )
    assert [each.split(":")[0] for each in said] == ["warning"] * 3


SECTION = {"kind": "section", "heading": "x", "level": 2}


@pytest.mark.parametrize("after", [[], [SECTION], [{"kind": "heading", "heading": "y", "level": 2}, {"kind": "text"}]])
def test_a_heading_with_nothing_under_it_is_an_error(after):
    blocks = [{"kind": "heading", "heading": "Alone", "level": 2}, *after]
    assert found(html_of(), blocks=blocks) == ["error: A heading has nothing under it. (Alone)"]
