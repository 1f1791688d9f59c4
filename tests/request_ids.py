"""Ids of requests, which the pages for errors name."""


def without_id(response) -> bytes:
    """Return the content of a response, without the id of its own request."""
    return response.content.replace(response["X-Request-Id"].encode(), b"")
