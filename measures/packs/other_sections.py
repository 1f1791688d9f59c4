"""The sections of a pack about meetings, engagement, feedback, what was published, and the dates to come.

None names a sender of feedback or a contact, nor shows what they wrote.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup
from django.db.models import Count, Q
from django.utils import timezone
from wagtail.models import Page

from cms.base.dates import moment_of
from cms.base.own_words import worded
from cms.base.partial_dates import PartialDate
from cms.base.words import day as in_words
from cms.sites.rows import rows_of
from engagement.choices import FeedbackState, Useful
from engagement.models import Engagement, Feedback, FeedbackTheme, YouSaidEntry
from measures.counts.small import FEWER, is_small
from measures.objectives.records import during
from programme.choices import ActionState, MeetingState
from programme.models import CommitmentPage, EventPage, MeetingAction, MeetingPage

from .parts import Cell, PackContext, PackSection, cell, counted, table

# Earlier meetings whose decisions are listed, dates to come, and pages that became public.
MEETINGS, DATES, PAGES = 3, 20, 25
DAY = datetime.timedelta(days=1)
# How a paragraph of minutes that has a decision begins.
DECISION = re.compile(r"(decision|decided|agreed|resolved)\b", re.IGNORECASE)


def meetings(context: PackContext) -> PackSection:
    """The decisions of the group's last meetings, the actions that are open, and those closed since."""
    held = MeetingPage.objects.filter(group=context.meeting.group_id, date__lt=context.meeting.date)
    held = held.exclude(state=MeetingState.PLANNED).exclude(pk=context.meeting.pk)
    last = list(context.visibility.filter(held).select_related("group").order_by("-date")[:MEETINGS])
    decisions = [
        [cell(meeting.title, context.address(meeting)), cell(meeting.record), cell(text)]
        for meeting in last
        for text in decisions_in(meeting) or ["None is marked in the minutes."]
    ]
    actions = MeetingAction.objects.filter(page__group=context.meeting.group_id, page__date__lt=context.meeting.date)
    actions = context.visibility.filter(actions).select_related("page__group")
    found = list(actions.order_by("page__date", "number", "sort_order"))
    still = [action for action in found if action.state == ActionState.OPEN]
    closed = [action for action in found if context.is_new(action.closed_on)]
    late = [action for action in still if action.due_date and action.due_date < context.day]
    said = [] if last else ["No earlier meeting of this group is public on the hub."]
    if last:
        late_ones = f", {len(late)} of them late" if late else ""
        said.append(f"{counted(len(still), 'action is', 'actions are')} open{late_ones}.")
    return PackSection(
        "Earlier meetings",
        [worded(sentence) for sentence in said],
        [
            table("Decisions", ["Meeting", "Minutes", "Decision"], decisions),
            table(worded("Open actions"), _ACTION_HEADS, (_action(context, action) for action in still)),
            table(
                worded(f"Actions closed {context.since_when}"),
                _ACTION_HEADS,
                (_action(context, action) for action in closed),
            ),
        ],
    )


_ACTION_HEADS = ["Number", "What", "Owner", "Due", "State", "Agreed in"]


def _action(context: PackContext, action: MeetingAction) -> list[Cell]:
    state = action.get_state_display()
    if action.state == ActionState.OPEN and action.due_date and action.due_date < context.day:
        state = f"{state}, late"
    return [
        cell(action.number),
        cell(action.text),
        cell(action.owner or "Not stated"),
        cell(in_words(action.due_date) if action.due_date else "Not stated"),
        cell(state if not action.closed_on else f"{state}, {in_words(action.closed_on)}"),
        cell(action.page.title, context.address(action.page)),
    ]


def decisions_in(meeting: MeetingPage) -> list[str]:
    """Return the paragraphs and items of a meeting's minutes that begin with “Decision”, “Decided”, “Agreed” or
    “Resolved”."""
    found = []
    for block in meeting.minutes:
        if block.block_type != "rich_text":
            continue
        for part in BeautifulSoup(block.value["text"].source, "html.parser").find_all(["p", "li"]):
            text = " ".join(part.get_text(" ").split())
            if DECISION.match(text):
                found.append(text)
    return found


def _not_for(context: PackContext, right: str, what: str) -> list[str]:
    """Return a sentence if who makes the pack may not see something: nobody else is to read it by the pack, either."""
    if context.user.has_perm(f"engagement.{right}"):
        return []
    return [f"Not in this pack: the person who made it may not see {what}."]


def engagement(context: PackContext) -> PackSection:
    """Whom the programme was in touch with since: kinds, organisations and public summaries, without people, or what was
    written for the team."""
    if refused := _not_for(context, "view_engagement", "engagements"):
        return PackSection("Engagement", refused)
    held = Engagement.objects.filter(rows_of(context.site), is_planned=False, date__lte=context.day)
    if context.since:
        held = held.filter(date__gt=context.since)
    found = list(held.prefetch_related("organisations").order_by("-date", "-pk"))
    reached = {body.pk for one in found for body in one.organisations.all()}
    said = (
        f"{counted(len(found), 'engagement', 'engagements')} {context.since_when}, "
        f"with {counted(len(reached), 'organisation', 'organisations')}."
        if found
        else f"No engagement has been logged {context.since_when}."
    )
    lines = (
        [
            cell(in_words(one.date)),
            cell(one.get_kind_display()),
            cell(", ".join(body.name for body in one.organisations.all()) or "Not stated"),
            cell((one.is_public and one.public_summary) or "Not stated"),
        ]
        for one in found
    )
    return PackSection("Engagement", [said], [table("Engagements", ["Day", "Kind", "With", "Subject"], lines)])


def feedback(context: PackContext) -> PackSection:
    """How much feedback came since, about what, and what was done because of it."""
    done = YouSaidEntry.objects.filter(date__lte=context.day)
    if context.since:
        done = done.filter(date__gt=context.since)
    told = context.visibility.filter(done).select_related("work_stream").order_by("-date", "-pk")
    said, tables = _came(context)
    return PackSection(
        "Feedback",
        said,
        [
            *tables,
            table(
                "You said, we did",
                ["You said", "We did", "Day"],
                ([cell(one.said), cell(one.did), cell(in_words(one.date))] for one in told),
            ),
        ],
    )


def _came(context: PackContext) -> tuple[list[str], list[dict[str, Any]]]:
    """Return what came since as sentences and tables, as far as who makes the pack may see it."""
    if refused := _not_for(context, "view_feedback", "feedback"):
        return refused, []
    came = Q(rows_of(context.site)) & _since(context, "created_at")
    numbers = Feedback.objects.filter(came).aggregate(
        all=Count("pk"),
        messages=Count("pk", filter=~Q(message="")),
        waiting=Count("pk", filter=Q(state__in=(FeedbackState.NEW, FeedbackState.READ))),
        **{answer.value: Count("pk", filter=Q(useful=answer)) for answer in Useful},
    )
    if numbers["all"]:
        said = [
            f"{counted(numbers['all'], 'piece', 'pieces')} of feedback {context.since_when}, "
            f"{numbers['messages']} with a message; {numbers['waiting']} not answered or closed yet."
        ]
    else:
        said = [f"No feedback has come {context.since_when}."]
    useful = [[cell(answer.label), cell(str(numbers[answer.value]))] for answer in Useful if numbers[answer.value]]
    tables = [table("“Was this page useful?”", ["Answer", "Number"], useful)]
    if refused := _not_for(context, "view_feedbacktheme", "themes of feedback"):
        return [*said, *refused], tables
    themes = FeedbackTheme.objects.filter(rows_of(context.site)).annotate(
        number=Count("feedback", filter=Q(feedback__in=Feedback.objects.filter(came).values("pk")))
    )
    lines = (
        [cell(theme.name), cell(FEWER if is_small(theme.number) else theme.number)]
        for theme in themes.filter(number__gt=0).order_by("-number", "name")
    )
    return said, [*tables, table("Themes", ["Theme", "Number"], lines)]


def _since(context: PackContext, moment: str) -> Q:
    """Return the condition for moments that are new in the pack."""
    return during(moment, context.since + DAY if context.since else datetime.date(1900, 1, 1), context.day)


def published(context: PackContext) -> PackSection:
    """The pages that became public since, except the commitments, which the first section has."""
    pages = Page.objects.filter(_since(context, "first_published_at")).not_type(CommitmentPage)
    found = list(context.visibility.filter(pages).order_by("-first_published_at", "-pk"))
    said = (
        f"{counted(len(found), 'page', 'pages')} became public {context.since_when}."
        if found
        else f"Nothing new has become public {context.since_when}."
    )
    lines = (
        [cell(page.title, context.address(page)), cell(_kind(page)), cell(_day_of(page.first_published_at))]
        for page in found
    )
    return PackSection("Published", [said], [table("Pages", ["Title", "Kind", "Public since"], lines, PAGES)])


def _kind(page: Page) -> str:
    return page.specific_class.get_verbose_name() if page.specific_class else "Page"


def _day_of(moment: datetime.datetime) -> str:
    return in_words(timezone.localdate(moment))


def dates(context: PackContext) -> PackSection:
    """The meetings and events to come, as far as they are public."""
    found = sorted(_coming(context), key=lambda line: line[0])[:DATES]
    return PackSection(
        "Next dates",
        [] if found else ["No meeting or event to come is public."],
        [table("Meetings and events", ["What", "When", "Where"], (line for _, line in found))],
    )


def _coming(context: PackContext) -> Iterator[tuple[datetime.date, list[Cell]]]:
    planned = MeetingPage.objects.filter(state=MeetingState.PLANNED, date__gte=context.day).select_related("group")
    for page in context.visibility.filter(planned):
        name = f"{page.group.title}: {page.title}"
        yield page.date, [cell(name, context.address(page)), cell(page.when), cell(page.place or "Not stated")]
    tomorrow = moment_of(context.day + DAY, datetime.time())
    for event in context.visibility.filter(EventPage.objects.filter(start__gte=tomorrow)):
        when = PartialDate.of(event, "start")
        yield (
            timezone.localdate(event.start),
            [
                cell(event.title, context.address(event)),
                cell(when),
                cell(event.place or ("Online" if event.online_address else "Not stated")),
            ],
        )
