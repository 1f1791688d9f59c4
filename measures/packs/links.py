"""Links to the pack of a meeting, for members without an account: making them."""

from __future__ import annotations

import datetime

from django.contrib.auth.models import User
from django.utils import timezone

from cms.base.secret_links import SecretLinkTokens
from cms.pages.addresses import site_of_page
from cms.pages.link_kinds import LinkKind
from cms.pages.viewer import end_of_site
from measures.models import MeetingPackLink
from programme.models import MeetingPage

from .log_actions import ACTIONS
from .services import PackRefusedError

LINKS = LinkKind(
    "Links to packs",
    MeetingPackLink,
    shows="meeting",
    loads=("meeting__group",),
    tokens=SecretLinkTokens("measures.packs"),
    view="meeting_packs:pack",
    actions=ACTIONS,
)


def make(meeting: MeetingPage, *, name: str, email: str, days: int, user: User) -> tuple[MeetingPackLink, str]:
    """Return a new link and its token, which can't be retrieved later. Raises PackRefusedError once the programme has ended:
    its links stopped then."""
    site = site_of_page(meeting)
    if site and (end := end_of_site(site.pk)):
        raise PackRefusedError(f"{end.sentence} No link to its packs can be made any more.")
    expires_at = timezone.now() + datetime.timedelta(days=days)
    return LINKS.make(meeting, name=name, email=email, expires_at=expires_at, user=user)
