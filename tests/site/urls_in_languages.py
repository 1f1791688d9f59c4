"""Addresses as in `cms.urls` if settings name several languages."""

from django.conf.urls.i18n import i18n_patterns

from cms.urls import pages
from cms.urls import urlpatterns as of_one_language

urlpatterns = [
    *(pattern for pattern in of_one_language if pattern not in pages),
    *i18n_patterns(*pages, prefix_default_language=False),
]
