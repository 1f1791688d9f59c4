"""Additional data for pages. Apps register functions by page type, which the models needn't know."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wagtail.models import Page

from cms.base.registry import Registry

Made = Callable[..., Any]


class ByType(Registry[Made]):
    """Functions by page type. A type without one inherits that of its base class."""

    def of(self, *models: type[Page]) -> Callable[[Made], Made]:
        """Register the decorated function for the types."""

        def register(function: Made) -> Made:
            for model in models:
                self.add(model, function)
            return function

        return register

    def find(self, page: Page) -> Made | None:
        """Return the function for the page; None if its type has none."""
        return next((self[model] for model in type(page).__mro__ if model in self), None)


# Takes a page and the request; returns additional context for its template.
shown = ByType("context of a page")
# Takes a page and its `Seo`; returns the page's own schema.org properties.
described = ByType("description of a page")
# Takes a page, the request and a name; returns the response with the file of that name below the page's address.
files = ByType("files of a page")
