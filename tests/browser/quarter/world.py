"""What a hub has when the quarter begins, beside the programme's content: colleagues, accounts, contacts, and an event.

Run as a program (`python -m tests.browser.quarter.world`) on a hub that `tests.hubs` has prepared.
"""

import datetime

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402  only once Django is set up
from django.contrib.auth.models import Group  # noqa: E402
from wagtail.models import Site  # noqa: E402

from cms.accounts.roles import EDITORS, PROGRAMME_LEADS  # noqa: E402
from cms.base.dates import moment_of, today  # noqa: E402
from cms.models import HubSettings  # noqa: E402
from newsletter.rights import NEWSLETTER_SENDERS  # noqa: E402
from programme.choices import RecordState  # noqa: E402
from programme.models import Audience, EventIndexPage, ProgrammeSettings, WorkStreamPage  # noqa: E402
from tests import factories  # noqa: E402
from tests.browser.quarter.people import EVENT, OWNERS, PASSWORD, TEAM  # noqa: E402

COLLEAGUES = {
    "lead": ("Isla", "Reid", [PROGRAMME_LEADS]),
    "editor": ("Euan", "Fraser", [EDITORS, NEWSLETTER_SENDERS]),
}


def main() -> None:
    add_colleagues()
    hub = HubSettings.for_site(Site.objects.get())
    hub.contact_email = hub.sender_email = TEAM
    hub.save()
    factories.ChannelFactory(
        settings=hub,
        platform="Bluesky",
        handle="@girfec.bsky.social",
        address="https://bsky.app/profile/girfec.bsky.social",
    )
    for name, address in OWNERS.items():
        factories.ContactFactory(
            name=name, email=address, consent_wording="We keep your address to ask you for reports."
        )
    # The programme of the content has ended; this one is at work.
    ProgrammeSettings.objects.update(record=RecordState.CURRENT, record_until=None)
    add_event()


def add_colleagues() -> None:
    for name, (given, family, groups) in COLLEAGUES.items():
        user = get_user_model().objects.create_user(
            name, f"{name}@example.org", PASSWORD, first_name=given, last_name=family
        )
        user.groups.set(Group.objects.filter(name__in=groups))


def add_event() -> None:
    """Add an event in five weeks, for which people can register."""
    day = today() + datetime.timedelta(weeks=5)
    event = factories.EventFactory(
        parent=EventIndexPage.objects.get(),
        title=EVENT,
        summary="A morning for everybody who works with families: what research says, and what helps.",
        start=moment_of(day, datetime.time(10)),
        end=moment_of(day, datetime.time(13)),
        place="Town Hall, Leith",
        audiences=[Audience.objects.get(name="Practitioners")],
        work_streams=[WorkStreamPage.objects.get(slug="neglect")],
    )
    event.save_revision().publish()
    factories.EventRegistrationFactory(event=event)


if __name__ == "__main__":
    main()
