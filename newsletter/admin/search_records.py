"""The newsletter's records in the admin's search: subscribers and lists."""

from django.db.models import Q

from newsletter.models import MailingList, Subscriber
from search.desk.records import RecordSource, sources


def register() -> None:
    """Add the records. Called when the app is ready."""
    sources.add(
        "newsletter-subscribers",
        RecordSource(
            *(Subscriber, "Subscribers", "newsletter-subscribers", ("normalised",)),
            icon="user",
            excerpt=lambda subscriber: "Undeliverable" if subscriber.undeliverable_since else "",
            inspected=True,
            shown=Q(normalised__isnull=False),
            site_lookup="subscriptions__mailing_list__site",
        ),
    )
    sources.add(
        "newsletter-lists",
        RecordSource(*(MailingList, "Newsletter lists", "newsletter-lists", ("name", "slug", "description"))),
    )
