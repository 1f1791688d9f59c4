"""Posting on a Mastodon server: `POST /api/v1/statuses` with an access token that may write statuses and media.

The server keeps the header `Idempotency-Key` for an hour (docs.joinmastodon.org, methods “statuses”): a second request
with it answers with the first one's post.
"""

from __future__ import annotations

import datetime
import time
import uuid

from .keys import AccountKey
from .servers import OutgoingPost, PostPicture, PostRefusedError, PostUncertainError, ask, multipart, sent

# The server keeps it for an hour; the rest is for the attempt itself, and for clocks that differ.
SAFE_FOR = datetime.timedelta(minutes=45)
LOOKS, PAUSE = 8, 0.5  # for a picture that the server is still working on; the pause in seconds
LONGEST_ADDRESS = 500  # as the hub keeps it
DONE, AT_WORK = 200, (202, 206)


def new_key(now: datetime.datetime) -> str:
    """Return a new key, which the server keeps apart from all others."""
    return uuid.uuid4().hex


def post(outgoing: OutgoingPost, key: AccountKey) -> str:
    """Post it and return its address. Raises PostRefusedError, PostUncertainError."""
    bearer = {"Authorization": f"Bearer {key.key}"}
    values: dict[str, object] = {"status": "\n".join(filter(None, [outgoing.text, outgoing.link]))}
    if outgoing.picture:
        values["media_ids"] = [_uploaded(outgoing.picture, key, bearer)]
    found = sent(key, "/api/v1/statuses", values, {**bearer, "Idempotency-Key": outgoing.key}, final=True)
    address = str(found.get("url") or "")
    # What isn't printable, such as a NUL, can't be kept.
    is_whole = len(address) <= LONGEST_ADDRESS and address.isprintable()
    if not address.startswith(("https://", "http://")) or not is_whole:
        raise PostUncertainError("The server took it, but didn't say where the post is.")
    return address


def _uploaded(picture: PostPicture, key: AccountKey, bearer: dict[str, str]) -> str:
    """Return the server's name of a picture, once it is ready."""
    body, kind = multipart(picture, description=picture.alt)
    answer = ask(key, "POST", "/api/v2/media", {**bearer, "Content-Type": kind}, body, final=False)
    name = str(answer.data.get("id") or "")
    for _ in range(LOOKS):
        if answer.status == DONE and name:
            return name
        if answer.status not in AT_WORK or not name:
            raise PostRefusedError(f"The picture wasn't taken. {answer.problem}")
        time.sleep(PAUSE)
        answer = ask(key, "GET", f"/api/v1/media/{name}", bearer, final=False)
    raise PostRefusedError("The server didn't get the picture ready in time.")
