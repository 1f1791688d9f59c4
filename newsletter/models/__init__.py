"""The newsletter's records."""

from .approval import SecondPersonTask
from .archive import ArchivedIssue, IssuePdf
from .followings import FollowerNotice, Following, FollowingConsent, FollowingNews
from .issues import IssueIndexPage, IssuePage
from .people import (
    ConsentEvent,
    ConsentWording,
    LastMessage,
    Letter,
    MailingList,
    Subscriber,
    Subscription,
    Suppression,
)
from .sends import Attempt, DatabaseRun, DeliveryEvent, Send, SendExclusion, SendList, SendRecipient
from .settings import NewsletterSettings
from .snapshots import Edition, Snapshot

__all__ = [
    "ArchivedIssue",
    "Attempt",
    "ConsentEvent",
    "ConsentWording",
    "DatabaseRun",
    "DeliveryEvent",
    "Edition",
    "FollowerNotice",
    "Following",
    "FollowingConsent",
    "FollowingNews",
    "IssueIndexPage",
    "IssuePage",
    "IssuePdf",
    "LastMessage",
    "Letter",
    "MailingList",
    "NewsletterSettings",
    "SecondPersonTask",
    "Send",
    "SendExclusion",
    "SendList",
    "SendRecipient",
    "Snapshot",
    "Subscriber",
    "Subscription",
    "Suppression",
]
