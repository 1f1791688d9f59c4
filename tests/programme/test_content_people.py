"""The content supplied with the hub gives the known members of the team and groups, and their meetings, and no more."""

import pytest
from django.db.models import Count

from programme.models import (
    Attendance,
    GroupPage,
    MeetingPage,
    PolicyArea,
    TeamIndexPage,
    TeamProfilePage,
    WorkStreamPage,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]

TEAM = {
    "Donald Henderson": {("leads", "care-and-protection-directorate")},
    "Judith Ainsley": {("leads", None)},
    "Katherine Hudson": {("team_leader", "programme-management"), ("policy_lead", "data-and-evidence")},
    "Philippa Brosnan": {("team_leader", "programme-management")},
    "Sandra Aitken": {("policy_lead", "neglect")},
    "Deborah Gallagher": {("policy_lead", "policy-and-prevention-plan"), ("policy_lead", "inspections")},
    "Leona Solley": {("policy_lead", "leadership")},
    "Katrina McDonald": {("policy_lead", "child-sexual-exploitation"), ("support", "child-trafficking")},
    "Francois Roos": {("communications", "communications"), ("works_on", "significant-case-reviews")},
    "Louise McCue": {("policy_lead", "internet-safety"), ("policy_lead", "participation")},
    "Louise McLean": {("support", None)},
    "Belinda McEwan": {
        ("adviser", None),
        ("policy_lead", "child-trafficking"),
        ("policy_lead", "minimum-age-of-criminal-responsibility"),
    },
}
MEETINGS = {
    "2017-06-22": "Mark McDonald",
    "2017-09-21": None,
    "2017-12": "Maree Todd",
    "2018-03": "Maree Todd",
    "2018-06": "Maree Todd",
    "2018-10-02": None,
    "2019-01": "",  # the Minister, not named in the copy of the minutes
    "2019-04-30": "Maree Todd",
    "2019-09": "Maree Todd",
    "2020-01-07": "Maree Todd",
    "2021-04-23": "Lesley Sheppard",
    "2021-06-15": "Clare Haughey",
    "2021-09-22": "Clare Haughey",
    "2021-12-15": "Clare Haughey",
    "2022-03-23": "Clare Haughey",
    "2022-09-21": "Clare Haughey",
    "2022-12-07": "Clare Haughey",
    "2023-02-07": None,
}


def stream(slug: str) -> WorkStreamPage:
    return WorkStreamPage.objects.get(slug=slug)


def slugs(queryset) -> list[str]:
    return list(queryset.values_list("slug", flat=True))


# Team


def test_twelve_people_in_order_with_their_duties():
    people = TeamProfilePage.objects.order_by("path")
    assert [person.title for person in people] == list(TEAM)
    for person in people:
        found = {
            (duty.kind, getattr(duty.work_stream or duty.policy_area, "slug", None)) for duty in person.duties.all()
        }
        assert found == TEAM[person.title]


def test_the_team_is_shown_as_at_may_2017_and_never_as_current():
    assert TeamIndexPage.objects.get().get_as_at_display() == "May 2017"
    for person in TeamProfilePage.objects.all():
        assert person.get_as_at_display() == "May 2017"
        assert person.review_date > person.as_at
        assert person.sort_name == f"{person.family_name}, {person.given_name}"


def test_some_duties_are_for_a_policy_area_that_is_no_stream():
    used = set(PolicyArea.objects.filter(duties__isnull=False).values_list("slug", flat=True))
    assert used == set(slugs(PolicyArea.objects))
    assert {"significant-case-reviews", "policy-and-prevention-plan", "participation", "communications"} <= used
    assert "minimum-age-of-criminal-responsibility" in used


def test_names_that_are_easily_confused():
    assert TeamProfilePage.objects.filter(post_title="CPIP Team Leader").count() == 2
    louises = TeamProfilePage.objects.filter(given_name="Louise").order_by("sort_name")
    assert [person.sort_name for person in louises] == ["McCue, Louise", "McLean, Louise"]


# Groups and meetings


def test_eighteen_meetings_of_the_leadership_group():
    group = GroupPage.objects.get(slug="leadership-group")
    meetings = {meeting.slug: meeting for meeting in group.meetings.order_by("date")}
    assert list(meetings) == list(MEETINGS)
    for slug, meeting in meetings.items():
        assert meeting.date_precision == ("day" if slug.count("-") == 2 else "month")
        assert meeting.date.isoformat() == (slug if slug.count("-") == 2 else f"{slug}-01")
        assert meeting.state == ("agreed" if meeting.minutes_address else "held")
        chair = meeting.attendance.filter(kind="chair").first()
        assert (chair.name if chair else None) == MEETINGS[slug]
    assert MeetingPage.objects.count() == 18


def test_the_chair_is_an_office_that_was_renamed():
    assert "Minister" in GroupPage.objects.get(slug="leadership-group").chair
    roles = dict(Attendance.objects.filter(kind="chair").values_list("page__slug", "role"))
    assert roles["2018-03"] == "Minister for Childcare and Early Years"
    assert roles["2018-06"] == "Minister for Children and Young People"


def test_attendance_is_complete_only_where_the_whole_list_could_be_read():
    assert set(slugs(MeetingPage.objects.filter(attendance_complete=True))) == {"2017-06-22", "2017-12"}
    number = dict(Attendance.objects.values_list("page__slug").annotate(Count("pk")))
    assert number == {
        "2017-06-22": 18,
        "2017-12": 18,
        "2018-03": 21,
        "2018-06": 21,
        "2019-01": 7,
        "2019-04-30": 22,
        "2019-09": 19,
        "2020-01-07": 21,
        "2021-04-23": 23,
        "2021-06-15": 21,
        "2021-09-22": 22,
        "2021-12-15": 22,
        "2022-03-23": 22,
        "2022-09-21": 17,
        "2022-12-07": 21,
        "2023-02-07": 18,
    }


def test_those_who_came_have_their_own_titles_and_deputies_say_for_whom():
    first = {row.name: row for row in Attendance.objects.filter(page__slug="2017-06-22")}
    assert first["Leona Solley"].role == first["Louise McLean"].role == "Child Protection"
    assert (first["Aileen Nicol"].kind, first["Aileen Nicol"].on_behalf_of) == ("deputy", "Claire Burns")
    assert first["Neil Hunter"].kind == "apology"
    heads = Attendance.objects.filter(name="Lindsay MacDougall", kind="member").values_list("page__slug", "role")
    assert dict(heads)["2019-09"] == "Acting Head of Child Protection"
    # The chair isn't certain.
    assert not Attendance.objects.filter(page__slug="2023-02-07", kind="chair").exists()


def test_a_meeting_that_was_only_planned_is_not_among_those_held():
    assert not MeetingPage.objects.filter(slug__startswith="2020-12").exists()


def test_nobody_from_outside_the_team_has_a_profile():
    assert TeamProfilePage.objects.count() == len(TEAM)


def test_minutes_that_were_corrected_later_say_so():
    assert set(slugs(MeetingPage.objects.exclude(amendment_note=""))) == {"2017-09-21", "2018-10-02"}


def test_groups():
    assert set(slugs(GroupPage.objects)) == {
        "leadership-group",
        "priorities-subgroup",
        "chief-officer-events-subgroup",
        "systems-review-group",
        "external-advisory-group",
        "internal-advisory-group",
        "national-cse-group",
        "child-trafficking-strategy-group",
    }
    assert slugs(GroupPage.objects.filter(closed_on__isnull=False)) == ["systems-review-group"]
    leadership = GroupPage.objects.get(slug="leadership-group")
    assert leadership.sub_groups.count() == 2
    assert {"scra", "cosla", "solace", "ades", "celcis"} <= {
        member.organisation.slug for member in leadership.members.all()
    }
