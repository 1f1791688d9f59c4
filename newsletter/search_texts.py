"""Extra search texts for issues, and lists and subscribers in the admin's search. Importing the module registers them."""

from django.db.models import Q

from cms.base.own_words import worded
from newsletter.models import IssueIndexPage, IssuePage, MailingList, Subscriber
from search.desk.records import RecordSource, sources
from search.index.texts import Said, more


@more.register
def _index(page: IssueIndexPage, said: Said) -> None:
    # Words that people search for.
    said.labels += [
        "newsletter",
        "subscribe",
        "sign up",
        "unsubscribe",
        "leave the mailing list",
        "stop e-mails",
        "feed",
    ]


@more.register
def _issue(page: IssuePage, said: Said) -> None:
    said.aliases += [f"Issue {page.number}", worded("Update %(number)s", number=page.number)]
    said.labels.append(page.author)


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
