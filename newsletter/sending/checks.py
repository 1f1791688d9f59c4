"""Sends that need somebody, for the doctor and the mails to operators."""

from collections.abc import Iterator

from django.core.checks import CheckMessage, Warning

from cms.operations.doctor import check_of_state
from newsletter.choices import SendState
from newsletter.models import Send

STOPPED = (SendState.HELD, SendState.FAILED, SendState.FAILED_VERIFICATION)


@check_of_state
def stopped_sends() -> Iterator[CheckMessage]:
    """Sends that don't go on without somebody."""
    for send in Send.objects.filter(state__in=STOPPED).order_by("pk"):
        yield Warning(
            f"A send of the newsletter needs somebody: number {send.pk}, {send.get_state_display().lower()}.",
            hint="Its report in the admin says why, and what can be done.",
            obj=str(send.pk),
            id="hub.send",
        )
