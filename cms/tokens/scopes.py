"""What an access token allows. The names are those of the API; editors choose them by their description."""

from __future__ import annotations

from typing import Final

READ: Final = "read"
READ_RESTRICTED: Final = "read:restricted"
READ_DRAFTS: Final = "read:drafts"
DOCUMENTS: Final = "documents"
WEBHOOKS: Final = "webhooks"
WRITE: Final = "write"
PUBLISH: Final = "publish"

# With these an answer may have in it what the public may not see.
PRIVATE = frozenset({READ_RESTRICTED, READ_DRAFTS})

SCOPES: dict[str, str] = {
    READ: "Read what is public, with a budget of its own.",
    READ_RESTRICTED: "Also read pages that are restricted to groups.",
    READ_DRAFTS: "Also read the latest drafts.",
    DOCUMENTS: "Upload the GraphQL documents of a frontend.",
    WEBHOOKS: "Manage webhooks.",
    WRITE: "Write drafts in your name, wherever you may edit. People publish them.",
    PUBLISH: "Also publish pages of the types ticked below.",
}
