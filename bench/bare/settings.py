"""The bench's settings with other addresses."""

from bench.settings import *  # noqa: F403  the idiom of Django settings: everything, then the differences

ROOT_URLCONF = "bench.bare.urls"
WSGI_APPLICATION = "bench.bare.wsgi.application"
