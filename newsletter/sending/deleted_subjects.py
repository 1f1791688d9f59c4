"""What a scheduled send was only for, deleted: the issue mustn't go to everybody because of that."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_delete
from django.dispatch import receiver

from newsletter.choices import SendState
from newsletter.models import Send
from programme.models import Audience, WorkStreamPage


@receiver(pre_delete, sender=Audience)
def hold_sends_for_audience(instance: Audience, **_: Any) -> None:
    """Hold the sends that aren't prepared yet and were for an audience that is deleted."""
    _hold(f"It was for “{instance}”, which was deleted.", audiences=instance)


@receiver(pre_delete, sender=WorkStreamPage)
def hold_sends_for_work_stream(instance: WorkStreamPage, **_: Any) -> None:
    """Hold the sends that aren't prepared yet and were for a work stream that is deleted."""
    _hold(f"It was for “{instance}”, which was deleted.", work_streams=instance)


def _hold(reason: str, **subject: Any) -> None:
    keys = list(
        Send.objects.filter(state__in=(SendState.SCHEDULED, SendState.PREPARING), **subject).values_list(
            "pk", flat=True
        )
    )
    Send.objects.filter(pk__in=keys).update(
        state=SendState.HELD, reason=f"{reason} Released, it goes to everybody on its lists. Otherwise cancel it."
    )
