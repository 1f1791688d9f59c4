"""Settings of a hub without some of its apps: those named in the environment's `LEFT_OUT`, apart by spaces."""

import os

from cms.settings.testing import *  # noqa: F403  the idiom of Django settings: everything, then the differences
from cms.settings.testing import GRAPPLE, INSTALLED_APPS, MIDDLEWARE
from cms.settings.testing import HUB_APPS as ALL_APPS

LEFT_OUT = os.environ["LEFT_OUT"].split()
HUB_APPS = [app for app in ALL_APPS if app not in LEFT_OUT]
INSTALLED_APPS = [app for app in INSTALLED_APPS if app not in LEFT_OUT]
MIDDLEWARE = [name for name in MIDDLEWARE if name.partition(".")[0] not in LEFT_OUT]
GRAPPLE = GRAPPLE | {"APPS": HUB_APPS}
