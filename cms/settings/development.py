"""For a developer's machine and `make run`: no secrets needed, errors shown, static files served from their sources."""

from . import text_forms
from .base import *  # noqa: F403  the idiom of Django settings: everything, then the differences
from .base import STORAGES, env

DEBUG = env.bool("DEBUG", default=True)
SECRET_KEY = env.str("SECRET_KEY", default="only-for-development-never-for-a-server-that-others-reach")
ALLOWED_HOSTS = env.texts("ALLOWED_HOSTS", text_forms.HOST, default=["*"])
if not env.bool("STATIC_AS_DEPLOYED", default=False):
    STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    WHITENOISE_USE_FINDERS = True
PAGES_CACHE = env.bool("PAGES_CACHE", default=not DEBUG)  # a changed template must show at once
GRAPHIQL = env.bool("GRAPHIQL", default=True)
