"""Preview links: a person without an account sees the latest draft of one page until the link ends."""

from __future__ import annotations

from django.db import models

from cms.base.secret_links import SecretLink
from cms.pages.addresses import site_of_page


class PreviewLink(SecretLink):
    """A link to one page. It works only while its maker may edit the page."""

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    # One of the page's preview modes.
    mode = models.CharField(max_length=60, blank=True, editable=False)

    @property
    def own_site(self):
        """The site of its page."""
        return site_of_page(self.page)
