"""On a developer's machine and for `make run`: no secret needed, errors shown, static files from where they lie."""

from .base import *  # noqa: F403  the idiom of Django settings: everything, then the differences
from .base import STORAGES, env

DEBUG = env.bool("DEBUG", default=True)
SECRET_KEY = env.str("SECRET_KEY", default="only-for-development-never-for-a-server-that-others-reach")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["*"])
if not env.bool("STATIC_AS_DEPLOYED", default=False):
    STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    WHITENOISE_USE_FINDERS = True
GRAPHIQL = env.bool("GRAPHIQL", default=True)
