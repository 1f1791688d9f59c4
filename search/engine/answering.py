"""Answers a question: what is public now, best first."""

from __future__ import annotations

import re
import unicodedata

from django.utils.html import escape
from django.utils.safestring import mark_safe
from wagtail.models import Page

from cms.graphql.visibility import Visibility
from cms.seo import description_of

from .answers import Answer, Hit, Read, Suggestion
from .asking import Question
from .kinds import kind_of, kind_of_type

WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
STOP_WORDS = frozenset(
    ("a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "in", "is", "it", "of", "on", "or", "the", "to")
)


def answer(question: Question, visibility: Visibility, read: Read | None = None) -> Answer:
    """Return what is found. `read` brings the pages to show; by default one statement reads plain `Page` rows."""
    words = [
        w for w in WORD.findall(unicodedata.normalize("NFKC", question.words[:200])) if w.lower() not in STOP_WORDS
    ]
    if not words or visibility.site is None:
        return Answer(question, searched=question.words, useful=bool(words))
    public = visibility.filter(Page.objects.all()).order_by().values("pk")
    found = Page.objects.filter(pk__in=public).specific().search(" ".join(words))
    hits = [
        Hit(page, kind_of(type(page)), mark_safe(escape(page.title)), mark_safe(escape(description_of(page))))  # noqa: S308
        for page in found[question.offset : question.offset + question.size]
    ]
    return Answer(question, found.count(), hits, searched=question.words)


def suggest(prefix: str, visibility: Visibility, most: int = 8, read: Read | None = None) -> list[Suggestion]:
    """Return pages whose title has words that begin like those typed, best first."""
    if visibility.site is None or not prefix.strip():
        return []
    pages = visibility.filter(Page.objects.filter(title__icontains=prefix.strip()[:100].replace("\x00", "")))
    return [
        Suggestion(page.title, page, kind_of_type(page.content_type_id).label)
        for page in pages.order_by("title")[:most]
    ]
