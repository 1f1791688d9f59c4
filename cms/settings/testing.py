"""For the test suite: fast password hashes, nothing written outside a temporary folder, no mail leaves."""

import os
import tempfile
from pathlib import Path

from .base import *  # noqa: F403  the idiom of Django settings: everything, then the differences
from .base import CACHES, LOGGING, STORAGES, TASKS

DEBUG = False
SECRET_KEY = "for-tests-only"  # noqa: S105  no test data is worth a secret
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
BASE_URL = WAGTAILADMIN_BASE_URL = "http://localhost"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
DATA_DIR = Path(tempfile.mkdtemp(prefix="hub-tests-"))
MEDIA_ROOT = DATA_DIR / "media"
NEWSLETTER_FOLDER = DATA_DIR / "mail" / "newsletter"
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir()
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True  # look files up when asked for: listing them all for every test client costs seconds
GRAPHIQL = True
GRAPHQL_CACHE = False  # tests count the statements of an answer that is made; those of the cache switch it on
# Kept and not done: a test that needs the outcome says so with the fixture `tasks_at_once`.
TASKS = TASKS | {"background": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
LINK_CHECK_DAYS = 0  # no test asks a site elsewhere; one that needs it sets it, with a double
LOGGING = LOGGING | {"root": {"handlers": [], "level": "WARNING"}}

if CACHES["default"]["BACKEND"].endswith("RedisCache"):
    # Tests that run side by side clear their cache each, so each needs a database of its own.
    address, _, number = CACHES["default"]["LOCATION"].rpartition("/")
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    CACHES["default"]["LOCATION"] = f"{address}/{int(number) + int(worker)}"
