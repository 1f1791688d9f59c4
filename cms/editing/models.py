"""What the desk keeps: the private address of a person's calendar, and reminders that were put off."""

from __future__ import annotations

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import models

from cms.base.user_fields import user_field

SALT = "cms.editing.diary"


class DiaryAddress(models.Model):
    """A user's calendar address. Its signature includes the number: a new number invalidates the old address."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField(default=0)
    active = models.BooleanField(default=False)

    def __str__(self):
        return f"Calendar address {self.number} of {self.user}"

    @property
    def token(self) -> str:
        """The token in the address; empty while there is none."""
        return Signer(sep=".", salt=SALT).sign(f"{self.user_id}-{self.number}") if self.active else ""

    @classmethod
    def of_token(cls, token: str) -> DiaryAddress | None:
        """Return the address with its user, if the token is valid and the address is still current."""
        try:
            user, _, number = Signer(sep=".", salt=SALT).unsign(token).partition("-")
        except BadSignature:
            return None
        return cls.objects.select_related("user").filter(user=user, number=number, active=True).first()

    @classmethod
    def renew(cls, user, *, active: bool = True) -> None:
        """Give the user a new address, or none. The earlier address stops working."""
        row, _ = cls.objects.get_or_create(user=user)
        cls.objects.filter(pk=row.pk).update(number=models.F("number") + 1, active=active)


class PutOffReminder(models.Model):
    """A reminder that isn't shown until a day; without a day it is settled, and the note says why.

    `group` and `line` are the keys of the reminder. If it is `personal`, it is put off for the user alone, otherwise for
    the team.
    """

    group = models.CharField(max_length=60)
    line = models.CharField(max_length=400)
    until = models.DateField(null=True)
    note = models.CharField(max_length=300, blank=True)
    personal = models.BooleanField(default=False)
    user = user_field()
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["group", "line"], name="put_off_reminders")]

    def __str__(self):
        return f"{self.group} {self.line}"
