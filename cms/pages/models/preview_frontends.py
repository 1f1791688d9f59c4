"""Frontends that show drafts, by site and kind of page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote, urlsplit

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from wagtail.models import Page, Site

TOKEN = "token"  # noqa: S105  a name, not a token
PLACEHOLDERS = (TOKEN, "path", "content_type")
KNOWN = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
IN_BRACES = re.compile(r"\{([^{}]*)\}")


def check_address(address: str) -> None:
    """Raise ValidationError unless this is an address with `{token}` and no other placeholders than ours.

    The host is the same for all pages: the admin allows its frames by host.
    """
    names = IN_BRACES.findall(address)
    for name in names:
        if name not in PLACEHOLDERS:
            raise ValidationError(f"“{{{name}}}” isn’t known. These are: {KNOWN}.")
    try:
        parts = urlsplit(IN_BRACES.sub("x", address))
        is_whole = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_whole = False
    if not is_whole or re.search(r"\s", address):
        raise ValidationError("Give a whole address, such as https://www.example.org/preview?token={token}.")
    if parts.netloc not in address or "@" in parts.netloc:
        raise ValidationError("The host must be the same for every page: no braces and no password in it.")
    if "{" in IN_BRACES.sub("", address) or "}" in IN_BRACES.sub("", address):
        raise ValidationError("There is a brace without its other half.")
    if TOKEN not in names:
        raise ValidationError("{token} is missing. Without it the frontend can’t know which draft to show.")


class PreviewFrontend(models.Model):
    """Where editors may preview pages: a site or an app of its own, and the address that opens a draft there."""

    name = models.CharField(max_length=60, unique=True, help_text="As editors see it in “Preview mode”.")
    address = models.CharField(
        max_length=500,
        validators=[check_address],
        help_text="Such as https://www.example.org/preview?token={token}. In braces can be {token} (needed), {path}, the "
        "page’s path such as news/first/, and {content_type}, such as programme.newspage.",
    )
    site = models.ForeignKey(
        Site, on_delete=models.CASCADE, null=True, blank=True, related_name="+", help_text="Empty: pages of all sites."
    )
    kinds = models.ManyToManyField(
        ContentType, blank=True, related_name="+", verbose_name="kinds of page", help_text="None: pages of all kinds."
    )

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    @property
    def mode(self) -> str:
        """The name of the preview mode."""
        return f"frontend-{self.pk}"

    def shows(self, model: type[Page], url_path: str) -> bool:
        """Say whether it shows pages of this type at this place in the tree. No query, if the kinds were read before."""
        if self.site_id and not any(
            one.site_id == self.site_id and url_path.startswith(one.root_path) for one in Site.get_site_root_paths()
        ):
            return False
        kinds = self.kinds.all()
        return not kinds or ContentType.objects.get_for_model(model) in kinds

    def address_of(self, page: Page, token: str) -> str:
        """Return the address at which the frontend shows a draft."""
        parts = page.get_url_parts()
        path = parts[2].lstrip("/") if parts and parts[2] else ""
        values = {TOKEN: quote(token, safe=""), "path": path, "content_type": page._meta.label_lower}
        return IN_BRACES.sub(lambda match: values[match[1]], self.address)


def preview_frontends(places: Iterable[tuple[type[Page], str]]) -> list[list[PreviewFrontend]]:
    """Return the frontends that show pages of each type at each place in the tree. Two statements for all of them."""
    frontends = list(PreviewFrontend.objects.prefetch_related("kinds"))
    return [[frontend for frontend in frontends if frontend.shows(*place)] for place in places]
