"""Single pages that people follow by e-mail: proof of consent, and the changes that followers hear of.

As with lists, none of these models is in GraphQL, and a following isn't deleted: it ends, with a reason.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from wagtail.models import Page

from cms.models import Change
from cms.sites.rows import SiteRow
from newsletter.choices import FollowingFrequency, SubscriptionState

from .people import Agreement, ConsentDecision, Letter, Subscriber


class Following(Agreement, SiteRow):
    """That somebody follows one page of a programme, or did, or asked to.

    While the page isn't public, it sleeps: nothing is sent.
    """

    subscriber = models.ForeignKey(Subscriber, on_delete=models.PROTECT, related_name="followings")
    # None: the page was deleted. Its title isn't kept: a page may be deleted because of a name in it.
    page = models.ForeignKey(Page, on_delete=models.SET_NULL, null=True, related_name="+")
    frequency = models.CharField("when", max_length=12, choices=FollowingFrequency)

    subject = "page"
    site_lookup = "site"
    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subscriber", "page"],
                condition=~Q(state=SubscriptionState.ENDED),
                name="one_open_following",
            )
        ]
        indexes = [models.Index(fields=["page", "state", "subscriber"], name="followings_of_page")]

    def __str__(self):
        return f"{self.subscriber} follows {self.page or 'a deleted page'}"


class FollowingConsent(ConsentDecision):
    """A decision about a following."""

    following = models.ForeignKey(Following, on_delete=models.PROTECT, related_name="consent_events")

    def __str__(self):
        return f"{self.get_kind_display()}: {self.following}"


class FollowerNotice(SiteRow):
    """What followers are to hear of: a major change, or without one the end of a send of an issue.

    It is written in the transaction that makes it happen, and deleted in the one that writes to the followers.
    """

    # Nothing follows from deleting a change, so that Django deletes those of a site by a condition.
    change = models.ForeignKey(Change, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+")
    due_at = models.DateTimeField(db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"change {self.change_id}" if self.change_id else "the end of a send"


class FollowingNews(models.Model):
    """A change that a follower hears of once: in a letter, or in one that will be written with the next issue."""

    following = models.ForeignKey(Following, on_delete=models.CASCADE, related_name="news")
    change = models.ForeignKey(Change, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    letter = models.ForeignKey(Letter, on_delete=models.SET_NULL, null=True, related_name="news")
    # Letters are deleted after a month, so the link to one doesn't say whether there was one.
    written_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["following", "change"], name="change_told_once")]

    def __str__(self):
        return f"change {self.change_id} for following {self.following_id}"
