"""Who wrote a version with which token, what is still as a program wrote it, and requests that aren't carried out twice."""

from __future__ import annotations

import datetime

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from wagtail.models import Page, Revision

from cms.jobs.registry import Stop, job
from cms.tokens.models import AccessToken

LONGEST_AGENT = 100
LONGEST_KEY = 200
KEPT_FOR = datetime.timedelta(hours=24)


class WrittenVersion(models.Model):
    """That a program wrote a version of a page. The person behind the token is the version's user."""

    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, related_name="written_version")
    token = models.ForeignKey(AccessToken, on_delete=models.SET_NULL, null=True, related_name="+")
    # As they were then: the token may be gone.
    token_name = models.CharField(max_length=100)
    agent = models.CharField(
        max_length=LONGEST_AGENT, blank=True, help_text="The assistant that wrote it, by its own name."
    )
    # See `cms.drafts.parts`: fingerprints by path, and the paths that a person accepted since.
    parts = models.JSONField(default=dict, db_default={})
    accepted = models.JSONField(default=list, db_default=[])

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"Version {self.revision_id} by {self.token_name}"

    @property
    def by(self) -> str:
        """The program: its own name or, if it has given none, its token."""
        return self.agent or f"a program with the token “{self.token_name}”"


class DraftedPage(models.Model):
    """That the published text of a page is in part as a program wrote it. A page without a row has no such text."""

    page = models.OneToOneField(Page, on_delete=models.CASCADE, primary_key=True, related_name="+")

    visibility_parent = "page"
    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"Page {self.page_id}"


class WrittenOnce(models.Model):
    """A request that was carried out under an idempotency key, with what it led to."""

    token = models.ForeignKey(AccessToken, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=LONGEST_KEY)
    digest = models.CharField(max_length=64)
    # A version, or another object, or none of both.
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, null=True, related_name="+")
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, null=True, related_name="+")
    object_id = models.CharField(max_length=255, blank=True, db_default="")
    other = GenericForeignKey()
    at = models.DateTimeField(default=timezone.now, db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="one_request_for_a_key")]

    def __str__(self):
        return f"{self.key} of {self.token_id}"

    @classmethod
    def remember(cls, token: AccessToken, key: str, digest: str, result: models.Model | None) -> None:
        """Keep that a token's request was carried out, and what it led to."""
        found = {"revision": result} if isinstance(result, Revision) else {"other": result}
        cls.objects.create(token=token, key=key, digest=digest, **found)

    @property
    def result(self) -> models.Model | None:
        """Return what the request led to; None if that was nothing, or is gone."""
        return self.revision or self.other


@job("Writing by programs: forget idempotency keys", every=60 * 60)
def forget_keys(stop: Stop) -> bool:
    """Delete the keys whose day is over."""
    WrittenOnce.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()
    return False
