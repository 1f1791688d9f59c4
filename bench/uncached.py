"""The bench's settings without a cache: every answer is worked out."""

from bench.settings import *  # noqa: F403  the idiom of Django settings: everything, then the differences
from bench.settings import CACHES

CACHES = CACHES | {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
