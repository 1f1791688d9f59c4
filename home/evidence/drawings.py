"""Pages for WeasyPrint, which draws each drawing on its own: without the page's styles, and without what another has."""

from __future__ import annotations

import copy
import re

from bs4 import BeautifulSoup, Tag

from home.handover.crawl import static_file

# Rules for screens of some width, for paper and for readers' own colours aren't about the drawing.
CONDITIONAL = re.compile(r"@[\w-]+[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
# The classes of parts of charts (`hub/progress.css`).
DRAWN = re.compile(r"\.hub_(?:fill|chart__|bar__)")
OTHERWISE = re.compile(r"var\([^,()]+,\s*([^()]+)\)")
REFERENCE = re.compile(r"url\(#([^)]+)\)")


def for_paper(page: str) -> str:
    """Return a page of the hub as `self_contained` does, with the hub's rules for charts."""
    return self_contained(page, (static_file("hub/progress.css") or b"").decode())


def self_contained(page: str, styles: str) -> str:
    """Return a page in which each drawing has the rules for charts of a style sheet, and the patterns of others that it names.

    Custom properties have their values for white paper. What readers unfold is open: nobody can on paper.
    """
    soup = BeautifulSoup(page, "html.parser")
    for folded in soup.select("details"):
        folded["open"] = ""
    rules = _rules(styles)
    patterns = {str(one["id"]): one for one in soup.select("svg pattern[id]")}
    for drawing in soup.select("svg"):
        named = [found[1] for one in drawing.select("[fill]") if (found := REFERENCE.fullmatch(str(one["fill"])))]
        own = {str(one["id"]) for one in drawing.select("pattern[id]")}
        for name in dict.fromkeys(named):
            if name in patterns and name not in own:
                drawing.insert(0, copy.copy(patterns[name]))
        if named or drawing.select("[class*=hub_]"):
            drawing.insert(0, _style(soup, rules))
    return str(soup)


def _rules(styles: str) -> str:
    styles = CONDITIONAL.sub("", COMMENT.sub("", styles))
    found = [f"{one[1].strip()} {{{one[2]}}}" for one in RULE.finditer(styles) if DRAWN.search(one[1])]
    return OTHERWISE.sub(r"\1", "\n".join(found))


def _style(soup: BeautifulSoup, rules: str) -> Tag:
    style = soup.new_tag("style")
    style.string = rules
    return style
