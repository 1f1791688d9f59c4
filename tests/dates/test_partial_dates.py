"""Dates as exact as their source: what they say, what they count as, and how a form takes them."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cms.base import words
from cms.base.choices import DatePrecision
from cms.base.date_fields import PartialDayField, PartialMomentField
from cms.base.partial_dates import PartialDate, may_be_from
from programme.models import Duty, EventPage, GroupPage, MeetingPage
from tests import factories

THE_DAY = datetime.date(2017, 5, 20)
NOT_TIME = st.sampled_from([DatePrecision.DAY, DatePrecision.MONTH, DatePrecision.YEAR])
DATES = st.dates(datetime.date(1900, 1, 1), datetime.date(2999, 12, 31))


@pytest.mark.parametrize(
    ("precision", "said", "iso", "when", "first", "last"),
    [
        ("day", "20 May 2017", "2017-05-20", "on 20 May 2017", "2017-05-20", "2017-05-20"),
        ("month", "May 2017", "2017-05", "in May 2017", "2017-05-01", "2017-05-31"),
        ("year", "2017", "2017", "in 2017", "2017-01-01", "2017-12-31"),
    ],
)
def test_it_says_no_more_than_is_known(precision, said, iso, when, first, last):
    known = PartialDate(THE_DAY, precision)
    assert (str(known), known.iso, known.when) == (said, iso, when)
    assert (known.first_day.isoformat(), known.last_day.isoformat()) == (first, last)
    assert known.is_vague == (precision != "day")


@pytest.mark.parametrize(
    ("month", "last"), [("2016-02-10", 29), ("2017-02-10", 28), ("2017-12-31", 31), ("2017-04-01", 30)]
)
def test_months_end_with_their_last_day(month, last):
    assert PartialDate(datetime.date.fromisoformat(month), DatePrecision.MONTH).last_day.day == last


@given(DATES, NOT_TIME)
def test_it_is_the_same_whichever_of_its_days_it_was_made_from(date, precision):
    known = PartialDate(date, precision)
    assert known.first_day <= date <= known.last_day
    assert PartialDate(known.last_day, precision) == known
    assert len({PartialDate(day, precision) for day in (known.first_day, date, known.last_day)}) == 1


@given(DATES, NOT_TIME)
def test_a_form_shows_it_as_it_reads_it(date, precision):
    field, known = PartialDayField(), PartialDate(date, precision)
    assert field.clean(field.prepare_value(known)) == known
    assert not field.has_changed(known, field.prepare_value(known))


@pytest.mark.parametrize(
    ("typed", "iso"), [("20/5/2017", "2017-05-20"), ("May 2017", "2017-05"), ("2017-05", "2017-05"), ("2017", "2017")]
)
def test_a_form_takes_what_is_known_in_one_field(typed, iso):
    assert PartialDayField().clean(typed).iso == PartialMomentField().clean(typed).iso == iso


@pytest.mark.parametrize(
    ("typed", "says"), [("soon", "can’t be read"), ("20/5/2017 9am", "without a time"), ("3017", "read")]
)
def test_a_form_says_what_it_cannot_take(typed, says):
    with pytest.raises(ValidationError, match=says):
        PartialDayField().clean(typed)


def test_a_moment_has_its_time_and_is_shown_as_typed():
    field = PartialMomentField()
    known = field.clean("20 May 2017, 10am")
    assert (known.precision, known.iso) == ("time", "2017-05-20T10:00:00+01:00")
    assert field.prepare_value(known) == "20/05/2017 10:00"
    assert field.words(known) == "Saturday 20 May 2017, 10:00, UK time"
    assert field.words(field.clean("May 2017")) == "May 2017"


# Columns


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("precision", "first", "last"),
    [("day", THE_DAY, THE_DAY), ("month", (2017, 5, 1), (2017, 5, 31)), ("year", (2017, 1, 1), (2017, 12, 31))],
)
def test_from_a_month_is_its_first_day_and_to_a_month_is_its_last(tree, precision, first, last):
    person = factories.TeamProfileFactory(parent=tree.team)
    duty = Duty(
        page=person, kind="leads", start=THE_DAY, start_precision=precision, end=THE_DAY, end_precision=precision
    )
    duty.save()
    duty.refresh_from_db()
    first, last = (day if isinstance(day, datetime.date) else datetime.date(*day) for day in (first, last))
    assert (duty.start, duty.end) == (first, last)
    a_day = datetime.timedelta(days=1)
    for day, held in ((first - a_day, False), (first, True), (last, True), (last + a_day, False)):
        assert duty.is_held_on(day) is held
        assert Duty.objects.filter(Duty.held_on(day), pk=duty.pk).exists() is held


@pytest.mark.django_db
def test_a_group_closed_in_a_month_is_at_work_until_its_last_day(tree):
    group = factories.GroupFactory(
        parent=tree.groups, closed_on=datetime.date(2016, 12, 1), closed_on_precision="month"
    )
    group = GroupPage.objects.get(pk=group.pk)
    assert not group.is_closed_on(datetime.date(2016, 12, 30))
    assert group.is_closed_on(datetime.date(2016, 12, 31))


@pytest.mark.django_db
def test_an_event_of_a_month_is_over_when_the_month_is(tree):
    may = timezone.make_aware(datetime.datetime(2017, 5, 10))
    event = factories.EventFactory(
        parent=tree.events, start=may, start_precision="month", end=may, end_precision="month"
    )
    event = EventPage.objects.get(pk=event.pk)
    assert timezone.localtime(event.start) == timezone.make_aware(datetime.datetime(2017, 5, 1))
    assert timezone.localtime(event.end) == timezone.make_aware(datetime.datetime(2017, 5, 31, 23, 59, 59))


@pytest.mark.django_db
def test_a_meeting_planned_for_a_month_is_to_come_until_the_month_is_over(tree):
    group = factories.GroupFactory(parent=tree.groups)
    for precision in ("day", "month", "year"):
        factories.MeetingFactory(parent=group, title=precision, date=THE_DAY, date_precision=precision, state="planned")

    def coming(*day: int) -> set[str]:
        found = MeetingPage.objects.filter(may_be_from(datetime.date(*day)))
        assert {
            meeting.title for meeting in MeetingPage.objects.all() if meeting.is_coming_on(datetime.date(*day))
        } == {meeting.title for meeting in found}
        return {meeting.title for meeting in found}

    assert coming(2017, 5, 20) == {"day", "month", "year"}
    assert coming(2017, 5, 31) == {"month", "year"}
    assert coming(2017, 12, 31) == {"year"}
    assert coming(2018, 1, 1) == set()


@pytest.mark.django_db
def test_a_revision_keeps_how_exactly_a_date_is_known(tree):
    group = factories.GroupFactory(parent=tree.groups, started_on=THE_DAY, started_on_precision="month")
    again = group.save_revision().as_object()
    assert (again.started_on, again.get_started_on_display()) == (datetime.date(2017, 5, 1), "May 2017")


# Sentences


def known(text: str) -> PartialDate:
    return PartialDayField().clean(text)


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("August 2016", "December 2016", "August to December 2016"),
        ("August 2016", "March 2017", "August 2016 to March 2017"),
        ("2016", "2017", "2016 to 2017"),
        ("May 2017", "May 2017", "May 2017"),
        ("May 2017", "3 June 2017", "May 2017 to 3 June 2017"),
        ("May 2017", None, "since May 2017"),
        (None, "2018", "until 2018"),
        (None, None, ""),
    ],
)
def test_periods(start, end, said):
    assert words.period(start and known(start), end and known(end)) == said


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("20 May 2017 9am", "20 May 2017 4.30pm", "20 May 2017, 9am to 4.30pm"),
        ("20 May 2017 9am", "21 May 2017 1pm", "20 May 2017, 9am to 21 May 2017, 1pm"),
        ("20 May 2017 9am", "20 May 2017", "20 May 2017, 9am"),
        ("20 May 2017", "20 May 2017", "20 May 2017"),
        ("20 May 2017", "21 May 2017", "20 May 2017 to 21 May 2017"),
        ("May 2017", "May 2017", "May 2017"),
        ("May 2017", "June 2017", "May to June 2017"),
        ("2017", "2017", "2017"),
    ],
)
def test_spans_of_events(start, end, said):
    field = PartialMomentField()
    assert words.span(field.clean(start), field.clean(end)) == said
