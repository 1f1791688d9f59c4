"""Links for people without an account: each ends at its time, can be revoked, and lets in anybody who has it.

The token of a link is signed and stored nowhere. The database has only its hash, so nobody can read an open link there,
nor in a backup.
"""

from __future__ import annotations

import hashlib
import secrets

from django.conf import settings
from django.core import signing
from django.db import models
from django.utils import timezone
from wagtail.models import Site

NEVER = "This link isn't one of ours, or a part of it is missing. Copy the whole address from the message you got."
GONE = "What this link showed is no longer there."
REVOKED = "The team has closed this link. If you still need it, ask them for a new one."
EXPIRED = "This link has expired. If you still need it, ask the team for a new one."

_SEPARATOR = "."  # not in the alphabet of a signature, and needs no escaping in an address (RFC 3986)


class LinkClosedError(Exception):
    """A link that doesn't work; the message is one sentence for its holder."""


class SignedTokens:
    """The tokens of one kind of link, each a signed key. `salt` keeps those of another kind out."""

    def __init__(self, salt: str):
        self.salt = salt

    def token_of(self, key: str) -> str:
        """Return the token for a key."""
        return self._signer().sign(key)

    def key_in(self, token: str) -> str:
        """Return the key in a token. Raises LinkClosedError unless it was signed here."""
        try:
            return self._signer().unsign(token)
        except signing.BadSignature:
            raise LinkClosedError(NEVER) from None

    def _signer(self) -> signing.Signer:
        # Made each time: its keys are those of the settings at that moment.
        return signing.Signer(salt=self.salt, sep=_SEPARATOR)


class SecretLinkTokens(SignedTokens):
    """The same for secret links, whose keys nobody can guess."""

    def new(self) -> str:
        """Return a token that nobody can guess."""
        return self.token_of(secrets.token_urlsafe(24))

    def digest_of(self, token: str) -> str:
        """Return the hash under which a token is stored. Raises LinkClosedError unless it was signed here."""
        return hashlib.sha256(self.key_in(token).encode()).hexdigest()


class SecretLink(models.Model):
    """Base of links: whom one is for, until when it works, and the hash of its token."""

    name = models.CharField(max_length=120, help_text="Whom you give it to.")
    email = models.EmailField("e-mail address", blank=True, help_text="The new link can then be mailed there.")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField(editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)
    last_used_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True
        ordering = ["created_at", "pk"]

    def __str__(self):
        return self.name

    @property
    def own_site(self) -> Site | None:
        """The site at whose address alone it works: that of what it shows."""
        raise NotImplementedError

    @property
    def works(self) -> bool:
        """Whether it still works."""
        return self.revoked_at is None and self.expires_at > timezone.now()

    def require_open(self) -> None:
        """Raise LinkClosedError if it was revoked or has expired."""
        if self.revoked_at is not None:
            raise LinkClosedError(REVOKED)
        if not self.works:
            raise LinkClosedError(EXPIRED)

    def note_use(self) -> None:
        """Note that it was opened now."""
        type(self)._default_manager.filter(pk=self.pk).update(last_used_at=timezone.now())
