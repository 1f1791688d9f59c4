"""Bundles that weren't published, for the doctor and the mails to operators."""

from collections.abc import Iterator

from django.core.checks import CheckMessage, Warning

from bundles.choices import BundleState
from bundles.models import Bundle
from cms.operations.doctor import check_of_state


@check_of_state
def failed_bundles() -> Iterator[CheckMessage]:
    """Bundles whose publication failed: it isn't tried again."""
    for key in Bundle.objects.filter(state=BundleState.FAILED).order_by("pk").values_list("pk", flat=True):
        yield Warning(
            f"The publication of a bundle failed and isn't tried again: number {key}.",
            hint="Its page in the admin says why. Schedule it again once that is mended.",
            obj=str(key),
            id="hub.bundle",
        )
