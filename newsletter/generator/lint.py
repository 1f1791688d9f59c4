"""Lint of MJML source. `mrml` silently drops anything that it doesn't know; this reports it before rendering.

Only components that the templates may use, and that load nothing from elsewhere, are known here. Attributes:
https://documentation.mjml.io/#components
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from .findings import GeneratorError
from .fragments import TAGS


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BOX = _names("border border-bottom border-left border-right border-top border-radius")
_PADDING = _names("padding padding-bottom padding-left padding-right padding-top")
_FONT = _names("color font-family font-size font-style font-weight letter-spacing line-height text-decoration")
_OUTER = _BOX | _PADDING | _names("background-color css-class direction text-align full-width")

COMPONENTS: dict[str, frozenset[str]] = {
    "mjml": _names("lang dir owa"),
    "mj-head": frozenset(),
    "mj-title": frozenset(),
    "mj-preview": frozenset(),
    "mj-raw": frozenset(),
    "mj-attributes": frozenset(),
    "mj-breakpoint": _names("width"),
    "mj-style": _names("inline"),
    "mj-body": _names("width background-color css-class"),
    "mj-wrapper": _OUTER,
    "mj-section": _OUTER,
    "mj-group": _names("width vertical-align background-color direction css-class"),
    "mj-column": _BOX
    | _PADDING
    | _names("background-color inner-background-color css-class direction vertical-align width"),
    "mj-text": _FONT | _PADDING | _names("align container-background-color css-class height text-transform"),
    "mj-image": _BOX
    | _PADDING
    | _names("align alt container-background-color css-class fluid-on-mobile font-size height href src title width"),
    "mj-spacer": _PADDING | _names("container-background-color css-class height"),
    "mj-divider": _PADDING
    | _names("border-color border-style border-width container-background-color css-class width align"),
}
# Components that contain HTML.
WITH_HTML = ("mj-text", "mj-raw")
HTML_TAGS = TAGS | {"h1", "h2", "h3", "meta", "span"}
HTML_ATTRIBUTES = _names("href class style lang dir name content")
VOID = {"br", "meta"}
SCHEMES = re.compile(r"(https?://|mailto:|tel:|#|HUBX[A-Z]+X$)", re.I)
REMOTE = re.compile(r"@import|url\s*\(|expression\s*\(", re.I)


class LintError(GeneratorError):
    """The MJML source has an error at `line`; the message is one sentence."""

    def __init__(self, message: str, line: int):
        super().__init__(f"Line {line}: {message}")
        self.line = line


def lint(source: str) -> None:
    """Raise LintError for the first part of the MJML source that would be dropped, run, fetched or misread."""
    reader = _MarkupReader()
    reader.feed(source)
    reader.close()
    reader.finish()


class _MarkupReader(HTMLParser):
    CDATA_CONTENT_ELEMENTS = ()  # type: ignore[misc]  # a script is refused, not skipped

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, int]] = []

    @property
    def line(self) -> int:
        return self.getpos()[0]

    def handle_starttag(self, tag, attrs):
        self._check(tag, dict(attrs))
        if tag not in VOID:
            self.open.append((tag, self.line))

    def handle_startendtag(self, tag, attrs):
        self._check(tag, dict(attrs))

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self.open:
            raise LintError(f"</{tag}> closes nothing.", self.line)
        opened, line = self.open.pop()
        if opened != tag:
            raise LintError(f"<{opened}> of line {line} isn't closed before </{tag}>.", self.line)

    def handle_data(self, data):
        inside = self.open[-1][0] if self.open else ""
        if inside == "mj-style" and REMOTE.search(data):
            raise LintError("A style loads something from elsewhere.", self.line)
        if (
            data.strip()
            and inside.startswith("mj")
            and inside not in (*WITH_HTML, "mj-style", "mj-title", "mj-preview")
        ):
            raise LintError(f"Text directly in <{inside}> would be dropped.", self.line)
        if data.strip() and not inside:
            raise LintError("There is text outside <mjml>.", self.line)

    def handle_comment(self, data):
        raise LintError("A comment would be sent with the message, and some mail programs obey those.", self.line)

    def finish(self) -> None:
        if self.open:
            tag, line = self.open[-1]
            raise LintError(f"<{tag}> isn't closed.", line)

    def _check(self, tag: str, attributes: dict[str, str | None]) -> None:
        inside = {name for name, _ in self.open}
        if tag.startswith("mj"):
            self._check_component(tag, attributes, inside)
        elif tag not in HTML_TAGS or not inside & set(WITH_HTML):
            raise LintError(f"<{tag}> is unknown here.", self.line)
        else:
            unknown = sorted(set(attributes) - HTML_ATTRIBUTES)
            if unknown:
                raise LintError(f"<{tag}> has no attribute “{unknown[0]}” here.", self.line)
        for name, value in attributes.items():
            self._check_value(tag, name, value)

    def _check_component(self, tag: str, attributes: dict[str, str | None], inside: set[str]) -> None:
        if "mj-attributes" in inside:
            # There a component's name says which one the values are for; mj-all means all of them.
            allowed = frozenset().union(*COMPONENTS.values()) if tag == "mj-all" else COMPONENTS.get(tag)
        else:
            allowed = COMPONENTS.get(tag)
        if allowed is None:
            raise LintError(f"<{tag}> is unknown, or loads something from elsewhere.", self.line)
        if inside & set(WITH_HTML):
            raise LintError(f"<{tag}> inside HTML would be dropped.", self.line)
        unknown = sorted(set(attributes) - allowed)
        if unknown:
            raise LintError(f"<{tag}> has no attribute “{unknown[0]}”.", self.line)
        if tag == "mj-image" and "mj-attributes" not in inside and not {"src", "alt"} <= set(attributes):
            raise LintError("<mj-image> needs an address and an alternative text, which may be empty.", self.line)

    def _check_value(self, tag: str, name: str, value: str | None) -> None:
        if value is None:
            raise LintError(f"The attribute “{name}” of <{tag}> has no value.", self.line)
        if name == "href" and not SCHEMES.match(value.strip()):
            raise LintError(f"The link of <{tag}> leads nowhere or runs a script.", self.line)
        if name == "src" and not re.match(r"https?://", value):
            raise LintError(f"The picture of <{tag}> needs a full address.", self.line)
        if name == "style" and REMOTE.search(value):
            raise LintError("A style loads something from elsewhere.", self.line)
