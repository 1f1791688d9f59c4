"""Shared parts of the team's journeys: a hub for a browser, signed-in users, readers of a list."""

import email
from email import policy

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from newsletter.choices import Source, SubscriptionState
from newsletter.models import MailingList, Subscriber, Subscription
from tests.trees import Tree

expect.set_options(timeout=20_000)  # an admin page on a busy machine
DESKTOP = {"width": 1400, "height": 900}


def serve(tree: Tree, base: str, settings, folder) -> None:
    """Set the hub's address, write its mail to files at once, and turn off automatic saving."""
    settings.BASE_URL = base
    settings.NEWSLETTER_FOLDER = folder
    settings.NEWSLETTER_RECALL_SECONDS = 0
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0
    settings.ALLOWED_HOSTS = ["*"]
    site = tree.site
    site.hostname, _, port = base.removeprefix("http://").partition(":")
    site.port = int(port)
    site.save()


def subscribe(mailing_list: MailingList, *addresses: str) -> None:
    """Put the addresses on the list, as if they had confirmed."""
    for address in addresses:
        Subscription.objects.create(
            subscriber=Subscriber.objects.create(address=address, normalised=address),
            mailing_list=mailing_list,
            state=SubscriptionState.ACTIVE,
            source=Source.FORM,
            confirmed_at=timezone.now(),
        )


def sign_in(browser, hub: str, name: str, group: str = "") -> Page:
    """Return a browser page with a signed-in user: a member of the group, or an administrator."""
    user = get_user_model().objects.create_user(name, f"{name}@example.org", "x", is_superuser=not group)
    if group:
        user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    context = browser.new_context(viewport=DESKTOP)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": hub}])
    return context.new_page()


def sent(folder) -> list[email.message.EmailMessage]:
    """Return the messages sent to lists, without tests."""
    messages = [email.message_from_bytes(path.read_bytes(), policy=policy.default) for path in folder.rglob("*.eml")]
    return [message for message in messages if not message["Subject"].startswith("[TEST]")]
