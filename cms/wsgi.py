"""The WSGI application that granian (or any WSGI server) serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")

application = get_wsgi_application()

# Built before the first request, which then takes no longer than the next.
from cms.graphql.schema import get_schema  # noqa: E402  models can be imported only once Django is set up

get_schema()
