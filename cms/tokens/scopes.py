"""What an access token allows, and to whom it is offered. The names are those of the API; editors choose them by their
description."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cms.base.registry import Registry

READ: Final = "read"
READ_RESTRICTED: Final = "read:restricted"
READ_DRAFTS: Final = "read:drafts"
DOCUMENTS: Final = "documents"
WRITE: Final = "write"
PUBLISH: Final = "publish"

# With these an answer may have in it what the public may not see.
PRIVATE = frozenset({READ_RESTRICTED, READ_DRAFTS})


@dataclass(frozen=True)
class TokenScope:
    """What a scope lets a program do, and the right that its maker must have: to do the same by hand.

    `permission` is one on records, `pages` are names of permissions on pages; one of them on the site is enough.
    """

    does: str
    permission: str = ""
    pages: tuple[str, ...] = ()
    for_administrators: bool = False


scopes: Registry[TokenScope] = Registry("scope of access tokens")
scopes.add(READ, TokenScope("Read what is public, with a budget of its own."), order=10)
scopes.add(READ_RESTRICTED, TokenScope("Also read pages that are restricted to groups."), order=20)
scopes.add(
    READ_DRAFTS,
    TokenScope("Also read the latest drafts.", pages=("change_page", "publish_page", "bulk_delete_page")),
    order=30,
)
scopes.add(
    WRITE,
    TokenScope(
        "Write drafts in your name, wherever you may edit. People publish them.", pages=("add_page", "change_page")
    ),
    order=110,
)
scopes.add(PUBLISH, TokenScope("Also publish pages of the types ticked below.", for_administrators=True), order=120)
