"""From when on the history is complete, and what is withheld from past days."""

from django.conf import settings
from django.db import models


class HistoryTable(models.Model):
    """A table with a history, and the moment from which every state of its rows is kept."""

    table = models.CharField(max_length=63, unique=True)
    kept_since = models.DateTimeField()
    # A digest of the triggers, which are made anew by a release that makes others.
    triggers = models.CharField(max_length=32)

    graphql_fields: list[object] = []
    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return self.table


class PageCount(models.Model):
    """How many pages of a type there are, public or not: for the lengths of lists on past days. Triggers keep it."""

    table = models.CharField(max_length=63, primary_key=True)
    number = models.BigIntegerField()

    keeps_history = True
    graphql_fields: list[object] = []
    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.table}: {self.number}"


class WithholdingReason(models.TextChoices):
    """Why something must not be read again."""

    LAW = "law", "Law: a court, an authority or a contract demands it"
    PRIVACY = "privacy", "Privacy: it is about a person"
    SAFETY = "safety", "Safety: it endangers somebody"


class Withholding(models.Model):
    """A thing that was public and must not be read as of any past day, or as of some.

    The thing is named by its model and its key, because it may be gone. Its rows are marked in the history itself; this
    says who did it, when and why, and lets it be done again after a backup from before was restored.
    """

    model = models.CharField(max_length=200)
    key = models.CharField(max_length=64)
    # Empty for an erasure, which leaves no name behind.
    title = models.CharField(max_length=255, blank=True)
    since = models.DateTimeField(null=True)
    until = models.DateTimeField()
    reason = models.CharField(max_length=10, choices=WithholdingReason)
    words = models.TextField(blank=True)
    # What referred to it and stays: table, column, key and times of each state, and the key to which it referred.
    references = models.JSONField(default=list)
    is_erasure = models.BooleanField(default=False)
    # What is left of the names after it was erased: kind, keys and number of rows, and why.
    report = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    # While it is provisional, the day by which an administrator is to confirm or lift it. It stays withheld after it.
    settle_by = models.DateField(null=True)

    graphql_fields: list[object] = []
    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        permissions = (("withhold_from_past_days", "Can withhold things from past days"),)

    def __str__(self) -> str:
        return self.title or f"Something erased ({self.model} {self.key})"

    @property
    def is_provisional(self) -> bool:
        """Whether it waits for an administrator, who confirms or lifts it."""
        return self.settle_by is not None and self.lifted_at is None
