"""Addresses below a page that aren't pages: the page's own `route` answers them, after its restrictions were looked at."""

from django.urls import re_path
from wagtail.views import serve

# Wagtail's own pattern takes words alone, no file names.
urlpatterns = [re_path(r"^((?:[\w\-]+/)+data\.(?:csv|json))$", serve, name="page_data")]
