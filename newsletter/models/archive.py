"""The public archive of sent issues. A record is made once, from the external edition, and never changed."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from cms.graphql.fields import GraphQLDateTime, GraphQLText

from .append_only import AppendOnly


class ArchivedIssue(AppendOnly):
    """The external edition of an issue as it went out, without the links for one subscriber.

    It is a separate record, so that no public view reads from a table with internal editions.
    """

    issue = models.OneToOneField("newsletter.IssuePage", on_delete=models.CASCADE, related_name="archived")
    edition = models.OneToOneField("newsletter.Edition", on_delete=models.PROTECT, related_name="archived")
    started_at = models.DateTimeField()
    subject = models.CharField(max_length=200)
    html = models.TextField()
    text = models.TextField()
    data = models.JSONField(encoder=DjangoJSONEncoder)
    sha256 = models.CharField(max_length=64)

    visibility_parent = "issue"
    list_order = ("-started_at",)
    graphql_fields = [
        GraphQLDateTime("started_at", description="When it began to go out."),
        GraphQLText("subject", description="The subject line, as it went out."),
        GraphQLText("html", description="The whole message as HTML, with a link to the subscription page for all."),
        GraphQLText("plain_text", source="text", description="The same as plain text."),
        GraphQLText("sha256", description="Hash of what went out: it never changes, whatever becomes of the page."),
    ]

    def __str__(self):
        return f"{self.issue} as it went out"


class IssuePdf(models.Model):
    """The PDF of an issue as it went out. It is made once, by a worker, from the archived edition."""

    archived = models.OneToOneField(ArchivedIssue, on_delete=models.CASCADE, related_name="pdf")
    content = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)

    # The issue's page leads to it from the moment at which it is there. Past days need no copy: it never changes.
    shows_on_pages = True
    is_derived = True

    def __str__(self):
        return f"{self.archived} as PDF"
