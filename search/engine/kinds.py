"""The kinds of result on the hub's own site, and the types of pages in the API. The name of a kind is used in addresses;
the labels are for people."""

from __future__ import annotations

from dataclasses import dataclass

from wagtail.models import get_page_models

from cms.base.local_texts import in_words
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


# The plural of every type of page by its label, such as `programme.newspage`: those with a kind first, in its order.
PAGE_TYPES = {model._meta.label_lower: model.page_kind.plural for model in models()} | {
    model._meta.label_lower: in_words(model.get_verbose_name)
    for model in sorted(get_page_models(), key=lambda model: model._meta.label_lower)
    if not getattr(model, "page_kind", None)
}


def kind_of(model: type) -> Kind:
    """Return the kind of a page model."""
    return _BY_MODEL.get(model, OTHER)
