"""Made-up text of the right length and the right words, the same for the same seed."""

from __future__ import annotations

import random
import uuid
from typing import Any

WORDS = """
action advice after agreed areas care case change child children chair committee communities early evidence
families first framework group guidance health help improve inspection interim joint leaders learning local
meeting minister national neglect officers part partners police practice programme progress protection public
published recommendation report research review school services shared social staff strategy support system
together training workers young
""".split()  # noqa: SIM905  seventy words in quotation marks are no better to read


def sentence(chance: random.Random, shortest: int = 8, longest: int = 18) -> str:
    """Return one sentence with a capital and a full stop."""
    words = chance.choices(WORDS, k=chance.randint(shortest, longest))
    return " ".join(words).capitalize() + "."


def title(chance: random.Random) -> str:
    """Return four to eight words without a full stop."""
    return sentence(chance, 4, 8).removesuffix(".")


def paragraphs(chance: random.Random, link_to: int | None) -> str:
    """Return two paragraphs of rich text as editors' form stores it, with a link to a page if one is named."""
    texts = [" ".join(sentence(chance) for _ in range(chance.randint(2, 3))) for _ in range(2)]
    if link_to:
        texts[-1] += f' See <a linktype="page" id="{link_to}">what was promised</a>.'
    texts[0] += " More is in <b>the report</b>."
    return "".join(f"<p>{text}</p>" for text in texts)


def body(
    chance: random.Random, *, links: list[int], images: list[int], messages: list[int], everything: bool = False
) -> list[dict[str, Any]]:
    """Return three or four blocks in the form that a StreamField stores; six, one of each kind, with `everything`."""
    blocks = [
        ("rich_text", {"text": paragraphs(chance, chance.choice(links))}),
        ("heading", {"text": title(chance), "level": "h2"}),
        ("rich_text", {"text": paragraphs(chance, None)}),
    ]
    extras = [
        ("quote", {"quote": sentence(chance), "speaker": "A practitioner"}),
        ("image", {"image": chance.choice(images), "caption": sentence(chance, 4, 8)}),
        ("key_message", {"message": chance.choice(messages)}),
    ]
    blocks += extras if everything else chance.sample(extras, k=chance.randint(0, 1))
    return [{"type": kind, "value": value, "id": str(uuid.UUID(int=chance.getrandbits(128)))} for kind, value in blocks]
