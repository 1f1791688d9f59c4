"""The kind of place from where a reader came. The address itself is looked at and not kept."""

from __future__ import annotations

from measures.choices import ReferringKind

# The name of a host or its end, or a part before a country's ending.
SEARCH = ("duckduckgo.com", "ecosia.org", "qwant.com", "startpage.com", "search.brave.com", "yandex.com", "baidu.com")
SEARCH_NAMES = ("google.", "bing.", "search.yahoo.", "yahoo.", "yandex.")
SOCIAL = (
    *("facebook.com", "fb.com", "instagram.com", "linkedin.com", "lnkd.in", "twitter.com", "x.com", "t.co"),
    *("youtube.com", "reddit.com", "threads.net", "bsky.app", "mastodon.social", "mastodon.scot", "tiktok.com"),
    *("pinterest.com", "whatsapp.com", "t.me"),
)
GOVERNMENT = ("gov.uk", "gov.scot", "gov.wales", "gov.ie", "parliament.uk", "parliament.scot", "nhs.uk", "nhs.scot")


def kind_of(referrer: str, host: str) -> ReferringKind:
    """Return the kind of place of a referring address, for a page at the host."""
    there = _host_of(referrer)
    if not there:
        return ReferringKind.DIRECT
    if there == _without_port(host):
        return ReferringKind.INSIDE
    if _ends(there, GOVERNMENT):
        return ReferringKind.GOVERNMENT
    if _ends(there, SOCIAL):
        return ReferringKind.SOCIAL
    name = there.removeprefix("www.").removeprefix("uk.")
    if _ends(there, SEARCH) or name.startswith(SEARCH_NAMES):
        return ReferringKind.SEARCH
    return ReferringKind.ELSEWHERE


def _host_of(referrer: str) -> str:
    scheme, separator, rest = referrer.partition("://")
    if not separator or scheme not in ("http", "https"):
        return ""
    return _without_port(rest.partition("/")[0].partition("?")[0].rpartition("@")[2].lower())


def _without_port(host: str) -> str:
    return host.partition(":")[0].lower()


def _ends(host: str, names: tuple[str, ...]) -> bool:
    return any(host == name or host.endswith(f".{name}") for name in names)
