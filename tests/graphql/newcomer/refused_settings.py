"""The test settings with an additional app, and all of grapple's settings without effect in the hub."""

from cms.settings.testing import *  # noqa: F403  the idiom of Django settings: everything, then the differences
from cms.settings.testing import GRAPPLE, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.graphql.newcomer.refused"]
MIGRATION_MODULES = {"refused": None}
ROOT_URLCONF = "tests.graphql.newcomer.refused.urls"
GRAPPLE = {
    **GRAPPLE,
    "APPS": dict.fromkeys([*GRAPPLE["APPS"], "refused"], ""),
    "AUTO_CAMELCASE": True,
    "ALLOWED_IMAGE_FILTERS": ["width-1000"],
    "EXPOSE_GRAPHIQL": True,
    "ADD_SEARCH_HIT": True,
    "PAGE_SIZE": 10,
    "MAX_PAGE_SIZE": 100,
    "RICHTEXT_FORMAT": "raw",
}
GRAPPLE_APPS = GRAPPLE["APPS"]
GRAPPLE_ADD_SEARCH_HIT = GRAPPLE_AUTO_CAMELCASE = GRAPPLE_EXPOSE_GRAPHIQL = True
GRAPPLE_ALLOWED_IMAGE_FILTERS = ["width-1000"]
GRAPHENE = {"SCHEMA": "grapple.schema.schema", "MIDDLEWARE": ["grapple.middleware.GrappleMiddleware"]}
