"""A page of the site in the copy: no forms for the hub, links to files, icons within the page, a notice."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from bs4 import BeautifulSoup, Tag

LINKS = ("href", "src", "poster", "action")
# Elements that lead somewhere; others load what is at an address.
LEADING = ("a", "area", "form")
# Whole addresses, for programs: of the page itself, in its languages, and of the picture to share.
FOR_PROGRAMS = "link[rel~=canonical], link[hreflang]"
PICTURES_TO_SHARE = "meta[property='og:image'], meta[name='twitter:image']"
SEARCH_FORM = "form[role=search]"
PARTS_THAT_NEED_HUB = "[data-needs-hub]"
NEEDS_HUB = "form[method=post], link[rel~=search], script[src*='site-search']"
# In forms of filters: what stands around a select, and what is of no use without the form.
SELECT, CONTROLS = "ds_select-wrapper", ".ds_question, button, input, textarea, label"
BODY = "main"
SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class SearchedPage:
    """What the search of the copy knows of a page."""

    key: str
    file: str
    title: str
    summary: str
    text: str


class CopiedPage:
    """A page of the hub, parsed. What only the hub can answer is gone."""

    def __init__(self, html: str):
        self.soup = BeautifulSoup(html, "html.parser")
        # A part that needs the hub may have a form of its own, such as that to follow the page.
        for one in self.soup.select(PARTS_THAT_NEED_HUB):
            one.decompose()
        self.is_form = self.soup.select_one(f"{BODY} form[method=post]") is not None
        for one in self.soup.select(NEEDS_HUB):
            one.decompose()
        for one in self.soup.select("[data-suggestions]"):
            del one["data-suggestions"]
        for form in self.soup.select(f"form:not({SEARCH_FORM.removeprefix('form')})"):
            self._as_links(form)

    @property
    def links(self) -> Iterator[str]:
        """The addresses that the page loads or leads to, in order."""
        for one in self.soup.find_all(True):
            for name in LINKS:
                if one.get(name):
                    yield str(one[name])
            yield from (address for address, _ in _sizes(one))
        yield from (str(one["content"]) for one in self.soup.select(PICTURES_TO_SHARE))

    def lead(self, link: Callable[[str, bool], str]) -> None:
        """Write each address as `link` has it, which gets the address, and whether the page loads it. Full addresses
        for programs stay."""
        full = {id(one) for one in self.soup.select(FOR_PROGRAMS)}
        for one in self.soup.find_all(True):
            loads = one.name not in LEADING
            for name in LINKS:
                if one.get(name) and id(one) not in full:
                    one[name] = link(str(one[name]), loads)
            if sizes := _sizes(one):
                one["srcset"] = ", ".join(f"{link(address, loads)} {size}".strip() for address, size in sizes)

    def draw_icons(self, read: Callable[[str], BeautifulSoup | None]) -> None:
        """Put each icon of a file into the page: browsers load no part of a file from a disk. `read` gives the file."""
        for use in self.soup.select("svg > use[href*='#']"):
            address, _, name = str(use["href"]).partition("#")
            drawing = address and read(address)
            icon = drawing.find(id=name) if drawing else None
            if isinstance(icon, Tag) and use.parent is not None:
                use.parent["viewBox"] = str(icon.get("viewbox", ""))
                use.replace_with(*(copy.copy(part) for part in icon.contents))

    def begin_with(self, notice: str) -> None:
        """Put a notice before everything else that readers see."""
        top = self.soup.select_one(".ds_page__top") or self.soup.body
        if top is not None:
            top.insert(0, BeautifulSoup(notice, "html.parser"))

    def searched(self, key: str, file: str) -> SearchedPage | None:
        """Return the page for the search; None for one that search engines are to leave out."""
        body = self.soup.select_one(BODY)
        heading = self.soup.find("h1")
        robots = self.soup.find("meta", attrs={"name": "robots"})
        if body is None or heading is None or (isinstance(robots, Tag) and "noindex" in str(robots.get("content"))):
            return None
        described = self.soup.find("meta", attrs={"name": "description"})
        summary = str(described.get("content", "")) if isinstance(described, Tag) else ""
        return SearchedPage(key, file, _text(heading), _tidy(summary), _text(body))

    def __str__(self) -> str:
        return str(self.soup)

    def _as_links(self, form: Tag) -> None:
        """Make of a form of filters a link for each of its choices: without a server it can't be sent."""
        path = str(form.get("action", ""))
        form.name = "div"
        for name in ("action", "method", "novalidate"):
            del form[name]
        for select in form.select("select[name]"):
            label = form.find("label", attrs={"for": str(select.get("id"))})
            if isinstance(label, Tag):
                title = self.soup.new_tag("strong")
                title.string = _text(label)
                label.replace_with(title)
            (select.find_parent(class_=SELECT) or select).replace_with(self._list(path, select))
        for one in form.select(CONTROLS):
            one.decompose()
        if not form.find("ul"):
            (form.find_parent("details") or form).decompose()

    def _list(self, path: str, select: Tag) -> Tag:
        """Return links to a list with each of the choices alone."""
        entries = self.soup.new_tag("ul")
        for choice in select.select("option"):
            if choice.get("value"):
                query = urlencode({str(select["name"]): str(choice["value"])})
                link = self.soup.new_tag("a", href=f"{path}?{query}")
                link.string = _text(choice)
                if choice.get("lang"):
                    link["lang"] = str(choice["lang"])
                entry = self.soup.new_tag("li")
                entry.append(link)
                entries.append(entry)
        return entries


def _sizes(one: Tag) -> list[tuple[str, str]]:
    """Return the addresses of `srcset` with their sizes. Addresses of ours have no comma."""
    parts = (part.split() for part in str(one.get("srcset", "")).split(","))
    return [(part[0], " ".join(part[1:])) for part in parts if part]


def _text(one: Tag) -> str:
    return _tidy(one.get_text(" "))


def _tidy(text: str) -> str:
    return SPACES.sub(" ", text).strip()
