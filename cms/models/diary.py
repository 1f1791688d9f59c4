"""The private address under which a person's calendar program fetches the team's calendar."""

from __future__ import annotations

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import models

SALT = "cms.diary"


class DiaryAddress(models.Model):
    """That somebody has such an address. Its signature holds the number: another number, and the old address is dead."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField(default=0)
    active = models.BooleanField(default=False)

    graphql_fields: list = []

    def __str__(self):
        return f"Calendar address {self.number} of {self.user}"

    @property
    def token(self) -> str:
        """What the address holds; empty while there is none."""
        return Signer(sep=".", salt=SALT).sign(f"{self.user_id}-{self.number}") if self.active else ""

    @classmethod
    def of_token(cls, token: str) -> DiaryAddress | None:
        """Return the address with its user, if the token is ours and the address still holds."""
        try:
            user, _, number = Signer(sep=".", salt=SALT).unsign(token).partition("-")
        except BadSignature:
            return None
        return cls.objects.select_related("user").filter(user=user, number=number, active=True).first()

    @classmethod
    def renew(cls, user, *, active: bool = True) -> None:
        """Give the user a new address, or none. What was told to a calendar program before holds no more."""
        row, _ = cls.objects.get_or_create(user=user)
        cls.objects.filter(pk=row.pk).update(number=models.F("number") + 1, active=active)
