"""The bench's settings with grapple's own interfaces, schema and addresses."""

from bench.settings import *  # noqa: F403  the idiom of Django settings: everything, then the differences
from bench.settings import GRAPPLE, INSTALLED_APPS, MIDDLEWARE

# Before grapple, which makes its types when it is ready.
INSTALLED_APPS = [
    *INSTALLED_APPS[: INSTALLED_APPS.index("grapple")],
    "bench.stock",
    *INSTALLED_APPS[INSTALLED_APPS.index("grapple") :],
]
# It answers what comes to our own view, at the address that is grapple's here.
MIDDLEWARE = [name for name in MIDDLEWARE if name != "cms.assistants.middleware.ProgramsMiddleware"]
GRAPPLE = {"APPS": GRAPPLE["APPS"]}
GRAPHENE = {"SCHEMA": "grapple.schema.schema"}
ROOT_URLCONF = "bench.stock.urls"
WSGI_APPLICATION = "bench.stock.wsgi.application"
