"""The newsletter's part of every page's frame: its names, whether there is a list to join, and whether issues still come."""

import datetime

from django.db.models import QuerySet, Subquery
from django.utils.timezone import localdate

from cms.delivery import frame
from cms.sites.rows import rows_of
from cms.visibility.rule import Visibility

from .choices import FollowingFrequency
from .models import ArchivedIssue, MailingList, NewsletterSettings

OFFERED, SETTINGS = "offered list", "newsletter settings"
# After this long without an issue no rhythm is promised to readers.
SILENCE = datetime.timedelta(days=365)


def offered(visibility: Visibility) -> QuerySet[MailingList]:
    """Return a list of the site that people can join, with the moment of its last issue as `last_sent`; None if there is
    none."""
    sent = ArchivedIssue.objects.filter(visibility.in_own_tree("issue__path"))
    latest = sent.order_by("-started_at").values("started_at")[:1]
    offered_here = MailingList.objects.filter(rows_of(visibility.site), offered=True)
    return offered_here.annotate(last_sent=Subquery(latest))[:1]


def settings_of_site(visibility: Visibility) -> QuerySet[NewsletterSettings]:
    """Return the newsletter's settings of the site, or none."""
    return visibility.filter(NewsletterSettings.objects.all())


def names(visibility: Visibility) -> NewsletterSettings:
    """Return the newsletter's settings of the site, or the defaults. To be read, not changed."""
    return next(iter(frame.part(visibility, SETTINGS)), NewsletterSettings())


def can_follow(visibility: Visibility) -> bool:
    """Say whether readers of the site can begin to follow its pages by e-mail: not once the programme has ended."""
    return visibility.end is None and names(visibility).offers_following


def follow_frequencies(visibility: Visibility) -> list[FollowingFrequency]:
    """Return the times at which followers can get letters: with the regular update only if there is a list to join for it."""
    if frame.part(visibility, OFFERED):
        return list(FollowingFrequency)
    return [FollowingFrequency.AT_ONCE]


def promises_rhythm(visibility: Visibility) -> bool:
    """Say whether to promise readers a rhythm: not if no issue has been sent for a year."""
    for one in frame.part(visibility, OFFERED):
        # By days: what changes at midnight needs no moment of its own.
        return one.last_sent is None or localdate(visibility.now) - localdate(one.last_sent) < SILENCE
    return False
