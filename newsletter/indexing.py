"""What the search is told of issues beside their texts. Importing it registers it."""

from newsletter.models import IssueIndexPage, IssuePage
from programme.site import words
from search.indexing.texts import Said, more


@more.register
def _index(page: IssueIndexPage, said: Said) -> None:
    # What people come for, in their words.
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
    said.date = page.date
    said.aliases += [f"Issue {page.number}", f"Update {page.number}"]
    said.labels += [words.day(page.date), page.author]
    said.facts.append(words.day(page.date))
