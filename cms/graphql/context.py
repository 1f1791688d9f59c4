"""What resolvers get as `info.context`: what the request has read, and who is asking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.http import HttpRequest
from graphql import GraphQLResolveInfo

from cms.batches.reader import BatchReader
from cms.batches.shapes import ReadPlan
from cms.tokens.models import AccessToken
from cms.visibility.rule import SEEN_BY, Visibility

if TYPE_CHECKING:
    from wagtail.models import Site

    from .preview import Previews

PUBLIC = "public"


class Context(BatchReader):
    """Passed to every resolver as `info.context`.

    `seen` has what the guard let through, too. `perspective` is "preview" as soon as a document has a preview token,
    whether or not it opened anything, and else the name of that of the request (`cms.perspectives`): such an answer is
    only for the one who asked and is never kept. `previews` decides on
    visibility in opened drafts. `request` is for mutations with a limit per network; no answer to a query may depend on
    it, and within the hub it is None. `token` is the request's access token: a query may depend on it only if it makes its
    answer confidential. `is_confidential` says that nobody but the one who asked may have the answer,
    because of what was asked.
    """

    perspective: str = PUBLIC
    previews: Previews | None = None
    request: HttpRequest | None = None
    token: AccessToken | None = None
    is_confidential = False

    def __init__(self, visibility: Visibility, plan: ReadPlan | None = None):
        super().__init__(visibility, plan)
        # Those of other programmes that the document names, by the visibility that their objects were read with.
        self.others: dict[Visibility, Context] = {}

    def for_site(self, site: Site) -> Context:
        """Return the context for what the public may see of another programme: itself for its own site.

        Objects read with it come into the answer, and their fields are resolved with it.
        """
        if self.site is not None and site.pk == self.site.pk:
            return self
        return self.shared(("context of", site.pk), lambda: self._other(site))

    def _other(self, site: Site) -> Context:
        visibility = Visibility(site, now=self.visibility.now, period=self.visibility.period)
        visibility.asked = self.visibility.asked
        other = Context(visibility, self.plan)
        other.seen, other.request, other.others = self.seen, self.request, self.others
        self.others[visibility] = other
        return other

    def of(self, root: Any) -> Context:
        """Return the context in which the fields of an object are resolved: that of its programme."""
        seen_by = root.__dict__.get(SEEN_BY) if isinstance(root, Model) else None
        return self.others.get(seen_by, self) if seen_by else self


class Info(GraphQLResolveInfo):
    """The `info` of a resolver, with the type of its context, which graphql-core leaves open."""

    context: Context
