"""Builds editions from an issue page: HTML, text and data, with the findings of the checks."""

from __future__ import annotations

import hashlib
import re
import textwrap
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import mrml
from django.conf import settings
from django.template.loader import render_to_string

from cms.base.active_site import site_active
from cms.base.registry import Registry
from cms.batches.reader import BatchReader
from cms.pages.addresses import site_of_page
from newsletter import message
from newsletter.choices import EditionAudience
from newsletter.mail_look import MailLook
from newsletter.models import IssuePage

from . import content, data, marks
from .audiences import audiences_of
from .checks import check
from .documents import readers_view
from .findings import EditionFinding, NotReadyError, errors
from .lint import LintError, lint

FOLDER = "newsletter/email"
WIDTH = 72
INTERNAL_NOTE = "Internal edition. It holds parts that are not for readers outside."
PLACEHOLDERS = {
    "leave_url": message.LEAVE_URL,
    "preferences_url": message.PREFERENCES_URL,
    "reason": message.REASON,
}
# Added by the layout program for very old mail programs. The message's own header has the content type.
META = re.compile(r'<!--\[if !mso\]><!--><meta http-equiv="X-UA-Compatible"[^>]*><!--<!\[endif\]-->')
# The start of a list item in a text.
MARK = re.compile(r"(- |\d+\. )?")
CONTENT_TYPE = '<meta http-equiv="Content-Type" content="text/html; charset=UTF-8">'


@dataclass(frozen=True)
class BuiltEdition:
    """The edition for one audience. HTML and text hold the placeholders of `newsletter.message`; `data` is plain JSON."""

    subject: str
    html: str
    text: str
    data: dict[str, Any]
    template_version: str
    findings: list[EditionFinding]

    @property
    def content(self) -> message.Content:
        """The content that is the same for all recipients, for the message."""
        return message.Content(self.subject, self.html, self.text, self.data.get("reply_to", ""))


# Each returns a context manager in which an issue's editions are built, such as a hub in which more is public.
surroundings: Registry[Callable[[IssuePage], AbstractContextManager]] = Registry("surroundings")


def editions_of(page: IssuePage, *, draft: bool = True) -> dict[EditionAudience, BuiltEdition]:
    """Return the editions of the page object, saved or not, with items as public readers see them at this moment.

    Without `draft`, raises NotReadyError if any edition has an error. Raises HubQueryError if the hub gives no answer.
    The SQL is the same however many items there are (up to a hundred, then once more for each hundred).
    """
    with ExitStack() as stack:
        for surround in surroundings.values():
            stack.enter_context(surround(page))
        visibility = readers_view(site_of_page(page))
        stack.enter_context(site_active(visibility.site))
        reader = BatchReader(visibility)
        stored = data.Stored.of(page)
        nodes, around = content.items(stored.page_ids(), visibility), content.surroundings_of(visibility)
        for_whom = audiences_of(nodes, visibility)
        mark = marks.mark_of(page)
        built = {
            one: edition(*data.of_page(page, stored, one, nodes, for_whom, around, reader), around.look, mark)
            for one in EditionAudience
        }
    if not draft:
        wrong = errors(finding for each in built.values() for finding in each.findings)
        if wrong:
            raise NotReadyError(list(dict.fromkeys(wrong)))
    return built


def edition(plain: dict[str, Any], findings: list[EditionFinding], look: MailLook, mark: str) -> BuiltEdition:
    """Return the finished edition of an issue's data, with the mark on its links to pages of the hub."""
    context = {
        "edition": data.for_templates(marks.marked(plain, mark)),
        "look": look,
        "placeholders": PLACEHOLDERS,
        "internal_note": INTERNAL_NOTE,
    }
    html = as_html(render_to_string(f"{FOLDER}/issue.mjml", context))
    text = wrapped(render_to_string(f"{FOLDER}/issue.txt", context))
    found = [*findings, *check(html, text, plain)]
    return BuiltEdition(plain["subject"], html, text, plain, template_version(), found)


def as_html(source: str) -> str:
    """Return MJML source as HTML. Raises LintError if mrml doesn't understand it, even if mrml reports nothing."""
    lint(source)
    try:
        output = mrml.to_html(source, render_options=mrml.RenderOptions(fonts={}))
    except OSError as error:  # mrml's exception for source that it can't parse
        raise LintError(f"The layout program can't read it: {error}", 0) from error
    if output.warnings:
        warning = output.warnings[0]
        raise LintError(f"The layout program warns: {warning.kind}.", source[: warning.start].count("\n") + 1)
    return META.sub("", output.content).replace(CONTENT_TYPE, '<meta charset="utf-8">')


def wrapped(text: str) -> str:
    """Return text with lines of some 72 characters and at most one empty line in a row. Addresses are never broken."""
    lines: list[str] = []
    for line in text.splitlines():
        mark = MARK.match(line)
        indent = len(mark.group()) if mark else 0
        lines += textwrap.wrap(
            line, WIDTH, subsequent_indent=" " * indent, break_long_words=False, break_on_hyphens=False
        ) or [""]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def template_version() -> str:
    """Return the SHA-256 of the templates of editions, names and all."""
    folder = Path(settings.PROJECT_ROOT) / "templates" / FOLDER
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
