"""Links to the pack of a meeting, for members without an account: making, mailing, revoking and opening them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import Site

from cms.base.dates import moment_in_words
from cms.base.secret_links import SecretLinkTokens, open_link
from cms.delivery.link_mails import mail_link
from cms.operations.secret_uses import KEY, SecretUse, out_of
from cms.pages.addresses import in_tree_of, site_of_page
from cms.pages.viewer import end_of_site
from cms.visibility.hub_addresses import full_address
from home.programmes.endings import EndingStep
from measures.models import MeetingPackLink
from programme.models import MeetingPage

from .log_actions import ACTIONS
from .services import PackRefusedError

TOKENS = SecretLinkTokens("measures.packs")

TEXT = """Dear {name},

Here is the pack for {group}, {meeting}:

{address}

{words}The link works until {until}. It shows the newest pack. It isn't public, and the link is for you only: anyone who
has it can look, so please don't pass it on."""


@transaction.atomic
def make(meeting: MeetingPage, *, name: str, email: str, days: int, user: User) -> tuple[MeetingPackLink, str]:
    """Return a new link and its token, which can't be retrieved later. Raises PackRefusedError once the programme has ended:
    its links stopped then."""
    site = site_of_page(meeting)
    if site and (end := end_of_site(site.pk)):
        raise PackRefusedError(f"{end.sentence} No link to its packs can be made any more.")
    token = TOKENS.new()
    link = MeetingPackLink.objects.create(
        meeting=meeting,
        name=name,
        email=email,
        digest=TOKENS.digest_of(token),
        expires_at=timezone.now() + datetime.timedelta(days=days),
        created_by=user,
    )
    until = f"{timezone.localtime(link.expires_at):%d %B %Y, %H:%M}"
    ACTIONS.write("link", meeting, user, name=name, until=until)
    return link, token


def address_of(token: str, meeting: MeetingPage) -> str:
    """Return the full address that a token opens, on the site of its meeting."""
    return full_address("meeting_packs:pack", token, site=site_of_page(meeting))


def mail(link: MeetingPackLink, token: str, email: str, words: str, user: User) -> None:
    """Mail a link, and note the address. Raises LinkMailError if the mail can't be sent; then nothing is noted."""
    text = TEXT.format(
        name=link.name,
        group=link.meeting.group.title,
        meeting=link.meeting.title,
        address=address_of(token, link.meeting),
        words=f"{words.strip()}\n\n" if words.strip() else "",
        until=moment_in_words(link.expires_at),
    )
    mail_link(f"Pack for {link.meeting.group.title}", text, email, user, site_of_page(link.meeting))
    MeetingPackLink.objects.filter(pk=link.pk).update(email=email)
    ACTIONS.write("mail", link.meeting, user, name=link.name, email=email)


@transaction.atomic
def revoke(link: MeetingPackLink, user: User) -> None:
    """Revoke a link at once."""
    if MeetingPackLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now()):
        ACTIONS.write("revoke", link.meeting, user, name=link.name)


def opened(token: str, site: Site | None) -> MeetingPackLink:
    """Return the link of a token, with its meeting. Raises LinkClosedError."""
    return open_link(MeetingPackLink.objects.select_related("meeting__group"), TOKENS, token, site)


@transaction.atomic
def used(link: MeetingPackLink) -> None:
    """Log that the pack was looked at through the link."""
    MeetingPackLink.objects.filter(pk=link.pk).update(last_used_at=timezone.now())
    ACTIONS.write("open", link.meeting, name=link.name)


def open_links() -> QuerySet[MeetingPackLink]:
    """Return the links that work."""
    return MeetingPackLink.objects.filter(revoked_at=None, expires_at__gt=timezone.now())


def secret_use() -> Iterator[SecretUse]:
    """The use of `SECRET_KEY` by links to packs, for `manage.py secrets`."""
    works = open_links()
    last = works.order_by("-expires_at").values_list("expires_at", flat=True).first()
    yield SecretUse(KEY, "Links to packs", out_of(works.count()), f"{last:%Y-%m-%d}" if last else "none is open")


class PackLinksStep(EndingStep):
    """When a programme ends, open links to its packs are revoked. The packs stay."""

    def stops(self, site: Site) -> list[str]:
        number = self._links(site).count()
        if not number:
            return []
        return [
            f"{number} link{'s' if number > 1 else ''} to packs of meetings stop{'' if number > 1 else 's'} working."
        ]

    def carry_out(self, site: Site, user: User, form) -> None:
        for link in self._links(site):
            revoke(link, user)

    def _links(self, site: Site) -> QuerySet[MeetingPackLink]:
        return open_links().filter(in_tree_of(site, "meeting__path")).select_related("meeting")
