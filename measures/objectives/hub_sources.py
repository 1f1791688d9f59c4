"""What the hub has of its own communication: what was published, sent and said, and what came back."""

from __future__ import annotations

import datetime

from django.db.models import BigIntegerField, Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Site

from cms.models import BasePage
from cms.pages.addresses import in_tree_of
from cms.sites.rows import rows_of
from cms.visibility.rule import Visibility
from engagement.choices import SETTLED, PostState
from engagement.models import Engagement, EngagementSettings, Feedback, SocialPost, YouSaidEntry
from measures.choices import FigureKind
from measures.models import ItemFigure
from newsletter.choices import EndedReason, SendState
from newsletter.models import IssuePage, Send, Subscription
from programme.choices import AttendanceKind
from programme.models import EventPage, MeetingPage, NewsPage, ProgressEntry, PublicationPage

from .key_messages import KEY_MESSAGES, uses_of_messages
from .records import CountedRow, QueriedRecords, Records, add_source, during

Day = datetime.date
SENT = (SendState.FINISHED, SendState.FINISHED_UNCERTAIN, SendState.FAILED_VERIFICATION)
PAGES = "wagtailadmin.access_admin"  # what is published anybody may see


def _edit(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def _local(moment: datetime.datetime | None) -> Day | None:
    return timezone.localdate(moment) if moment else None


def _published(model: type[BasePage], site: Site, day: Q, order: str) -> QueriedRecords:
    pages = model.objects.filter(day, alias_of=None).order_by(f"-{order}", "pk")

    def row(page: BasePage) -> CountedRow:
        date = getattr(page, order)
        on = _local(date) if isinstance(date, datetime.datetime) else date
        return CountedRow(on, page.title, _edit(page))

    return QueriedRecords(Visibility(site).filter(pages), row)


def news(site: Site, first: Day, last: Day) -> Records:
    """The news with a date in these days."""
    return _published(NewsPage, site, Q(date__range=(first, last)), "date")


def publications(site: Site, first: Day, last: Day) -> Records:
    """The publications with a date in these days."""
    return _published(PublicationPage, site, Q(date__range=(first, last)), "date")


def events(site: Site, first: Day, last: Day) -> Records:
    """The events that began in these days."""
    return _published(EventPage, site, during("start", first, last), "start")


def _sends(site: Site, first: Day, last: Day):
    # An issue that went to internal lists alone isn't public, nor is its title.
    public = Visibility(site).condition(IssuePage, "issue__") & in_tree_of(site, "issue__path")
    return (
        Send.objects.filter(public, during("finished_at", first, last), state__in=SENT)
        .select_related("issue")
        .order_by("-finished_at", "pk")
    )


def sends(site: Site, first: Day, last: Day) -> Records:
    """The sends of public issues that ended in these days."""
    return QueriedRecords(_sends(site, first, last), _send_row)


def messages(site: Site, first: Day, last: Day) -> Records:
    """The messages of these sends that were accepted: a row for each send."""

    def row(send: Send) -> CountedRow:
        return CountedRow(_local(send.finished_at), send.issue.title, _send_row(send).address, send.accepted)

    return QueriedRecords(_sends(site, first, last), row, amount="accepted")


def _send_row(send: Send) -> CountedRow:
    return CountedRow(_local(send.finished_at), send.issue.title, reverse("newsletter_send", args=[send.pk]))


def _subscriptions(site: Site):
    return Subscription.objects.filter(rows_of(site, "mailing_list__site"), confirmed_at__isnull=False).select_related(
        "mailing_list"
    )


def _subscription_row(one: Subscription, moment: datetime.datetime | None) -> CountedRow:
    # Without the address: those who may see it open the subscription.
    address = reverse("newsletter-subscriptions:inspect", args=[one.pk])
    return CountedRow(_local(moment), f"Subscription {one.pk} to {one.mailing_list}", address)


def joined(site: Site, first: Day, last: Day) -> Records:
    """The subscriptions that were confirmed in these days, or imported."""
    found = _subscriptions(site).filter(during("confirmed_at", first, last)).order_by("-confirmed_at", "pk")
    return QueriedRecords(found, lambda one: _subscription_row(one, one.confirmed_at))


def left(site: Site, first: Day, last: Day) -> Records:
    """The confirmed subscriptions that ended in these days, no matter who ended them."""
    found = _subscriptions(site).filter(during("ended_at", first, last)).order_by("-ended_at", "pk")
    return QueriedRecords(
        found.exclude(ended_reason=EndedReason.NOT_CONFIRMED), lambda one: _subscription_row(one, one.ended_at)
    )


def active(site: Site, first: Day, last: Day) -> Records:
    """The subscriptions that were active at the end of the last day."""
    joined_by = during("confirmed_at", Day(1900, 1, 1), last)
    ended_by = Q(ended_at__isnull=False) & during("ended_at", Day(1900, 1, 1), last)
    found = _subscriptions(site).filter(joined_by).exclude(ended_by).order_by("-confirmed_at", "pk")
    return QueriedRecords(found, lambda one: _subscription_row(one, one.confirmed_at))


def _feedback(site: Site):
    """Return the messages; an answer to “Was this page useful?” alone asks for nothing."""
    return Feedback.objects.filter(rows_of(site)).exclude(message="")


def _feedback_row(one: Feedback, moment: datetime.datetime | None) -> CountedRow:
    return CountedRow(_local(moment), one.number, reverse("feedback:edit", args=[one.pk]))


def feedback_received(site: Site, first: Day, last: Day) -> Records:
    """The messages sent in these days."""
    found = _feedback(site).filter(during("created_at", first, last)).order_by("-created_at", "pk")
    return QueriedRecords(found, lambda one: _feedback_row(one, one.created_at))


def _answered(site: Site, first: Day, last: Day):
    return _feedback(site).filter(during("settled_at", first, last), state__in=SETTLED).order_by("-settled_at", "pk")


def feedback_answered(site: Site, first: Day, last: Day) -> Records:
    """The messages that were answered or closed in these days."""
    return QueriedRecords(_answered(site, first, last), lambda one: _feedback_row(one, one.settled_at))


def feedback_in_time(site: Site, first: Day, last: Day) -> Records:
    """Of these, the ones within the days that the settings give for an answer."""
    days = datetime.timedelta(days=EngagementSettings.of(site).answer_days)
    found = _answered(site, first, last).filter(settled_at__lte=F("created_at") + days)
    return QueriedRecords(found, lambda one: _feedback_row(one, one.settled_at))


def you_said(site: Site, first: Day, last: Day) -> Records:
    """The public entries of “You said, we did” with a date in these days."""
    found = YouSaidEntry.objects.filter(date__range=(first, last)).order_by("-date", "pk")
    return QueriedRecords(
        Visibility(site).filter(found),
        lambda one: CountedRow(one.date, one.said, reverse("wagtailadmin_pages:edit", args=[one.page_id])),
    )


def engagements(site: Site, first: Day, last: Day) -> Records:
    """The engagements of these days that took place."""
    found = Engagement.objects.filter(rows_of(site), date__range=(first, last), is_planned=False).order_by(
        "-date", "pk"
    )
    return QueriedRecords(
        found, lambda one: CountedRow(one.date, one.title, reverse("engagements:edit", args=[one.pk]))
    )


def attendances(site: Site, first: Day, last: Day) -> Records:
    """The people who came to meetings of these days, a row for each meeting: as typed in there, or else those known by name."""
    known = Count("attendance", filter=~Q(attendance__kind=AttendanceKind.APOLOGY))
    figures = ItemFigure.objects.filter(meeting=OuterRef("pk"), kind=FigureKind.ATTENDED).order_by("-day")
    came = Coalesce(Subquery(figures.values("number")[:1]), known, output_field=BigIntegerField())
    meetings = Visibility(site).filter(MeetingPage.objects.filter(date__range=(first, last), alias_of=None))
    found = meetings.annotate(came=came).filter(came__gt=0).order_by("-date", "pk")
    return QueriedRecords(found, lambda page: CountedRow(page.date, page.title, _edit(page), page.came), amount="came")


def posts(site: Site, first: Day, last: Day) -> Records:
    """The social posts that are recorded as posted on these days."""
    found = SocialPost.objects.filter(rows_of(site), state=PostState.POSTED, posted_on__range=(first, last))
    return QueriedRecords(
        found.order_by("-posted_on", "pk"),
        lambda one: CountedRow(one.posted_on, one.shortened, reverse("social-posts:edit", args=[one.pk])),
    )


def progress(site: Site, first: Day, last: Day) -> Records:
    """The public entries of progress that apply from these days; what was corrected counts once."""
    found = ProgressEntry.objects.filter(date__range=(first, last), corrected_on=None).select_related("page")
    return QueriedRecords(
        Visibility(site).filter(found.order_by("-date", "pk")),
        lambda one: CountedRow(one.date, f"{one.page.title}: {one.get_status_display()}", _edit(one.page)),
    )


def register() -> None:
    """Register the sources, in the order of a report. Called when the app is ready."""
    add_source("news", "News published", ("item", "items"), news, PAGES)
    add_source("publications", "Publications", ("publication", "publications"), publications, PAGES)
    add_source("events", "Events on the hub", ("event", "events"), events, PAGES)
    view = "newsletter.view_subscription"
    add_source("sends", "Updates sent", ("send", "sends"), sends, PAGES)
    add_source("messages", "Messages to subscribers", ("message", "messages"), messages, PAGES, counts_people=True)
    subscriptions = ("subscription", "subscriptions")
    add_source("joined", "Subscriptions begun", subscriptions, joined, view, counts_people=True)
    add_source("left", "Subscriptions ended", subscriptions, left, view, counts_people=True)
    add_source("active", "Subscriptions at the end", subscriptions, active, view, counts_people=True, is_level=True)
    add_source("posts", "Social posts", ("post", "posts"), posts, "engagement.view_socialpost")
    add_source(KEY_MESSAGES, "Uses of key messages", ("use", "uses"), uses_of_messages, PAGES)
    add_source("engagements", "Engagements", ("engagement", "engagements"), engagements, "engagement.view_engagement")
    add_source("attendance", "People at meetings", ("person", "people"), attendances, PAGES, counts_people=True)
    see = "engagement.view_feedback"
    add_source("feedback", "Feedback received", ("message", "messages"), feedback_received, see)
    add_source("feedback-answered", "Feedback answered or closed", ("message", "messages"), feedback_answered, see)
    add_source("feedback-in-time", "Feedback answered in time", ("message", "messages"), feedback_in_time, see)
    add_source("you-said", "You said, we did", ("entry", "entries"), you_said, PAGES)
    add_source("progress", "Progress published", ("entry", "entries"), progress, PAGES)
