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
