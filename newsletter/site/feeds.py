"""The archive as an Atom feed (RFC 4287)."""

from __future__ import annotations

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404
from django.utils.feedgenerator import Atom1Feed

from cms.graphql.visibility import Visibility
from cms.models import HubSettings
from newsletter.models import ArchivedIssue, IssueIndexPage

MOST = 20  # issues in the feed; with one every six weeks that is more than two years


class IssuesFeed(Feed):
    """The issues that went out, latest first, each as its readers got it."""

    feed_type = Atom1Feed

    def get_object(self, request):
        """Return what the public sees. Raises Http404 while the archive page isn't public."""
        visibility = Visibility.for_request(request)
        index = visibility.filter(IssueIndexPage.objects.all()).first()
        if index is None:
            raise Http404
        return visibility, index

    def title(self, obj):
        site = obj[0].site
        return HubSettings.for_site(site).newsletter_name or obj[1].title

    def link(self, obj):
        return settings.BASE_URL + obj[1].get_url()

    def subtitle(self, obj):
        return obj[1].introduction

    def items(self, obj):
        return obj[0].filter(ArchivedIssue.objects.select_related("issue")).order_by("-started_at")[:MOST]

    def item_title(self, item):
        return item.subject

    def item_link(self, item):
        return settings.BASE_URL + item.issue.get_url()

    def item_guid(self, item):
        return f"{settings.BASE_URL}/newsletter/issues/{item.issue_id}"

    def item_description(self, item):
        return item.data.get("preheader", "")

    def item_pubdate(self, item):
        return item.started_at

    def item_updateddate(self, item):
        return item.started_at  # what went out never changes

    def item_author_name(self, item):
        return item.data.get("author") or None
