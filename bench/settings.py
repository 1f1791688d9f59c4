"""As on a server, but for the values that a server takes from its environment: what is measured is what is deployed."""

from cms.settings.base import *  # noqa: F403  the idiom of Django settings: everything, then the differences
from cms.settings.base import STATIC_ROOT, STORAGES

DEBUG = False
SECRET_KEY = "only-for-measuring"  # noqa: S105  the server listens on this machine alone, for as long as it is measured
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
BASE_URL = WAGTAILADMIN_BASE_URL = "http://localhost"
# No static file is asked for, so none is collected.
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
STATIC_ROOT.mkdir(exist_ok=True)
# One network asks for everything here. The budget is counted, as on a server, but never spent.
GRAPHQL_BUDGET = 10**12
