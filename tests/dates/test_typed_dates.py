"""Reading dates as people type them: each form that is promised, and nothing that could mean something else."""

import datetime
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.base.typed_dates import (
    DAY,
    MONTH,
    MONTHS,
    YEAR,
    Reading,
    Towards,
    UnreadableDateError,
    read_date,
    read_day,
    read_time,
)

TODAY = datetime.date(2026, 11, 27)  # a Friday
THE_DAY = datetime.date(2026, 11, 20)
DATES = st.dates(min_value=datetime.date(1900, 1, 1), max_value=datetime.date(2999, 12, 31))
TIMES = st.times().map(lambda time: time.replace(microsecond=0))


def read(text, towards=Towards.NEXT):
    return read_date(text, today=TODAY, towards=towards)


@pytest.mark.parametrize(
    "text",
    [
        "20/11/2026",
        "20.11.2026",
        "20-11-2026",
        "20 11 2026",
        "20–11–2026",
        "2026-11-20",
        "20 November 2026",
        "20 NOVEMBER 2026",
        "20 Nov 2026",
        "20 nov. 2026",
        "20th November 2026",
        "20th of November, 2026",
        "20-Nov-2026",
        "November 20, 2026",
        "Friday 20 November 2026",
        "Fri, 20/11/2026",
        "  20\u00a0November\t2026 ",
    ],
)
def test_ways_to_write_a_day(text):
    assert read(text) == Reading(THE_DAY, DAY, None)


@pytest.mark.parametrize(
    ("text", "hour", "minute"),
    [
        ("20/11/2026 9am", 9, 0),
        ("20/11/2026 9 AM", 9, 0),
        ("20/11/2026 09:00", 9, 0),
        ("20/11/2026 9:30", 9, 30),
        ("20.11.2026 9.30", 9, 30),
        ("20.11.2026 9.30 pm", 21, 30),
        ("20/11/2026, 9.30 p.m.", 21, 30),
        ("20 November 2026 at 21:30", 21, 30),
        ("20 November 2026 noon", 12, 0),
        ("20 November 2026, 12 noon", 12, 0),
        ("20 November 2026 12pm", 12, 0),
        ("20 November 2026 12am", 0, 0),
        ("20 Nov 2026 midday", 12, 0),
        ("2026-11-20T09:00", 9, 0),
        ("2026-11-20 09:00", 9, 0),
        ("2026-11-20 09:00:00", 9, 0),
        ("9am on 20 November 2026", 9, 0),
        ("09:00, 20/11/2026", 9, 0),
        ("Friday 20 November 2026, 09:00, UK time", 9, 0),
    ],
)
def test_ways_to_write_a_day_with_a_time(text, hour, minute):
    assert read(text) == Reading(THE_DAY, DAY, datetime.time(hour, minute))


@pytest.mark.parametrize(
    ("text", "following", "last"),
    [
        ("1 Dec", (2026, 12, 1), (2025, 12, 1)),
        ("1/12", (2026, 12, 1), (2025, 12, 1)),
        ("1 March", (2027, 3, 1), (2026, 3, 1)),
        ("27 November", (2026, 11, 27), (2026, 11, 27)),
        ("29 Feb", (2028, 2, 29), (2024, 2, 29)),
        ("Monday", (2026, 11, 30), (2026, 11, 23)),
        ("thurs", (2026, 12, 3), (2026, 11, 26)),
        ("Friday", (2026, 11, 27), (2026, 11, 27)),
        ("Tuesday 1 Dec", (2026, 12, 1), None),
    ],
)
def test_without_a_year_plans_are_to_come_and_records_were(text, following, last):
    assert read(text).date == datetime.date(*following)
    if last is None:  # 1 December 2025 was a Monday
        with pytest.raises(UnreadableDateError, match="Monday 1 December 2025 isn’t a Tuesday"):
            read(text, Towards.LAST)
    else:
        assert read(text, Towards.LAST).date == datetime.date(*last)


@pytest.mark.parametrize(("text", "days"), [("today", 0), ("Tomorrow", 1), ("yesterday", -1)])
@pytest.mark.parametrize("towards", Towards)
def test_words_for_days(text, days, towards):
    assert read(text, towards).date == TODAY + datetime.timedelta(days=days)


def test_word_with_a_time():
    assert read("tomorrow 9am").words == "Saturday 28 November 2026, 09:00, UK time"


@pytest.mark.parametrize(
    ("text", "date", "precision", "words"),
    [
        ("May 2017", (2017, 5, 1), MONTH, "May 2017"),
        ("sept 2017", (2017, 9, 1), MONTH, "September 2017"),
        ("5/2017", (2017, 5, 1), MONTH, "May 2017"),
        ("2017-05", (2017, 5, 1), MONTH, "May 2017"),
        ("2017", (2017, 1, 1), YEAR, "2017"),
    ],
)
def test_months_and_years_are_taken_as_such(text, date, precision, words):
    reading = read(text)
    assert reading == Reading(datetime.date(*date), precision, None)
    assert reading.words == words
    with pytest.raises(UnreadableDateError, match=f"^{words} isn’t exact enough: give the day as well."):
        read_day(text, today=TODAY, towards=Towards.LAST)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "No date is given."),
        (" ", "No date is given."),
        ("soonish", "“soonish” can’t be read as a date. Write it like 20/11/2026 or 20 November 2026."),
        ("11/20/2026", "There is no month 20 in “11/20/2026”. The day comes before the month: 20/11/2026."),
        ("2026-20-11", "There is no month 20"),
        ("31/6/2026", "There is no 31 June 2026."),
        ("29 February 2026", "There is no 29 February 2026."),
        ("31 June", "There is no 31 June."),
        ("0/1/2026", "There is no 0 January 2026."),
        ("20/11/0000", "There is no 20 November 0000."),
        ("20/11/26", "Give the year of “20/11/26” in four digits, such as 2026."),
        ("1 Dec 16", "in four digits"),
        ("1/1/217", "in four digits"),
        ("May", "May needs a year. Write it like May 2026."),
        ("May 17", "can’t be read"),
        ("Monday 20 November 2026", "Friday 20 November 2026 isn’t a Monday."),
        ("May 2017 9am", "lacks the day of the month"),
        ("2017 9am", "lacks the day of the month"),
        ("9am", "Only a time is given. Give the date as well, such as 20/11/2026 9am."),
        ("20 November 2026 13pm", "13 pm isn’t a time."),
        ("20 November 2026 25:00", "25:00 isn’t a time of day."),
        ("20 November 2026 9", "can’t be read"),
        ("20/11/2026 midnight", "Midnight could be the beginning of the day or its end"),
        ("20/11-2026", "can’t be read"),
        ("20/11/2026 9am 10am", "can’t be read"),
        ("9.30 2017", "can’t be read"),
        ("0900", "can’t be read"),
        ("3017", "can’t be read"),
        ("next Friday", "can’t be read"),
        ("in two weeks", "can’t be read"),
        ("spring 2018", "can’t be read"),
        ("2026-11-20T09:00Z", "can’t be read"),
        ("２０/11/2026", "can’t be read"),
        ("٢٠/١١/٢٠٢٦", "can’t be read"),
        ("x" * 10_000, f"“{'x' * 40}…” can’t be read"),
    ],
)
def test_what_cannot_be_meant_or_could_mean_several_is_an_error(text, sentence):
    with pytest.raises(UnreadableDateError) as caught:
        read(text)
    assert str(caught.value).startswith(sentence) or sentence in str(caught.value)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("9am", (9, 0)),
        ("09:00", (9, 0)),
        ("9.30 pm", (21, 30)),
        ("at 9:30", (9, 30)),
        ("noon", (12, 0)),
        ("12.15am", (0, 15)),
        ("23:59:59", (23, 59, 59)),
    ],
)
def test_times_of_day(text, time):
    assert read_time(text) == datetime.time(*time)


@pytest.mark.parametrize("text", ["9", "0am", "13pm", "24:00", "9:60", "midnight", "soonish", "20/11/2026", "09:00 20"])
def test_no_times_of_day(text):
    with pytest.raises(UnreadableDateError):
        read_time(text)


@given(
    st.text(max_size=100)
    | st.lists(
        st.sampled_from(
            [
                *MONTHS,
                "Dec",
                "mon",
                "friday",
                "today",
                "noon",
                "am",
                "pm",
                "at",
                "on",
                "of",
                "T",
                "/",
                ".",
                "-",
                ",",
                " ",
                ":",
            ]
        )
        | st.text(string.digits, min_size=1, max_size=5),
        max_size=9,
    ).map("".join),
    DATES,
    st.sampled_from(Towards),
)
def test_any_text_is_read_or_refused_in_a_sentence(text, today, towards):
    try:
        reading = read_date(text, today=today, towards=towards)
    except UnreadableDateError as error:
        assert str(error).endswith((".", "?"))
    else:
        assert read_date(reading.words, today=today, towards=towards) == reading


@given(st.text(max_size=100))
def test_any_text_is_read_as_a_time_or_refused(text):
    try:
        read_time(text)
    except UnreadableDateError as error:
        assert str(error).endswith(".")


@given(
    DATES,
    TIMES,
    st.sampled_from(["{0.day}/{0.month}/{0:%Y}", "{0:%d.%m.%Y}", "{0:%d-%m-%Y}"]),
    st.sampled_from(Towards),
)
def test_the_day_comes_before_the_month_on_every_day(date, time, form, towards):
    assert read_date(form.format(date), today=TODAY, towards=towards) == Reading(date)
    with_time = read_date(f"{form.format(date)} {time}", today=TODAY, towards=towards)
    assert with_time == Reading(date, DAY, time)


@given(st.integers(1, 99), st.integers(1, 99), st.integers(1900, 2999))
def test_numbers_are_never_swapped_to_make_a_date(day, month, year):
    try:
        found = read(f"{day}/{month}/{year}").date
    except UnreadableDateError:
        with pytest.raises(ValueError, match="."):
            datetime.date(year, month, day)
    else:
        assert (found.day, found.month, found.year) == (day, month, year)


@given(DATES, st.dates(min_value=datetime.date(1990, 1, 1), max_value=datetime.date(2100, 1, 1)))
def test_the_nearest_day_of_a_name_on_the_side_that_is_meant(date, today):
    text = f"{date.day} {MONTHS[date.month - 1]}"
    following = read_date(text, today=today, towards=Towards.NEXT).date
    last = read_date(text, today=today, towards=Towards.LAST).date
    assert last <= today <= following
    assert {(day.day, day.month) for day in (following, last)} == {(date.day, date.month)}
    if (date.day, date.month) != (29, 2):
        assert following.year - last.year == (following != last)
