"""The documents that the newsletter asks the hub, as an anonymous reader would: files in `newsletter/documents`, each with
the fragments that it spreads.

The fragment `belonging` is no file: it names each kind of page and asks for its work streams.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from graphene.utils.str_converters import to_camel_case
from wagtail.models import Site

from cms.base.active_site import active_site
from cms.graphql.execution import answer
from cms.models import BasePage
from cms.pages import kinds
from cms.sites.default import default_site
from cms.visibility.rule import Visibility

from .findings import GeneratorError

FOLDER = Path(__file__).resolve().parents[1] / "documents"
# A spread of a fragment by its name; not `... on Type`.
SPREAD = re.compile(r"\.\.\.\s*(?!on\b)(\w+)")


class HubQueryError(GeneratorError):
    """A document got no usable answer. The message names the document and the problem, in one sentence."""

    def __init__(self, name: str, problem: str):
        super().__init__(f"The document “{name}” got no answer: {problem}")


def readers_view(site: Site | None = None) -> Visibility:
    """Return the visibility of an anonymous reader of a site at this moment; without one, of the active or the default
    site."""
    return Visibility(site or active_site() or default_site())


def ask(name: str, variables: dict[str, Any], visibility: Visibility) -> dict[str, Any]:
    """Return the data of the answer to a document. Raises HubQueryError if it has errors: an incomplete issue is no use."""
    answered = answer(document(name), variables, visibility)
    if answered.get("errors"):
        raise HubQueryError(name, answered["errors"][0]["message"])
    return answered["data"]


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
