"""When a programme ends, nothing is posted for it any more."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.template.defaultfilters import pluralize
from wagtail.models import Site

from cms.sites.rows import rows_of
from engagement.models import SocialPost
from home.programmes.endings import EndingStep

from . import releases


class SocialPostsStep(EndingStep):
    """Posts that the hub would have posted stay as they are, and aren't posted."""

    def stops(self, site: Site) -> list[str]:
        number = self._released(site).count()
        words = (
            f"{number} planned social post{pluralize(number)} {pluralize(number, 'isn’t,aren’t')} posted by the hub."
        )
        return [words] if number else []

    def carry_out(self, site: Site, user: User, form) -> None:
        for post in self._released(site):
            releases.withdraw(post, user)
            post.save(update_fields=["released_at", "released_by", "post_at"])

    def _released(self, site: Site):
        return SocialPost.objects.filter(rows_of(site), released_at__isnull=False)
