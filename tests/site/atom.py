"""The rules of RFC 4287 for feeds, as assertions."""

import datetime
from xml.etree import ElementTree

ATOM = "{http://www.w3.org/2005/Atom}"


def parse(content: bytes) -> ElementTree.Element:
    """Return the parsed feed after checking the rules. Sections are those of RFC 4287."""
    feed = ElementTree.fromstring(content)  # noqa: S314  our own feed
    assert feed.tag == f"{ATOM}feed"
    _once(feed, "id", "title", "updated")  # 4.1.1
    _links(feed, needed={"alternate", "self"}, allowed={"next"})  # RFC 5005, 3: “next”
    entries = feed.findall(f"{ATOM}entry")
    assert feed.find(f"{ATOM}author/{ATOM}name").text
    for entry in entries:
        _once(entry, "id", "title", "updated")  # 4.1.2
        _links(entry, needed={"alternate"})
        assert len(entry.findall(f"{ATOM}summary")) <= 1
        for author in entry.findall(f"{ATOM}author"):
            assert author.find(f"{ATOM}name").text
        for category in entry.findall(f"{ATOM}category"):
            assert category.get("term")  # 4.2.2.1
    for moment in (*feed.iter(f"{ATOM}updated"), *feed.iter(f"{ATOM}published")):
        assert datetime.datetime.fromisoformat(moment.text).tzinfo  # 3.3
    ids = [entry.find(f"{ATOM}id").text for entry in entries]
    assert len(ids) == len(set(ids))  # 4.1.1
    assert all(identifier.startswith("tag:") for identifier in ids)
    return feed


def _once(element: ElementTree.Element, *names: str) -> None:
    for name in names:
        (found,) = element.findall(f"{ATOM}{name}")
        assert found.text


def _links(element: ElementTree.Element, needed: set[str], allowed: set[str] = frozenset()) -> None:
    links = element.findall(f"{ATOM}link")
    assert {link.get("rel") for link in links} - allowed == needed
    assert all(link.get("href").startswith("http") for link in links)


def texts(feed: ElementTree.Element, name: str) -> list[str]:
    """Return the text of an element of each entry; empty if missing."""
    return [entry.findtext(f"{ATOM}{name}", "") for entry in feed.findall(f"{ATOM}entry")]
