"""The documents that the newsletter asks: files in `newsletter/documents`, each with the fragments that it spreads.

The fragment `belonging` is no file: it names each kind of page and asks for its work streams.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from graphene.utils.str_converters import to_camel_case

from cms.models import BasePage
from cms.pages import kinds

FOLDER = Path(__file__).resolve().parents[1] / "documents"
# A spread of a fragment by its name; not `... on Type`.
SPREAD = re.compile(r"\.\.\.\s*(?!on\b)(\w+)")


def belonging() -> str:
    """Return the fragment that names the kinds of page that issues tell of, and asks for the streams of those with several."""
    parts = [f"  ... on {model.__name__} {{\n{_streams(model)}  }}\n" for model in kinds.models(newsletter=True)]
    return f"fragment belonging on Page {{\n{''.join(parts)}}}\n"


def _streams(model: type[BasePage]) -> str:
    name = model.page_kind.streams
    if not name or not model._meta.get_field(name).many_to_many:
        return "    __typename\n"
    return f"    {to_camel_case(name)}(first: 100) {{\n      nodes {{\n        databaseId\n      }}\n    }}\n"


@cache
def document(name: str) -> str:
    """Return a document with its fragments. Raises FileNotFoundError if there is none of the name, or no such fragment."""
    parts = [(FOLDER / f"{name}.graphql").read_text()]
    waiting, taken = SPREAD.findall(parts[0]), set()
    while waiting:
        fragment = waiting.pop(0)
        if fragment not in taken:
            taken.add(fragment)
            text = (
                belonging() if fragment == "belonging" else (FOLDER / "fragments" / f"{fragment}.graphql").read_text()
            )
            parts.append(text)
            waiting += SPREAD.findall(text)
    return "\n".join(parts)
