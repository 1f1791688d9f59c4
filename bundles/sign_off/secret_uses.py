"""The open sign-off links, for `manage.py secrets`."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from bundles.models import SignOffLink
from cms.operations.secret_uses import KEY, SecretUse, out_of


def of_links() -> Iterator[SecretUse]:
    """The use of `SECRET_KEY` by sign-off links."""
    works = SignOffLink.objects.filter(revoked_at=None, expires_at__gt=timezone.now())
    last = works.order_by("-expires_at").values_list("expires_at", flat=True).first()
    yield SecretUse(KEY, "Sign-off links", out_of(works.count()), f"{last:%Y-%m-%d}" if last else "none is open")
