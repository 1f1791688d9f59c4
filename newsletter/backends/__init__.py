"""Backends that messages are handed over to: files, a mail server, or a provider."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from .base import Backend, HandoverResult

__all__ = ["HandoverResult", "Backend", "load"]


def load(name: str | None = None) -> Backend:
    """Return the backend of that name, by default the one in the settings. Raises ImproperlyConfigured, with a sentence."""
    name = name or settings.NEWSLETTER_BACKEND
    if name == "file":
        from .file import FileBackend

        return FileBackend(settings.NEWSLETTER_FOLDER)
    if name == "smtp":
        from .smtp import SmtpBackend

        return SmtpBackend.from_settings()
    if name == "anymail":
        from .anymail import AnymailBackend

        return AnymailBackend.from_settings()
    if name == "null":
        from .null import NullBackend

        return NullBackend()
    raise ImproperlyConfigured(f"NEWSLETTER_BACKEND is “{name}”; it must be file, smtp, anymail or null.")
