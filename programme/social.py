"""The length of a social text as X/Twitter counts it.

Source of the rule: the platform's published counting configuration (version 3): most Latin text counts 1 a character,
other scripts 2, an emoji 2 however many code points it has, and every link 23.
"""

from twitter_text import parse_tweet

LIMIT = 280


def weighted_length(text: str) -> int:
    """Return what the text counts, of `LIMIT` at most."""
    return parse_tweet(text).weightedLength
