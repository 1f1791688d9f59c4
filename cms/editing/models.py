"""The private address under which a person's calendar program fetches the team's calendar."""

from __future__ import annotations

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import models

SALT = "cms.editing.diary"


class DiaryAddress(models.Model):
    """A user's calendar address. Its signature includes the number: a new number invalidates the old address."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField(default=0)
    active = models.BooleanField(default=False)

    graphql_fields: list = []

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
