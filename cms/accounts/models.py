"""Recovery codes for two-factor sign-in, stored as hashes only, and the groups of each programme."""

from __future__ import annotations

import secrets

from django.contrib.auth.models import Group
from django.db import models
from django.utils.crypto import constant_time_compare, pbkdf2
from django_otp.models import Device, ThrottlingMixin, TimestampMixin
from wagtail.models import Site

CODES = 10
LENGTH = 10
# Letters and figures that nobody mistakes for others.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
# Codes are random, unlike passwords: with this number of iterations the 50 bits of one can't be found from the database.
ITERATIONS = 100_000


class RecoveryCodes(TimestampMixin, ThrottlingMixin, Device):
    """A user's remaining codes. Each works once; after a wrong one all are refused for a while.

    Like django-otp's `StaticDevice`, which keeps codes so that they can be read.
    """

    salt = models.CharField(max_length=32)
    digests = models.JSONField(default=list)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    @classmethod
    def renew(cls, user) -> list[str]:
        """Replace the user's codes with new ones and return these: they can't be read again."""
        codes = ["".join(secrets.choice(ALPHABET) for _ in range(LENGTH)) for _ in range(CODES)]
        cls.objects.filter(user=user).delete()
        cls.objects.create(user=user, name="Recovery codes", **hashed(codes))
        return codes

    @property
    def left(self) -> int:
        """The number of unused codes."""
        return len(self.digests)

    def get_throttle_factor(self) -> int:
        """After the n-th wrong code in a row all are refused for 2ⁿ⁻¹ seconds times this."""
        return 1

    def verify_token(self, token: str) -> bool:
        """Say whether the text is one of the codes, and use that code up."""
        allowed, _ = self.verify_is_allowed()
        if not allowed:
            return False
        given = digest(token, self.salt)
        # All are compared, so that the time taken reveals nothing.
        remaining = [each for each in self.digests if not constant_time_compare(each, given)]
        if len(remaining) == len(self.digests):
            self.throttle_increment()
            return False
        self.digests = remaining
        self.throttle_reset(commit=False)
        self.set_last_used_timestamp(commit=False)
        self.save()
        return True


def hashed(codes: list[str]) -> dict:
    """Return the fields of a row that keeps the codes. They share a salt: to try one code is to hash it once."""
    salt = secrets.token_hex(16)
    return {"salt": salt, "digests": [digest(code, salt) for code in codes]}


def digest(code: str, salt: str) -> str:
    """Return the hash of a code: PBKDF2 with SHA-256 (RFC 8018), as hexadecimal digits."""
    return pbkdf2(code, salt, ITERATIONS).hex()


class ProgrammeRole(models.Model):
    """A group that has a role in one programme. Groups without such a row are those of the whole hub."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="programme_roles")
    role = models.CharField(max_length=80)  # its name in `cms.accounts.roles.roles`
    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="programme_role")

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["site", "role"], name="one_group_for_a_role_in_a_programme")]

    def __str__(self):
        return self.group.name
