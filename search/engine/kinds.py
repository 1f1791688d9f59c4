"""The kinds of result. The name is used in addresses; the labels are for people."""

from __future__ import annotations

from dataclasses import dataclass

from cms.pages.kinds import models


@dataclass(frozen=True)
class Kind:
    """A kind of page."""

    value: str
    label: str
    plural: str


# Two kinds with special treatment in the search.
COMMITMENT, PERSON = "commitment", "person"
# All others: plain pages, the front page, lists.
OTHER = Kind("page", "Page", "Pages about the hub")
_BY_MODEL = {
    model: Kind(model.page_kind.name, model.page_kind.label, model.page_kind.plural) for model in models(facet=True)
}
BY_VALUE = {kind.value: kind for kind in (*_BY_MODEL.values(), OTHER)}


def kind_of(model: type) -> Kind:
    """Return the kind of a page model."""
    return _BY_MODEL.get(model, OTHER)
