"""The bench's settings with static files as a server sends them, at the address at which they are measured."""

import os

from bench.settings import *  # noqa: F403  the idiom of Django settings: everything, then the differences
from bench.settings import LOGGING, STORAGES

BASE_URL = WAGTAILADMIN_BASE_URL = os.environ.get("BASE_URL", "http://localhost")
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "cms.delivery.static_files.StaticStorage"}}
LOGGING = LOGGING | {"root": LOGGING["root"] | {"level": "ERROR"}}  # browsers ask for much that isn't there
