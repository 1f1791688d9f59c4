"""For the test suite: fast password hashes, nothing written outside a temporary folder, no mail leaves."""

import os
import tempfile
from pathlib import Path

from .base import *  # noqa: F403  the idiom of Django settings: everything, then the differences
from .base import CACHES, DATABASES, LOGGING, TASKS

DEBUG = False
SECRET_KEY = "for-tests-only"  # noqa: S105  no test data is worth a secret
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
BASE_URL = WAGTAILADMIN_BASE_URL = "http://localhost"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
DATA_DIR = Path(tempfile.mkdtemp(prefix="hub-tests-"))
MEDIA_ROOT = DATA_DIR / "media"
METRICS_FOLDER = DATA_DIR / "metrics"
NEWSLETTER_FOLDER = DATA_DIR / "mail" / "newsletter"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir()
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True  # look files up on request: listing them all for every test client takes seconds
GRAPHIQL = True
# Tests count the statements of fresh answers and pages; tests of kept ones switch this on.
GRAPHQL_CACHE = PAGES_CACHE = False
# An answer may take long on a busy machine; a test of the limit sets its own.
GRAPHQL_MAX_SECONDS = 60
# Tasks are queued and not run: a test that needs their outcome uses the fixture `tasks_at_once`.
TASKS = TASKS | {"background": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
COUNTS_SECONDS = 0  # counts are written when a test says so
LINK_CHECK_DAYS = 0  # no test requests other sites; one that needs to sets it, with a double
LOGGING = LOGGING | {"root": {"handlers": [], "level": "WARNING"}}

for cache in CACHES.values():
    if cache["BACKEND"].endswith("RedisCache"):
        # Parallel test processes each clear their caches, so each needs a database of its own.
        address, _, number = cache["LOCATION"].rpartition("/")
        worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
        cache["LOCATION"] = f"{address}/{int(number) + int(worker)}"

if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    DATABASES["default"]["OPTIONS"]["options"] += (
        " -c synchronous_commit=off"  # nothing of theirs has to outlive the server
    )
