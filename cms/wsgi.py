"""The WSGI application that granian (or any WSGI server) serves."""

import gc
import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")

try:
    application = get_wsgi_application()
except ImproperlyConfigured as error:
    sys.exit(str(error))

# Models can be imported only once Django is set up.
from cms.base.connections import hand_over_connections
from cms.graphql.warmup import warm

warm(application)
hand_over_connections()

# Objects created so far live as long as the process: checking them for garbage repeatedly takes a tenth of the time.
gc.collect()
gc.freeze()
