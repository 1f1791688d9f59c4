"""The entries in pages' histories about what programs did with them, and about people who accepted their text."""

from __future__ import annotations

from cms.base.log_messages import name_actions

from .acceptance import ACCEPTED, ACCEPTED_BY_PUBLISHING
from .comments import COMMENTED
from .places import COPIED, MOVED
from .publications import PUBLISHED
from .reviews import SUBMITTED
from .services import CHANGED, CREATED
from .uploads import UPLOADED

name_actions(
    {
        CREATED: ("Write a new page by a token", "New page, written by {by}"),
        CHANGED: ("Write a draft by a token", "Draft written by {by}"),
        SUBMITTED: ("Submit a draft for review by a token", "Submitted for review by {by}{said}"),
        MOVED: ("Move a page by a token", "Moved by {by}"),
        COPIED: ("Copy a page by a token", "Copied from another page by {by}"),
        COMMENTED: ("Comment on a draft by a token", "Comment written by {by}"),
        PUBLISHED: ("Publish a draft by a token", "Published by {by}"),
        ACCEPTED: ("Accept what a program wrote", "Accepted {number} written by {by}: {what}"),
        ACCEPTED_BY_PUBLISHING: (
            "Accept what a program wrote by publishing it",
            "Published, and so accepted, {number} written by {by}: {what}",
        ),
        UPLOADED: ("Upload a file by a token", "Uploaded by {by}"),
    }
)
