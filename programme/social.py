"""The length of a social text as X/Twitter counts it.

Source of the rule: the platform's published counting configuration (twitter-text, version 3). The limit is 280. A
character in the ranges below counts as 1 and any other as 2; an emoji counts as 2 whatever its code points, and a link
as 23 whatever its length. The text is counted in Unicode's composed form (NFC).
"""

import re
import unicodedata

import emoji

LIMIT = 280
LINK_LENGTH = 23
LIGHT_RANGES = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))

# With a scheme, anything is a link; without one, a name under a domain that British and international sites use. The
# platform knows every domain, but here a rarer bare one is counted by its characters, so write links with https://.
BARE_DOMAINS = "scot|uk|com|org|net|info|eu|ie|gov|edu|int|io|co"
LINK = re.compile(
    rf"https?://[^\s<>\"“”]+|(?<![\w@./-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:{BARE_DOMAINS})\b(?:/[^\s<>\"“”]*)?",
    re.I,
)
# Punctuation after a link belongs to the sentence.
AFTER_LINK = ".,;:!?)'’"


def weighted_length(text: str) -> int:
    """Return the weighted length of the text, to compare with `LIMIT`."""
    rest, links = [], 0
    at = 0
    text = unicodedata.normalize("NFC", text)
    for match in LINK.finditer(text):
        link = match.group().rstrip(AFTER_LINK)
        rest.append(text[at : match.start()])
        at = match.start() + len(link)
        links += 1
    words = "".join([*rest, text[at:]])
    found = emoji.emoji_list(words)
    plain = emoji.replace_emoji(words, "")
    return LINK_LENGTH * links + 2 * len(found) + sum(_weight(character) for character in plain)


def _weight(character: str) -> int:
    return 1 if any(first <= ord(character) <= last for first, last in LIGHT_RANGES) else 2
