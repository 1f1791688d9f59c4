"""The archive as a feed, and as a part of the feed of all news."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from cms.base.own_words import worded
from cms.delivery import feeds
from cms.delivery.conditional import holds_until_a_change
from cms.delivery.feeds import FeedEntry, FeedKind
from cms.visibility.rule import Visibility
from newsletter.models import ArchivedIssue, IssueIndexPage
from programme.site.feeds import feed_of_kind


def issues(visibility: Visibility, stream: None) -> list[FeedEntry]:
    """Return the issues that went out last, each as its readers got it. One query."""
    archived = visibility.filter(ArchivedIssue.objects.select_related("issue")).order_by("-started_at")
    return [
        FeedEntry(
            key=f"issue-{issue.issue_id}",
            title=issue.subject,
            url=visibility.url_of(issue.issue),
            published=issue.started_at,
            updated=issue.started_at,
            summary=issue.data.get("preheader", ""),
            author=issue.data.get("author") or "",
            categories=(worded("Regular update"),),
        )
        for issue in archived[: feeds.MOST]
    ]


KIND = FeedKind("issues", "", issues, IssueIndexPage, view_name="newsletter:feed")


@holds_until_a_change
def feed(request: HttpRequest, visibility: Visibility) -> HttpResponse:
    """Return the feed of the issues. Raises Http404 while the archive page isn't public."""
    return feed_of_kind(request, visibility, KIND)
