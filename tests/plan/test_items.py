"""Items of the plan: who writes them, what their form refuses, and the drafts that come of them."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from cms.base.dates import today
from cms.models import BasePage
from engagement.models import Engagement, PlanItem, SocialPost
from newsletter.generator.proposals import page_ids
from newsletter.models import IssuePage
from programme.choices import NewsKind
from programme.models import EventPage, KeyMessagePage, NewsPage, PublicationPage
from tests import factories

from .conftest import in_days, item

ADD = reverse("plan-items:add")


def edit(one: PlanItem) -> str:
    return reverse("plan-items:edit", args=[one.pk])


def errors_of(response) -> dict[str, list[str]]:
    assert response.status_code == 200
    return {name: list(texts) for name, texts in response.context["form"].errors.items()}


def test_an_item_is_planned_and_the_plan_is_shown_from_its_day(editor, practitioners, message):
    sent = item(audiences=[practitioners.pk], key_messages=[message.pk], responsible=editor.user.pk)
    answer = editor.post(ADD, sent)
    one = PlanItem.objects.get()
    assert answer["Location"] == f"{reverse('plan')}?begin=2099-03-01"
    assert (one.title, one.date, one.responsible) == ("Report is out", datetime.date(2099, 3, 1), editor.user)
    assert [*one.audiences.all(), *one.key_messages.all()] == [practitioners, message]


@pytest.mark.parametrize(
    ("changed", "errors"),
    [
        ({"date": ""}, {"date": ["Give the day on which it is to reach people."]}),
        ({"channel": ""}, {"channel": ["Choose the channel by which it is to reach people."]}),
        ({"title": ""}, {"title": ["Say in a few words what is planned."]}),
        (
            {"date": "", "channel": ""},
            {
                "date": ["Give the day on which it is to reach people."],
                "channel": ["Choose the channel by which it is to reach people."],
            },
        ),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_nothing_is_lost(changed, errors, editor, practitioners):
    response = editor.post(ADD, item(note="Ask Ann first.", audiences=[practitioners.pk], **changed))
    assert errors_of(response) == errors
    page = BeautifulSoup(response.content, "html.parser")
    assert "Ask Ann first." in page.find(attrs={"name": "note"}).text
    assert page.find("input", {"name": "audiences", "checked": True})["value"] == str(practitioners.pk)
    assert not PlanItem.objects.exists()


def test_an_item_becomes_one_thing(editor, tree):
    news, talk = factories.NewsFactory(parent=tree.news), factories.EngagementFactory(date=in_days(9))
    response = editor.post(ADD, item(page=news.pk, engagement=talk.pk))
    assert list(errors_of(response)) == ["engagement"]


def test_the_form_begins_with_the_place_in_the_plan(editor, practitioners):
    asked = {"day": "2099-03-01", "channel": "press", "audience": practitioners.pk, "message": "x"}
    initial = editor.get(ADD, asked).context["form"].initial
    assert (initial["date"], initial["channel"]) == (datetime.date(2099, 3, 1), "press")
    assert (initial["audiences"], initial["responsible"]) == ([practitioners.pk], editor.user.pk)
    assert editor.get(ADD, {"day": "soon", "channel": "x", "audience": "x"}).status_code == 200


# Drafts


@pytest.mark.parametrize(
    ("kind", "model", "date"), [("news", NewsPage, "date"), ("publication", PublicationPage, "date")]
)
def test_a_draft_begins_with_what_the_item_says(kind, model, date, editor, tree, stream, practitioners, message):
    one = factories.PlanItemFactory(kind=kind, title="Report is out", date=in_days(20))
    one.audiences.add(practitioners)
    one.key_messages.add(message)
    one.work_streams.add(stream)
    assert "Write it" in editor.get(edit(one)).content.decode()
    answer = editor.post(reverse("plan_draft", args=[one.pk]))
    one.refresh_from_db()
    page: BasePage = one.page.specific
    assert answer["Location"] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert editor.get(answer["Location"]).status_code == 200
    assert isinstance(page, model)
    assert (page.live, page.owner, getattr(page, date)) == (False, editor.user, in_days(20))
    draft = page.get_latest_revision_as_object()
    assert (draft.title, list(draft.audiences.all()), list(draft.work_streams.all())) == (
        *("Report is out", [practitioners]),
        [stream],
    )
    assert kind != "news" or list(draft.key_messages.all()) == [message]
    assert kind != "news" or draft.kind == NewsKind.ANNOUNCEMENT, "as the form of new news begins"
    assert one.state == "in_progress"


def test_an_event_is_drafted_without_a_time(editor, tree):
    one = factories.PlanItemFactory(kind="event", channel="event", title="Open day", date=in_days(20))
    editor.post(reverse("plan_draft", args=[one.pk]))
    event = EventPage.objects.get()
    assert (event.start_precision, event.end_precision) == ("day", "day")
    assert editor.get(reverse("wagtailadmin_pages:edit", args=[event.pk])).status_code == 200
    assert (PlanItem.objects.get().page_id, event.live) == (event.pk, False)


def test_a_key_message_is_drafted(editor, tree, stream, practitioners):
    one = factories.PlanItemFactory(kind="key-message", title="We listen", date=in_days(20))
    one.audiences.add(practitioners)
    one.work_streams.add(stream)
    assert "Write it" in editor.get(edit(one)).content.decode()
    answer = editor.post(reverse("plan_draft", args=[one.pk]))
    assert editor.get(answer["Location"]).status_code == 200
    page = KeyMessagePage.objects.get()
    draft = page.get_latest_revision_as_object()
    assert (page.live, draft.title, list(draft.audiences.all())) == (False, "We listen", [practitioners])
    assert list(draft.work_streams.all()) == [stream]
    assert (PlanItem.objects.get().page_id, PlanItem.objects.get().date) == (page.pk, in_days(20))


def test_an_issue_is_drafted_with_what_is_new_since_the_last(editor, tree, stream, practitioners, message):
    news = factories.NewsFactory(parent=tree.news)
    news.save_revision().publish()
    one = factories.PlanItemFactory(kind="issue", channel="update", title="Read the report", date=in_days(20))
    one.audiences.add(practitioners)
    one.work_streams.add(stream)
    one.key_messages.add(message)
    answer = editor.post(reverse("plan_draft", args=[one.pk]))
    assert editor.get(answer["Location"]).status_code == 200
    issue = IssuePage.objects.get().get_latest_revision_as_object()
    assert (issue.live, issue.number, issue.title) == (False, 1, "Issue 1")
    assert (issue.date, issue.subject) == (in_days(20), "Read the report")
    assert [*issue.audiences.all(), *issue.work_streams.all()] == [practitioners, stream]
    assert {news.pk, message.pk} <= set(page_ids(list(issue.sections.get_prep_value())))
    assert PlanItem.objects.get().page_id == issue.pk
    assert IssuePage.objects.get().audiences.get() == practitioners  # which the plan reads


def test_without_an_archive_no_issue_is_drafted(editor, tree):
    tree.updates.delete()
    one = factories.PlanItemFactory(kind="issue", channel="update")
    answer = editor.post(reverse("plan_draft", args=[one.pk]), follow=True)
    assert "There is no archive in which you may add an issue" in answer.content.decode()
    assert PlanItem.objects.get().state == "planned"


def test_a_post_and_an_engagement_are_drafted(editor, tree, practitioners, message):
    post = factories.PlanItemFactory(kind="post", channel="social", title="Read the report", date=in_days(3))
    talk = factories.PlanItemFactory(kind="engagement", channel="meeting", title="Talk", date=in_days(4))
    late = factories.PlanItemFactory(kind="engagement", channel="event", title="Was yesterday", date=in_days(-1))
    for one in (post, talk, late):
        one.key_messages.add(message)
        one.audiences.add(practitioners)
        assert editor.get(editor.post(reverse("plan_draft", args=[one.pk]))["Location"]).status_code == 200
    made = SocialPost.objects.get()
    assert (made.text, made.planned_for, made.author, made.state) == (
        *("Read the report", in_days(3)),
        editor.user,
        "draft",
    )
    assert list(made.key_messages.all()) == [message]
    logged = {one.title: (one.state, one.kind, list(one.audiences.all())) for one in Engagement.objects.all()}
    assert logged == {
        "Talk": ("Planned", "meeting", [practitioners]),
        "Was yesterday": ("To be logged", "event", [practitioners]),
    }


def test_a_draft_is_made_once_and_not_of_everything(editor, tree):
    one = factories.PlanItemFactory()
    for _ in range(2):
        editor.post(reverse("plan_draft", args=[one.pk]))
    assert NewsPage.objects.count() == 1
    other = factories.PlanItemFactory(kind="other")
    assert "Write it" not in editor.get(edit(other)).content.decode()
    answer = editor.post(reverse("plan_draft", args=[other.pk]), follow=True)
    assert "Nothing can be drafted" in answer.content.decode()


def test_without_a_list_that_is_said(editor, tree):
    tree.news.delete()
    one = factories.PlanItemFactory()
    answer = editor.post(reverse("plan_draft", args=[one.pk]), follow=True)
    assert "There is no list in which you may add a page" in answer.content.decode()
    assert PlanItem.objects.get().page is None


def test_the_day_of_an_item_is_that_of_its_draft(editor, tree):
    news = factories.NewsFactory(parent=tree.news, date=in_days(30), live=False)
    one = factories.PlanItemFactory(page=news, date=in_days(20))
    form = editor.get(edit(one)).context["form"]
    assert form.fields["date"].disabled
    editor.post(edit(one), item(title="Renamed", date="", page=news.pk))
    one.refresh_from_db()
    assert (one.title, one.date) == ("Renamed", in_days(30))


# Who may


def test_viewers_read_the_plan_and_change_nothing(viewer, editor, tree):
    one = factories.PlanItemFactory(title="Report is out")
    for client, sees in ((viewer, False), (editor, True)):
        assert (client.get(reverse("plan")).status_code == 200) is sees
        assert (client.get(edit(one)).status_code == 200) is sees
    assert viewer.post(reverse("plan_move"), {"item": one.pk, "day": "01/03/2099"}).status_code == 302
    assert PlanItem.objects.get().date == today()


def test_quiet_periods_are_the_leads(editor, moderator, tree):
    sent = {"name": "Election", "first": "01/05/2099", "last": "20/04/2099"}
    assert editor.post(reverse("quiet-periods:add"), sent)["Location"] == "/admin/"
    response = moderator.post(reverse("quiet-periods:add"), sent)
    assert errors_of(response) == {"last": ["The last day is before the first."]}
    assert "Give the reason." in moderator.post(reverse("quiet-periods:add"), sent | {"name": ""}).content.decode()
    assert moderator.post(reverse("quiet-periods:add"), sent | {"last": "20/05/2099"}).status_code == 302
