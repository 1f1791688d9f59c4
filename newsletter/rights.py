"""Permissions on lists and subscribers in the admin."""

from wagtail.models import Page, Site

from cms.accounts.roles import PROGRAMME_LEADS, Role, rights, roles
from cms.base.active_site import active_site
from cms.pages.addresses import in_tree_of
from newsletter.models import (
    Following,
    IssueIndexPage,
    Letter,
    MailingList,
    Send,
    Subscriber,
    Subscription,
    Suppression,
)

NEWSLETTER_SENDERS = "Newsletter senders"


def register_newsletter_rights() -> None:
    """Grant programme leads lists, subscribers and imports: addresses are personal data, so nobody else sees them.

    A newsletter sender writes issues and sends those that a second person approved; publishes no page, sees no list of addresses.
    """
    roles.add(
        NEWSLETTER_SENDERS,
        Role(
            NEWSLETTER_SENDERS,
            pages=("add", "change"),
            top=archive_below,
            does="write issues of the newsletter, and send them once somebody else has approved them.",
        ),
    )
    rights.add((NEWSLETTER_SENDERS, Send), ("add",))
    rights.add((NEWSLETTER_SENDERS, MailingList), ("view",))
    rights.add((PROGRAMME_LEADS, MailingList), ("add", "change", "view"))
    rights.add((PROGRAMME_LEADS, Subscriber), ("view", "change", "delete"))
    rights.add((PROGRAMME_LEADS, Subscription), ("view", "add"))
    rights.add((PROGRAMME_LEADS, Following), ("view",))
    rights.add((PROGRAMME_LEADS, Suppression), ("view", "delete"))
    rights.add((PROGRAMME_LEADS, Letter), ("view",))


def archive_page(site: Site | None = None) -> IssueIndexPage | None:
    """Return the parent page of the issues of a site, if there is one; without a site, of the active one or any."""
    site = site or active_site()
    return IssueIndexPage.objects.filter(in_tree_of(site)).order_by("path").first()


def archive_below(home: Page | None) -> IssueIndexPage | None:
    """Return the same for the programme with a front page; for the whole hub the first."""
    pages = IssueIndexPage.objects.order_by("path")
    return (pages.descendant_of(home) if home else pages).first()


def may_edit(user, issue) -> bool:
    """Say whether the user may edit an issue, and so see its desk and its sends."""
    return issue.permissions_for_user(user).can_edit()


def may_send(user, issue) -> bool:
    """Say whether the user may send an approved issue, and stop it: people who may publish it, and newsletter senders."""
    permissions = issue.permissions_for_user(user)
    return permissions.can_publish() or (permissions.can_edit() and user.has_perm("newsletter.add_send"))
