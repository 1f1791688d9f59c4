"""Posting on Bluesky by the AT Protocol, with an app password: a session, the picture, and the record of the post.

The record's key is ours (a TID, as the lexicon `app.bsky.feed.post` asks for). There is only one record with a key in an
account, so a later attempt first asks whether it is there, and can't make a second one.
"""

from __future__ import annotations

import datetime
import re
import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from programme.social import AFTER_LINK, LINK

from .keys import AccountKey
from .platforms import short_link
from .servers import OutgoingPost, PostPicture, PostRefusedError, PostUncertainError, ask, sent

COLLECTION = "app.bsky.feed.post"
LARGEST_PICTURE = 1_000_000  # bytes (lexicon `app.bsky.embed.images`)
# A handle is the name of a host; it becomes part of an address.
HANDLE = re.compile(r"[A-Za-z0-9.-]{1,253}")
DIGITS = "234567abcdefghijklmnopqrstuvwxyz"
# Where readers see posts.
READERS = "https://bsky.app"


def new_key(now: datetime.datetime) -> str:
    """Return a new TID: the microseconds of the moment and ten random bits, as thirteen digits that sort by time."""
    number = (int(now.timestamp() * 1_000_000) << 10) | secrets.randbits(10)
    return "".join(DIGITS[(number >> shift) & 31] for shift in range(60, -1, -5))


def post(outgoing: OutgoingPost, key: AccountKey) -> str:
    """Post it and return its address. Raises PostRefusedError, PostUncertainError."""
    session = sent(
        key, "/xrpc/com.atproto.server.createSession", {"identifier": key.account, "password": key.key}, final=False
    )
    did, token = str(session.get("did") or ""), str(session.get("accessJwt") or "")
    if not did or not token:
        raise PostRefusedError("The server didn't open a session.")
    handle = str(session.get("handle") or "")
    address = f"{READERS}/profile/{handle if HANDLE.fullmatch(handle) else key.account}/post/{outgoing.key}"
    bearer = {"Authorization": f"Bearer {token}"}
    if outgoing.again and _is_there(did, outgoing.key, key, bearer):
        return address
    blob = _uploaded(outgoing.picture, key, bearer) if outgoing.picture else None
    values = {"repo": did, "collection": COLLECTION, "rkey": outgoing.key, "record": record_of(outgoing, blob)}
    found = sent(key, "/xrpc/com.atproto.repo.createRecord", values, bearer, final=True)
    if not str(found.get("uri") or "").endswith(f"/{outgoing.key}"):
        raise PostUncertainError("The server took it, but didn't say where the post is.")
    return address


def record_of(outgoing: OutgoingPost, blob: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the record of a post: links are shortened as the platform's app does, and lead to the whole address."""
    text, facets = with_facets("\n".join(filter(None, [outgoing.text, outgoing.link])))
    now = datetime.datetime.now(datetime.UTC)
    record: dict[str, Any] = {"$type": COLLECTION, "text": text, "createdAt": now.isoformat().replace("+00:00", "Z")}
    if facets:
        record["facets"] = facets
    if outgoing.picture and blob:
        shape = {"width": outgoing.picture.width, "height": outgoing.picture.height}
        image = {"image": blob, "alt": outgoing.picture.alt, "aspectRatio": shape}
        record["embed"] = {"$type": "app.bsky.embed.images", "images": [image]}
    elif outgoing.link:
        card = {"uri": outgoing.link, "title": outgoing.title, "description": outgoing.description}
        record["embed"] = {"$type": "app.bsky.embed.external", "external": card}
    return record


def with_facets(text: str) -> tuple[str, list[dict[str, Any]]]:
    """Return the text with short links, and the facets that say where they lead. Facets count bytes of UTF-8."""
    written, facets, at = "", [], 0
    for match in LINK.finditer(text):
        link = match.group().rstrip(AFTER_LINK)
        written += text[at : match.start()]
        at = match.start() + len(link)
        first = len(written.encode())
        written += short_link(link)
        whole = link if "://" in link else f"https://{link}"
        leads = {"$type": "app.bsky.richtext.facet#link", "uri": whole}
        facets.append({"index": {"byteStart": first, "byteEnd": len(written.encode())}, "features": [leads]})
    return written + text[at:], facets


def _is_there(did: str, name: str, key: AccountKey, bearer: Mapping[str, str]) -> bool:
    asked = urlencode({"repo": did, "collection": COLLECTION, "rkey": name})
    return ask(key, "GET", f"/xrpc/com.atproto.repo.getRecord?{asked}", bearer, final=False).is_fine


def _uploaded(picture: PostPicture, key: AccountKey, bearer: Mapping[str, str]) -> Mapping[str, Any]:
    if len(picture.content) > LARGEST_PICTURE:
        raise PostRefusedError("The picture has more than a megabyte, which Bluesky doesn't take.")
    headers = {**bearer, "Content-Type": picture.kind}
    answer = ask(key, "POST", "/xrpc/com.atproto.repo.uploadBlob", headers, picture.content, final=False)
    blob = answer.data.get("blob")
    if not answer.is_fine or not isinstance(blob, dict):
        raise PostRefusedError(f"The picture wasn't taken. {answer.problem}")
    return blob
