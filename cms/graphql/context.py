"""What one request knows, and what it has already read.

Objects that were read together are *peers*. When one of them is asked for a relation, it is read for all of them in one
query, so the number of statements depends on the document alone and never on how many rows there are. Nothing here
outlives the request.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from django.conf import settings
from django.db.models import Model
from wagtail.models import Page

from .visibility import Visibility

if TYPE_CHECKING:
    from .preview import Previews

PEERS = "_graphql_peers"


class Peers(list):
    """Objects that were read together. Two groups are the same only if they are one: so a group can be a key, and a key
    keeps it alive as long as what was read under it."""

    __hash__ = object.__hash__

    def __eq__(self, other):
        return self is other


def adopt(things: Iterable[Any]) -> Peers:
    """Make the objects peers of each other and return them."""
    group = Peers(things)
    for thing in group:
        setattr(thing, PEERS, group)
    return group


def group_of(thing: Any) -> Peers:
    """Return all objects that were read together with this one, of whatever class, itself among them."""
    return getattr(thing, PEERS, None) or adopt([thing])


def peers(thing: Any) -> list[Any]:
    """Return the objects of the same class that were read together with this one, itself among them."""
    return [other for other in group_of(thing) if type(other) is type(thing)]


class Context:
    """Handed to every resolver as `info.context`.

    `perspective` is "preview" as soon as a document has brought a preview token, whether or not it opened anything: such
    an answer is the editor's alone and is never kept. `previews` knows who sees what in the drafts that were opened.
    """

    perspective: Literal["public", "preview"] = "public"
    previews: Previews | None = None

    def __init__(self, visibility: Visibility):
        self.visibility = visibility
        self.site = visibility.site
        self._shared: dict[Hashable, Any] = {}
        self._found: dict[type[Model], dict[Any, Model | None]] = defaultdict(dict)
        self._expected: dict[type[Model], set[Any]] = defaultdict(set)

    @classmethod
    def for_visibility(cls, visibility: Visibility) -> Context:
        """Return the context that belongs to a request's visibility; the same one however often it is asked for."""
        if not hasattr(visibility, "_context"):
            visibility._context = cls(visibility)
        return visibility._context

    @cached_property
    def base_url(self) -> str:
        """Scheme, host and port of the site, without a slash at the end."""
        if self.site is None or self.site.is_default_site:
            return settings.BASE_URL
        return self.site.root_url

    def path_of(self, page: Page) -> str:
        """Return the page's path on the site, such as `/news/first/`."""
        return page.url_path[len(self.site.root_page.url_path) - 1 :]

    def url_of(self, page: Page) -> str:
        """Return the page's full address."""
        return self.base_url + self.path_of(page)

    def shared(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """Return what was made under the key in this request, making it on the first call."""
        if key not in self._shared:
            self._shared[key] = make()
        return self._shared[key]

    def expect(self, model: type[Model], keys: Iterable[Any]) -> None:
        """Announce keys that are likely to be asked for; the next `get` reads them all at once."""
        self._expected[model].update(key for key in keys if key not in self._found[model])

    def get(self, model: type[Model], key: Any) -> Model | None:
        """Return the visible object with the key, or None. For `Page` it is the specific page."""
        found = self._found[model]
        if key not in found:
            self.expect(model, [key])
            wanted, self._expected[model] = self._expected[model], set()
            found.update(dict.fromkeys(wanted))
            queryset = self.visibility.filter(model._default_manager.filter(pk__in=wanted))
            if model is Page:
                queryset = queryset.specific()
            for thing in adopt(queryset):
                found[thing.pk] = thing
        return found[key]
