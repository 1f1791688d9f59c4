"""Extra search texts for issues. Importing the module registers them."""

from cms.base.own_words import worded
from newsletter.models import IssueIndexPage, IssuePage
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
