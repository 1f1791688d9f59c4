"""The candidates of a send: who gets a message, who doesn't and why. One query, shared by counting and preparation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When, Window
from django.db.models.fields import CharField
from django.db.models.functions import RowNumber
from django.db.models.sql import Query

from newsletter.choices import EditionAudience, ExclusionReason, RecipientState, SendState, SubscriptionState
from newsletter.models import IssuePage, MailingList, Send, SendRecipient, Subscription, Suppression

WAITING = (RecipientState.PENDING, RecipientState.CLAIMED, RecipientState.RETRY)
MAY_HAVE_IT = (RecipientState.ACCEPTED, RecipientState.UNCERTAIN, RecipientState.SUBMITTING)
STOPPED = (SendState.CANCELLED, SendState.FAILED)
# For a row of `judged`: the reason why the candidate gets nothing, or "" for a recipient.
_REASON = f"CASE WHEN reason = '' AND place > 1 THEN '{ExclusionReason.DUPLICATE}' ELSE reason END"


@dataclass(frozen=True)
class ListCount:
    """The counts of a send for one of its lists."""

    mailing_list: MailingList
    candidates: int
    recipients: int


@dataclass(frozen=True)
class Preflight:
    """The counts of a send if it were prepared now. `candidates = recipients + the sum of the exclusions`."""

    candidates: int
    recipients: int
    exclusions: dict[ExclusionReason, int]
    lists: list[ListCount]


@dataclass(frozen=True)
class SubjectsOfIssue:
    """The keys of the work streams and audiences for which an issue is. None of both: it is for everybody."""

    work_streams: list[int]
    audiences: list[int]

    @classmethod
    def of(cls, named: IssuePage | Send) -> SubjectsOfIssue:
        """Return those of an issue, or of a send as the approved issue named them. Two statements."""
        return cls([page.pk for page in named.work_streams.all()], [term.pk for term in named.audiences.all()])


def preflight(issue: IssuePage, lists: Iterable[MailingList]) -> Preflight:
    """Return the counts of a send of the issue to the lists, without writing anything.

    `issue` is the page as it would be sent, such as its latest revision: its work streams and audiences count. Four
    statements for any number of subscribers.
    """
    lists = list(lists)
    inner, params = judged(lists, SubjectsOfIssue.of(issue), earlier_sends(issue.pk)).sql_with_params()
    counts: Counter[tuple[int, str]] = Counter()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT mailing_list_id, {_REASON}, COUNT(*) FROM ({inner}) judged GROUP BY 1, 2",  # noqa: S608
            params,
        )
        for list_id, reason, count in cursor.fetchall():
            counts[list_id, reason] += count
    return Preflight(
        candidates=counts.total(),
        recipients=sum(count for (_, reason), count in counts.items() if not reason),
        exclusions={
            reason: total
            for reason in ExclusionReason
            if (total := sum(count for (_, found), count in counts.items() if found == reason))
        },
        lists=[
            ListCount(
                each, sum(count for (pk, _), count in counts.items() if pk == each.pk), counts.get((each.pk, ""), 0)
            )
            for each in lists
        ],
    )


def earlier_sends(issue_id: int, besides: int | None = None) -> list[int]:
    """Return the other sends of the issue."""
    sends = Send.objects.filter(issue_id=issue_id)
    others = sends if besides is None else sends.exclude(pk=besides)
    return list(others.values_list("pk", flat=True))


def candidates(lists: Iterable[MailingList]) -> QuerySet[Subscription]:
    """Return the active subscriptions of the lists."""
    return Subscription.objects.filter(
        state=SubscriptionState.ACTIVE, mailing_list_id__in=[each.pk for each in lists]
    ).order_by()


def judged(lists: list[MailingList], subjects: SubjectsOfIssue, sends: list[int]) -> Query:
    """Return the query for all candidates, each with its place and the reason for its exclusion, if any.

    Of one person's subscriptions without a reason for exclusion, the first gets the message and the others are
    duplicates; an internal list goes before an external one, so that its people get the internal edition.
    """
    suppressed = Suppression.objects.filter(digest=OuterRef("subscriber__digest")).exclude(digest="")
    has_it = SendRecipient.objects.filter(
        Q(state__in=MAY_HAVE_IT) | (Q(state__in=WAITING) & ~Q(send__state__in=STOPPED)),
        send_id__in=sends,
        normalised=OuterRef("subscriber__normalised"),
    )
    against = [
        (Q(subscriber__normalised=None) | ~Q(subscriber__undeliverable_since=None), ExclusionReason.UNDELIVERABLE),
        (Exists(suppressed), ExclusionReason.SUPPRESSED),
        *((_outside(each), ExclusionReason.NOT_ALLOWED) for each in lists if each.kind == EditionAudience.INTERNAL),
    ]
    if sends:
        against.append((Exists(has_it), ExclusionReason.HAS_IT))
    if subjects.work_streams or subjects.audiences:
        against.append((_not_interested(subjects), ExclusionReason.NOT_INTERESTED))
    reasons = [When(condition, then=Value(reason.value)) for condition, reason in against]
    return (
        candidates(lists)
        .annotate(
            reason=Case(*reasons, default=Value(""), output_field=CharField()),
            audience=F("mailing_list__kind"),
            address=F("subscriber__address"),
            normalised=F("subscriber__normalised"),
        )
        .annotate(
            place=Window(
                RowNumber(),
                partition_by=[F("subscriber_id"), F("reason")],
                order_by=[
                    Case(When(mailing_list__kind=EditionAudience.INTERNAL, then=Value(0)), default=Value(1)).asc(),
                    F("mailing_list__sort_order").asc(),
                    F("pk").asc(),
                ],
            )
        )
        .values("id", "subscriber_id", "mailing_list_id", "audience", "address", "normalised", "reason", "place")
        .query
    )


def _not_interested(subjects: SubjectsOfIssue) -> Q:
    """Return the condition that somebody chose work streams or audiences, and none that the issue names."""
    streams = Subscription.interests.through.objects.filter(subscription_id=OuterRef("pk"))
    through: Any = Subscription.audiences.through
    audiences = through.objects.filter(subscription_id=OuterRef("pk"))
    named = Exists(streams.filter(workstreampage_id__in=subjects.work_streams)) | Exists(
        audiences.filter(audience_id__in=subjects.audiences)
    )
    return (Exists(streams) | Exists(audiences)) & ~named


def insert(send: Send, lists: list[MailingList]) -> None:
    """Write the recipients and the exclusions of a send, in two statements and without reading any row.

    The caller's transaction must show both statements the same subscriptions.
    """
    earlier = earlier_sends(send.issue_id, besides=send.pk)
    inner, params = judged(lists, SubjectsOfIssue.of(send), earlier).sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {SendRecipient._meta.db_table}"  # noqa: S608
            " (send_id, subscriber_id, subscription_id, address, normalised, audience, state, attempts, provider_id, error)"
            f" SELECT %s, subscriber_id, id, address, normalised, audience, '{RecipientState.PENDING}', 0, '', ''"
            f" FROM ({inner}) judged WHERE reason = '' AND place = 1 ORDER BY id",
            [send.pk, *params],
        )
        cursor.execute(
            f"INSERT INTO {send.exclusions.model._meta.db_table} (send_id, subscription_id, reason)"  # noqa: S608
            f" SELECT %s, id, {_REASON} FROM ({inner}) judged WHERE NOT (reason = '' AND place = 1)",
            [send.pk, *params],
        )


def _outside(mailing_list: MailingList) -> Q:
    """Return the condition that an address is outside the internal list's domains."""
    inside = Q()
    for domain in mailing_list.domains:
        inside |= Q(subscriber__normalised__endswith=f"@{domain}")
    return Q(mailing_list=mailing_list) & (~inside if inside else Q())
