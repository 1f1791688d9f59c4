"""The newsletter's part of every page's frame: its names, whether there is a list to join, and whether issues still come."""

import datetime

from django.db.models import QuerySet, Subquery
from django.utils.timezone import localdate

from cms.delivery import frame
from cms.visibility.rule import Visibility

from .models import ArchivedIssue, MailingList, NewsletterSettings

OFFERED, SETTINGS = "offered list", "newsletter settings"
# After this long without an issue no rhythm is promised to readers.
SILENCE = datetime.timedelta(days=365)


def offered(visibility: Visibility) -> QuerySet[MailingList]:
    """Return a list that people can join, with the moment of the last issue as `last_sent`; None if there is none."""
    latest = ArchivedIssue.objects.order_by("-started_at").values("started_at")[:1]
    return MailingList.objects.filter(offered=True).annotate(last_sent=Subquery(latest))[:1]


def settings_of_site(visibility: Visibility) -> QuerySet[NewsletterSettings]:
    """Return the newsletter's settings of the site, or none."""
    return visibility.filter(NewsletterSettings.objects.all())


def names(visibility: Visibility) -> NewsletterSettings:
    """Return the newsletter's settings of the site, or the defaults. To be read, not changed."""
    return next(iter(frame.part(visibility, SETTINGS)), NewsletterSettings())


def promises_rhythm(visibility: Visibility) -> bool:
    """Say whether to promise readers a rhythm: not if no issue has been sent for a year."""
    for one in frame.part(visibility, OFFERED):
        # By days: what changes at midnight needs no moment of its own.
        return one.last_sent is None or localdate(visibility.now) - localdate(one.last_sent) < SILENCE
    return False
