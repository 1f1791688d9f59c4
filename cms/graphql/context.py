"""What resolvers get as `info.context`: what the request has read, and who is asking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest
from graphql import GraphQLResolveInfo

from cms.batches.reader import BatchReader

if TYPE_CHECKING:
    from .preview import Previews

PUBLIC = "public"


class Context(BatchReader):
    """Passed to every resolver as `info.context`.

    `seen` has what the guard let through, too. `perspective` is "preview" as soon as a document has a preview token,
    whether or not it opened anything, and else the name of that of the request (`cms.perspectives`): such an answer is
    only for the one who asked and is never kept. `previews` decides on
    visibility in opened drafts. `request` is for mutations with a limit per network; no answer to a query may depend on
    it, and within the hub it is None. `is_confidential` says that nobody but the one who asked may have the answer,
    because of what was asked.
    """

    perspective: str = PUBLIC
    previews: Previews | None = None
    request: HttpRequest | None = None
    is_confidential = False


class Info(GraphQLResolveInfo):
    """The `info` of a resolver, with the type of its context, which graphql-core leaves open."""

    context: Context
