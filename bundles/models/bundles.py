"""Bundles: drafts, an issue and social posts that are reviewed, approved and published together, all or none.

A bundle holds each page in one of its drafts and each post as it read when it was put in. Exactly this is approved, and
nothing else is published: if anything was changed since, the bundle has changed (`Bundle.changed_items`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property

from bundles.choices import BundleState
from cms.base.user_fields import user_field
from cms.sites.rows import SiteRow
from engagement.models import SocialPost
from newsletter.models import IssuePage


def _digest(*parts) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def digest_of(post: SocialPost) -> str:
    """Return the fingerprint of a post's content and channel."""
    return _digest(post.channel_id, post.text, post.link, post.image_id, post.alt_text)


class Bundle(SiteRow):
    """Several drafts that are published at the same moment."""

    name = models.CharField(max_length=120, help_text="Such as “Launch of the national guidance”.")
    note = models.TextField("for the team", max_length=1000, blank=True, help_text="What it is for. Never public.")
    sends_issue = models.BooleanField(
        "send the issue as well",
        default=False,
        help_text="If an issue is in the bundle, it begins to go out to its lists once the bundle is published. Otherwise it"
        " waits on its own page for somebody to send it.",
    )
    state = models.CharField(max_length=9, choices=BundleState, default=BundleState.WRITING, editable=False)
    publish_at = models.DateTimeField(null=True, blank=True, editable=False)
    failure = models.TextField(blank=True, editable=False)
    approved_as = models.CharField(max_length=64, blank=True, editable=False)
    approved_at = models.DateTimeField(null=True, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = user_field(editable=False)
    changed_by = user_field(editable=False)
    approved_by = user_field(editable=False)
    # The user who scheduled or published it, in whose name it is published.
    released_by = user_field(editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-created_at", "-pk"]
        permissions = [("approve_bundle", "Can approve bundle")]

    def __str__(self):
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether it is still to be published."""
        return self.state != BundleState.PUBLISHED

    @cached_property
    def page_items(self) -> list[BundlePage]:
        """The pages in the bundle's order. One query."""
        return list(self.pages.select_related("page__content_type", "revision__content_type", "revision__user"))

    @cached_property
    def post_items(self) -> list[BundlePost]:
        """The social posts in the order in which they were put in. One query."""
        return list(self.posts.select_related("post__channel", "post__image"))

    @property
    def issues(self) -> list[BundlePage]:
        """The pages that are issues; separate rules apply to sending them."""
        return [item for item in self.page_items if item.is_issue]

    def items(self) -> Iterator[BundlePage | BundlePost]:
        """Yield all items, pages first."""
        yield from self.page_items
        yield from self.post_items

    def changed_items(self) -> list[BundlePage | BundlePost]:
        """Return the items that have changed since they were put in."""
        return [item for item in self.items() if item.is_changed]

    def fingerprint(self) -> str:
        """Return the fingerprint of everything that the bundle would publish."""
        pages = sorted((item.page_id, item.revision_id) for item in self.page_items)
        posts = sorted((item.post_id, item.digest) for item in self.post_items)
        return _digest(pages, posts, self.sends_issue)

    @property
    def is_as_approved(self) -> bool:
        """Whether somebody approved exactly what it now contains."""
        return bool(self.approved_as) and self.approved_as == self.fingerprint() and not self.changed_items()


class BundlePage(models.Model):
    """A page in a bundle, in the draft that is to be published."""

    bundle = models.ForeignKey(Bundle, on_delete=models.CASCADE, related_name="pages")
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    revision = models.ForeignKey("wagtailcore.Revision", on_delete=models.SET_NULL, null=True, related_name="+")
    # When the draft was put in or taken over: an issue that mentions it must be approved later than this.
    held_at = models.DateTimeField(default=timezone.now)
    sort_order = models.PositiveIntegerField(default=0)
    is_open = models.BooleanField(default=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["sort_order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["page"], condition=models.Q(is_open=True), name="page_in_one_open_bundle_at_most"
            )
        ]

    def __str__(self):
        return self.title

    @property
    def title(self) -> str:
        """The title that the page will have."""
        return (
            self.revision.content.get("title", self.page.title)
            if self.revision
            else self.page.get_admin_display_title()
        )

    @property
    def kind(self) -> str:
        """Its type, such as “News”."""
        return self.page.specific_class.get_verbose_name() if self.page.specific_class else "Page"

    @property
    def is_issue(self) -> bool:
        """Whether it is an issue of the newsletter."""
        return bool(self.page.specific_class) and issubclass(self.page.specific_class, IssuePage)

    @property
    def is_changed(self) -> bool:
        """Whether somebody saved the page after it was put in. A published item no longer changes."""
        return self.is_open and (self.revision_id is None or self.page.latest_revision_id != self.revision_id)


class BundlePost(models.Model):
    """A social post in a bundle; it becomes ready to post when the bundle is published."""

    bundle = models.ForeignKey(Bundle, on_delete=models.CASCADE, related_name="posts")
    post = models.ForeignKey("engagement.SocialPost", on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    is_open = models.BooleanField(default=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["post"], condition=models.Q(is_open=True), name="post_in_one_open_bundle_at_most"
            )
        ]

    def __str__(self):
        return f"Post “{self.post}”"

    @property
    def is_changed(self) -> bool:
        """Whether somebody changed the post's content after it was put in."""
        return self.is_open and digest_of(self.post) != self.digest
