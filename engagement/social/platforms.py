"""How long a post may be on each platform, and how its length is counted there.

- X (Twitter): 280, counted as in `programme.social`.
- Bluesky: 300 graphemes (lexicon `app.bsky.feed.post`). Its app shortens what it shows of a link before it counts
  (`toShortUrl` in `src/lib/strings/url-helpers.ts` of bluesky-social/social-app), and so does the hub when it posts.
- Mastodon: 500 graphemes, a link with its scheme as 23, and of a mention its first part (`StatusLengthValidator` in
  mastodon/mastodon). Some servers take more; the hub keeps to 500.
- LinkedIn: 3,000 characters. Facebook: 63,206 characters.
- Teams: about 28 KB for a message with all that belongs to it (“Limits and specifications for Microsoft Teams”), and a
  character takes two bytes: 14,000.
- Knowledge Hub and government websites have no limit that a post would reach.

A grapheme is what a reader takes for one character. It is counted without tables of Unicode's rules: an emoji as one, and
marks that combine with the letter before them not at all. For languages written in syllables of several characters,
such as Korean in its decomposed form, that is more than the platform counts, never less.

`templates/static/hub-admin/social.js` counts in the same ways; a test holds both to the same cases.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import emoji

from cms.delivery.social_platforms import SocialPlatform
from programme.social import AFTER_LINK, LIMIT, LINK, LINK_LENGTH, weighted_length

WITH_SCHEME = re.compile(r"https?://[^\s<>\"“”]+", re.I)
MENTION = re.compile(r"(?<![\w/@])(@\w+(?:[\w.-]*\w)?)@[\w.-]+\w")
COMBINING = ("Mn", "Mc", "Me")
JOINERS = "\u200c\u200d"
# Of what follows the host of a link, Bluesky's app shows this many characters, or cuts it to fewer and three dots.
SHOWN_PATH, CUT_PATH = 15, 13


def graphemes(text: str) -> int:
    """Return the number of characters as readers count them."""
    plain = emoji.replace_emoji(text, "")
    rest = [one for one in plain if unicodedata.category(one) not in COMBINING and one not in JOINERS]
    return len(emoji.emoji_list(text)) + len(rest)


def links_replaced(text: str, pattern: re.Pattern[str], by: Callable[[str], str]) -> str:
    """Return the text with something else for each link. Punctuation after a link belongs to the sentence."""

    def replaced(match: re.Match[str]) -> str:
        link = match.group().rstrip(AFTER_LINK)
        return by(link) + match.group()[len(link) :]

    return pattern.sub(replaced, text)


def short_link(link: str) -> str:
    """Return what Bluesky's app shows of a link: its host, and the beginning of the rest."""
    bare = re.sub(r"^https?://", "", link, flags=re.I)
    host, slash, rest = bare.partition("/")
    path = slash + rest if rest else ""
    return host + (path[:CUT_PATH] + "..." if len(path) > SHOWN_PATH else path)


def bluesky_length(text: str) -> int:
    """Return the length of a text on Bluesky."""
    return graphemes(links_replaced(text, LINK, short_link))


def mastodon_length(text: str) -> int:
    """Return the length of a text on Mastodon."""
    return graphemes(MENTION.sub(r"\1", links_replaced(text, WITH_SCHEME, lambda link: "x" * LINK_LENGTH)))


def utf16_length(text: str) -> int:
    """Return the number of UTF-16 units, which browsers take for characters; an emoji has two or more."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(frozen=True)
class PlatformRules:
    """The rules of a platform for posts. `limit` is None if a post is never too long there."""

    key: str
    name: str
    limit: int | None
    length: Callable[[str], int]
    # The way of counting, by which the script knows it.
    counting: str
    # For editors: how it counts, and what readers see of a long post.
    advice: str = ""

    def fits(self, text: str) -> bool:
        """Say whether a post, with its link, is short enough."""
        return self.limit is None or self.length(text) <= self.limit

    def problem_of(self, text: str) -> str:
        """Return a sentence if a post, with its link, is too long; otherwise nothing."""
        if self.limit is None or self.fits(text):
            return ""
        return f"With its link the post counts as {self.length(text):,} characters; {self.name} takes {self.limit:,}."


FOLDED = "Readers see the first lines; the rest is behind “See more”."
PLATFORMS = {
    rules.key: rules
    for rules in (
        PlatformRules(
            SocialPlatform.X,
            "X (Twitter)",
            LIMIT,
            weighted_length,
            "weighted",
            "A link counts as 23 characters, an emoji as 2.",
        ),
        PlatformRules(
            SocialPlatform.BLUESKY,
            "Bluesky",
            300,
            bluesky_length,
            "bluesky",
            "A link counts as its host and the beginning of its path.",
        ),
        PlatformRules(
            SocialPlatform.MASTODON, "Mastodon", 500, mastodon_length, "mastodon", "A link counts as 23 characters."
        ),
        PlatformRules(SocialPlatform.LINKEDIN, "LinkedIn", 3000, utf16_length, "characters", FOLDED),
        PlatformRules(SocialPlatform.FACEBOOK, "Facebook", 63_206, utf16_length, "characters", FOLDED),
        PlatformRules(SocialPlatform.TEAMS, "Microsoft Teams", 14_000, utf16_length, "characters"),
        PlatformRules(SocialPlatform.KNOWLEDGE_HUB, "Knowledge Hub", None, utf16_length, "characters"),
        PlatformRules(SocialPlatform.GOVERNMENT, "Government website", None, utf16_length, "characters"),
    )
}
# What a post without an account, or on a platform that the hub doesn't know, is held to: the lowest limit.
STRICTEST = PLATFORMS[SocialPlatform.X]


def rules_of(channel: Any) -> PlatformRules:
    """Return the rules for posts on a `cms.SocialChannel`, or on none."""
    known = channel.known_platform if channel else None
    return PLATFORMS[known] if known else STRICTEST
