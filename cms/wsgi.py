"""The WSGI application that granian (or any WSGI server) serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")

application = get_wsgi_application()

# Made before the first request, which then takes no longer than the next. Models can be imported only once Django is set up.
from cms.graphql.cache import fingerprint  # noqa: E402
from cms.graphql.documents import stored_documents  # noqa: E402
from cms.graphql.execution import prepared  # noqa: E402
from cms.graphql.schema import get_schema  # noqa: E402

get_schema()
fingerprint()
for document in stored_documents().values():
    prepared(document)

# What was made so far lives as long as the process: looking through it for garbage again and again takes a tenth of the time.
gc.collect()
gc.freeze()
