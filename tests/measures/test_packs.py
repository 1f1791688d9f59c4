"""The pack for a meeting: what is new since the one before, kept as it was made, and shown to nobody without a right or a
link."""

import copy
import datetime
import json
import re

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import GroupPagePermission

from cms.base.dates import today
from engagement.models import Engagement, FeedbackTheme
from measures.models import MeetingPack, MeetingPackLink
from measures.packs import services
from measures.packs.services import PackRefusedError
from programme.models import MeetingAction, MeetingPage, ProgressEntry
from tests import factories
from tests.admin.conftest import editor, moderator, viewer  # noqa: F401  fixtures
from tests.measures.meetings import DAY, before, group, happened, meeting, new_link, quick  # noqa: F401  fixtures
from tests.pdf_files import TaggedPdf, weasyprint  # noqa: F401  a fixture


def section(pack: MeetingPack, heading: str) -> str:
    """Return a section of the pack as text: its sentences and all its cells."""
    found = next(one for one in pack.content["sections"] if one["heading"] == heading)
    cells = [cell["text"] for table in found["tables"] for row in table["rows"] for cell in row]
    return " | ".join([*found["said"], *(table["caption"] for table in found["tables"]), *cells])


def test_it_says_what_was_recorded_since_and_how_many_have_each_status(happened, meeting, editor):  # noqa: F811
    pack = services.make(meeting, editor.user)
    assert (pack.day, pack.since) == (today(), today() - 60 * DAY)
    said = section(pack, "Progress of recommendations and actions")
    assert "2 entries recorded since" in said and "about 2 of 4." in said
    assert "Neglect: Action 1 | In progress | Complete |" in said and "It is done." in said
    assert "Begun." not in said and "Old news." not in said
    totals = pack.content["sections"][0]["tables"][0]
    assert totals["caption"] == "Actions by status (4)"
    rows = [[cell["text"] for cell in row] for row in totals["rows"]]
    assert rows == [
        ["Complete", "0", "1"],
        ["In progress", "2", "1"],
        ["Stopped", "0", "1"],
        ["No update recorded", "2", "1"],
    ]
    assert totals["rows"][0][2]["share"] == 25


def test_it_says_what_is_late_and_what_is_at_risk(happened, meeting, editor):  # noqa: F811
    pack = services.make(meeting, editor.user)
    assert "Neglect: Action 2" in section(pack, "Due and late")
    risks = section(pack, "Signs of risk")
    assert "Neglect: Action 4 | Stopped" in risks and "Neglect: Action 3 | In progress" in risks
    assert "Action 1" not in risks


def test_it_has_the_decisions_and_actions_of_earlier_meetings(happened, meeting, editor):  # noqa: F811
    said = section(services.make(meeting, editor.user), "Earlier meetings")
    assert "1 action is open, 1 of them late." in said
    assert "Decision 1. The plan stands." in said and "Somebody was late." not in said
    assert "Write it down. | Ada Bell" in said and "Open, late" in said
    assert "Ring them." in said and "Done, " in said


def test_it_names_no_sender_no_contact_and_nothing_that_was_said_in_confidence(happened, meeting, moderator):  # noqa: F811
    pack = services.make(meeting, moderator.user)
    said = section(pack, "Feedback")
    assert "2 pieces of feedback since" in said and "1 with a message; 1 not answered or closed yet." in said
    assert "Too many abbreviations | fewer than 5" in said and "Yes | 1" in said
    assert "Letters come late. | They come early." in said
    assert "1 engagement since" in section(pack, "Engagement")
    assert "Meeting | The council | Not stated" in section(pack, "Engagement")
    whole = json.dumps(pack.content)
    for word in ("My secret", "Ben Cole", "ben@example.org", "In confidence", "Old talk", "New talk"):
        assert word not in whole


@pytest.mark.parametrize(
    ("is_public", "summary", "subject"),
    [
        (True, "How letters are sent", "How letters are sent"),
        (True, "", "Not stated"),
        (False, "A draft", "Not stated"),
    ],
)
def test_the_subject_of_an_engagement_is_what_readers_see(meeting, editor, is_public, summary, subject):  # noqa: F811
    factories.EngagementFactory(title="For the team", date=today() - DAY, is_public=is_public, public_summary=summary)
    assert f"Meeting | Not stated | {subject}" in section(services.make(meeting, editor.user), "Engagement")


def test_a_theme_of_five_messages_has_its_number(meeting, moderator):  # noqa: F811
    theme = FeedbackTheme.objects.create(name="Too many abbreviations")
    for _ in range(5):
        factories.FeedbackFactory().themes.add(theme)
    assert "Too many abbreviations | 5" in section(services.make(meeting, moderator.user), "Feedback")


def test_what_its_maker_may_not_see_is_in_no_pack(happened, meeting, editor, moderator):  # noqa: F811
    refused = "Not in this pack: the person who made it may not see "
    said = section(services.make(meeting, editor.user), "Feedback")  # editors see no feedback
    assert said.startswith(f"{refused}feedback. | You said, we did | Letters come late.")
    assert "Too many abbreviations" not in said
    without(moderator, "view_feedbacktheme")
    said = section(services.make(meeting, moderator.user), "Feedback")
    assert "2 pieces of feedback since" in said and f"{refused}themes of feedback." in said
    assert "Too many abbreviations" not in said
    without(editor, "view_engagement")
    assert section(services.make(meeting, editor.user), "Engagement") == f"{refused}engagements."


def without(client, right: str) -> None:
    """Take a right from the groups of a client's user."""
    for one in client.user.groups.all():
        one.permissions.remove(*one.permissions.filter(codename=right))
    client.user = type(client.user).objects.get(pk=client.user.pk)


def test_it_has_what_was_published_and_the_next_dates(happened, meeting, editor):  # noqa: F811
    pack = services.make(meeting, editor.user)
    assert "New page | News" in section(pack, "Published") and "Old page" not in section(pack, "Published")
    assert "Leaders: Next meeting" in section(pack, "Next dates")


def test_what_is_not_public_is_left_out(happened, meeting, editor):  # noqa: F811
    happened["done"].unpublish()
    assert "Action 1 " not in json.dumps(services.make(meeting, editor.user).content)


def test_links_lead_to_the_day_that_it_speaks_of(happened, meeting, editor, client):  # noqa: F811
    pack = services.make(meeting, editor.user)
    urls = set(re.findall(r'"url": "([^"]+)"', json.dumps(pack.content)))
    assert f"http://localhost/as-at/{today()}{happened['done'].get_url()}" in urls
    found = {url: client.get(url.removeprefix("http://localhost"), follow=True).status_code for url in urls}
    assert {url: status for url, status in found.items() if status != 200} == {}


def test_drafts_of_entries_are_in_it_only_if_that_is_asked_for(happened, meeting, editor):  # noqa: F811
    draft = happened["late"].get_latest_revision_as_object()
    draft.progress_entries.add(ProgressEntry(date=today(), status="complete", note="Nearly there."))
    draft.save_revision(user=editor.user)
    assert "Nearly there." not in json.dumps(services.make(meeting, editor.user).content)
    pack = services.make(meeting, editor.user, with_drafts=True)
    assert pack.has_drafts and "Nearly there." in section(pack, "Being written, not public yet")


def test_drafts_that_its_maker_may_not_edit_are_left_out(happened, meeting, editor, tree):  # noqa: F811
    draft = happened["late"].get_latest_revision_as_object()
    draft.progress_entries.add(ProgressEntry(date=today(), status="complete", note="Nearly there."))
    draft.save_revision(user=editor.user)
    GroupPagePermission.objects.filter(group__in=editor.user.groups.all()).update(page=tree.groups)
    editor.user.user_permissions.clear()
    whole = json.dumps(services.make(meeting, editor.user, with_drafts=True).content)
    assert "Nearly there." not in whole and "No entry is being written." in whole


def test_without_an_earlier_meeting_everything_is_new(happened, meeting, before, editor):  # noqa: F811
    before.unpublish()
    pack = services.make(meeting, editor.user)
    assert pack.since is None
    assert "all since the beginning of the programme is new" in pack.content["since"]
    assert "Begun." in section(pack, "Progress of recommendations and actions")


def test_it_stays_as_it_was_made_and_can_be_made_anew(happened, meeting, editor):  # noqa: F811
    first = services.make(meeting, editor.user)
    content = copy.deepcopy(first.content)
    ProgressEntry.objects.create(page=happened["late"], date=today(), status="complete", note="At last.")
    second = services.make(meeting, editor.user)
    first.refresh_from_db()
    assert first.content == content
    assert "At last." in json.dumps(second.content)
    assert services.newest(meeting) == second and second.made_by == editor.user


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"date": datetime.date(2020, 1, 1)}, "This meeting is over"),
        ({"state": "held", "date": datetime.date(2020, 1, 1)}, "This meeting is over"),
        ({"date": None}, "The meeting has no date yet."),
    ],
)
def test_of_a_meeting_that_is_over_or_has_no_date_none_is_made(meeting, editor, values, words):  # noqa: F811
    draft = meeting.get_latest_revision_as_object()
    for name, value in values.items():
        setattr(draft, name, value)
    assert services.objection_to(draft).startswith(words)


def test_a_refusal_is_said_and_nothing_is_made(meeting, editor):  # noqa: F811
    MeetingPage.objects.filter(pk=meeting.pk).update(date=today() - DAY, latest_revision=None)
    with pytest.raises(PackRefusedError):
        services.make(MeetingPage.objects.get(pk=meeting.pk), editor.user)
    answer = editor.post(f"/admin/meeting-packs/of/{meeting.pk}/make/", follow=True)
    assert "This meeting is over, so no pack of it is made any more." in answer.content.decode()
    assert not MeetingPack.objects.exists()


def test_editors_make_it_above_the_meeting_and_viewers_may_not(happened, meeting, editor, viewer):  # noqa: F811
    address = f"/admin/meeting-packs/of/{meeting.pk}/"
    assert address in editor.get(f"/admin/pages/{meeting.pk}/edit/").content.decode()
    editor.post(f"{address}make/")
    page = BeautifulSoup(editor.get(address).content, "html.parser")
    assert "It is done." in page.get_text()
    assert "WeasyPrint isn’t installed" in page.get_text()
    assert address in editor.get("/admin/meeting-packs/").content.decode()
    pack = MeetingPack.objects.get()
    for path in (address, f"{address}{pack.pk}/", f"/admin/meeting-packs/{pack.pk}/pdf/", "/admin/meeting-packs/"):
        assert viewer.get(path).status_code in (302, 403), path
        assert Client().get(path).status_code == 302, path
    for deed in ("make", "link", "mail"):
        assert viewer.post(f"{address}{deed}/").status_code in (302, 403)
    assert MeetingPack.objects.count() == 1 and not MeetingPackLink.objects.exists()


def test_it_takes_as_many_statements_for_many_commitments_as_for_few(
    happened,  # noqa: F811
    meeting,  # noqa: F811
    before,  # noqa: F811
    moderator,  # noqa: F811
    tree,
    django_assert_num_queries,
):
    services.make(meeting, moderator.user)
    with CaptureQueriesContext(connection) as few:
        services.make(meeting, moderator.user)
    stream = factories.WorkStreamFactory(parent=tree.streams, title="Trafficking")
    for number in range(1, 12):
        page = factories.CommitmentFactory(parent=stream, number=number)
        ProgressEntry.objects.create(page=page, date=today() - DAY, status="complete")
        MeetingAction.objects.create(page=before, number=number + 2, text="More")
        Engagement.objects.create(title="More", date=today() - DAY)
        factories.NewsFactory(parent=tree.news)
        factories.FeedbackFactory().themes.add(FeedbackTheme.objects.create(name=f"Theme {number}"))
    services.make(meeting, moderator.user)
    with django_assert_num_queries(len(few)):
        pack = services.make(meeting, moderator.user)
    assert "13 entries recorded" in section(pack, "Progress of recommendations and actions")


def test_its_pdf_has_headings_tables_with_heads_and_alternative_texts(weasyprint, happened, meeting, editor, client):  # noqa: F811
    pack = services.make(meeting, editor.user)
    file = TaggedPdf(bytes(pack.pdf))
    file.require_accessible(title="Pack for Leaders: Next meeting")
    assert len(file.root.all("H2")) == len(services.SECTIONS)
    tables = [table for one in pack.content["sections"] for table in one["tables"]]
    assert len(file.root.all("Table")) == len(tables) >= 10
    assert "Pack for Leaders" in file.text and "Not public." in file.text
    assert [figure.alternative for figure in file.root.all("Figure")] == ["1 of 4"] * 4
    answer = client.get(new_link(editor, meeting) + "pack.pdf")
    assert answer.content == bytes(pack.pdf) and answer["Cache-Control"] == "private, no-store"
