"""The bench's settings without kept answers: each is worked out. All else that the hub keeps it keeps, as on a server."""

from bench.settings import *  # noqa: F403  the idiom of Django settings: everything, then the differences

GRAPHQL_CACHE = False
