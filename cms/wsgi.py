"""The WSGI application that granian (or any WSGI server) serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")

application = get_wsgi_application()

# Models can be imported only once Django is set up.
from cms.graphql.warming import hand_over_connections, warm  # noqa: E402

warm(application)
hand_over_connections()

# What was made so far lives as long as the process: looking through it for garbage again and again takes a tenth of the time.
gc.collect()
gc.freeze()
