"""Days as readers count them."""

import datetime

from django.utils import timezone


def today() -> datetime.date:
    """Return today's date in the site's time zone. For migrations a plain function, not a lambda."""
    return timezone.localdate()
