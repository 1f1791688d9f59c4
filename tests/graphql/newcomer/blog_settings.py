"""The test settings with an additional app, whose tables are created without migrations."""

from cms.settings.testing import *  # noqa: F403  the idiom of Django settings: everything, then the differences
from cms.settings.testing import GRAPPLE, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.graphql.newcomer.blog"]
GRAPPLE = {**GRAPPLE, "APPS": [*GRAPPLE["APPS"], "blog"]}
MIGRATION_MODULES = {"blog": None}
