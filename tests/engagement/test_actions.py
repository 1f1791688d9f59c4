"""Working through the inbox: quick filters, whose it is, why it is closed, themes, and telling readers."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.accounts.roles import EDITORS, MODERATORS
from engagement.choices import FeedbackState
from engagement.models import Feedback, FeedbackTheme, YouSaidWeDidPage
from tests import factories
from tests.admin.conftest import sign_in

INBOX = reverse("feedback:index")
THEMES = reverse("feedback-themes:index")


@pytest.fixture
def moderator(hub, roles):
    return sign_in("moderator", group=MODERATORS)


@pytest.fixture
def ada(neglect):
    return factories.FeedbackFactory(message="It is wrong", name="Ada", email="ada@example.org", work_stream=neglect)


def edit(feedback) -> str:
    return reverse("feedback:edit", args=[feedback.pk])


def text_of(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("shown", "found"),
    [
        ("new", {"new", "old"}),
        ("mine", {"mine"}),
        ("open", {"new", "old", "mine"}),
        ("overdue", {"old"}),
        ("", {"new", "old", "mine", "done"}),
    ],
)
def test_quick_filters(shown, found, moderator, hub):
    pieces = {
        "new": factories.FeedbackFactory(),
        "old": factories.FeedbackFactory(created_at=timezone.now() - datetime.timedelta(days=8)),
        "mine": factories.FeedbackFactory(owner=moderator.user, state=FeedbackState.READ),
        "done": factories.FeedbackFactory(owner=moderator.user, state=FeedbackState.ANSWERED, reply="Answered."),
    }
    page = text_of(moderator.get(INBOX, {"show": shown}))
    assert {name for name, one in pieces.items() if edit(one) in page} == found


def test_one_click_takes_it_and_takes_it_from_nobody(moderator, ada):
    take = reverse("feedback:take", args=[ada.pk])
    assert take in text_of(moderator.get(INBOX))
    assert moderator.get(take).status_code == 405
    assert moderator.post(take, {"next": f"{INBOX}?show=new"})["Location"] == f"{INBOX}?show=new"
    ada.refresh_from_db()
    assert ada.owner == moderator.user
    other = sign_in("other", group=MODERATORS)
    assert other.post(take, {"next": "https://example.com/"})["Location"] == edit(ada)
    ada.refresh_from_db()
    assert ada.owner == moderator.user


def test_several_are_given_to_somebody_at_once(moderator, ada):
    second = factories.FeedbackFactory()
    assign = reverse("wagtail_bulk_action", args=["engagement", "feedback", "assign"])
    query = f"{assign}?id={ada.pk}&id={second.pk}&next={INBOX}"
    assert ada.number in text_of(moderator.get(query))
    editor = sign_in("editor", group=EDITORS)
    assert editor.get(query).status_code == 302
    assert editor.post(query, {"owner": moderator.user.pk}).status_code == 302
    assert not Feedback.objects.exclude(owner=None).exists()
    refused = moderator.post(query, {"owner": editor.user.pk})
    assert refused.context["form"].errors["owner"]
    moderator.post(query, {"owner": moderator.user.pk})
    assert set(Feedback.objects.values_list("owner", flat=True)) == {moderator.user.pk}


def test_it_is_closed_with_a_reason(moderator, ada):
    form = {"state": "closed", "owner": "", "work_stream": "", "reply": "", "closed_because": ""}
    response = moderator.post(edit(ada), form)
    assert "Say why it is closed" in text_of(response)
    assert moderator.post(edit(ada), form | {"closed_because": "not_ours"}).status_code == 302
    ada.refresh_from_db()
    assert (ada.state, ada.closed_because) == ("closed", "not_ours")
    moderator.post(edit(ada), form | {"state": "read", "closed_because": "not_ours"})
    ada.refresh_from_db()
    assert ada.closed_because == ""


def test_what_somebody_else_saved_meanwhile_is_not_overwritten_in_silence(moderator, ada):
    opened = moderator.get(edit(ada)).context["form"].initial["as_opened"]
    Feedback.objects.filter(pk=ada.pk).update(reply="Hers")
    form = {"state": "read", "owner": "", "work_stream": "", "reply": "Mine", "closed_because": "", "as_opened": opened}
    response = moderator.post(edit(ada), form)
    assert "Somebody else changed this" in text_of(response)
    assert "Mine" in text_of(response)
    ada.refresh_from_db()
    assert ada.reply == "Hers"
    again = response.context["form"]["as_opened"].value()
    assert moderator.post(edit(ada), form | {"as_opened": again}).status_code == 302
    ada.refresh_from_db()
    assert ada.reply == "Mine"


def test_themes_are_the_teams_own_and_are_counted(moderator, ada, neglect):
    moderator.post(reverse("feedback-themes:add"), {"name": "Abbreviations", "description": ""})
    theme = FeedbackTheme.objects.get()
    moderator.post(
        edit(ada),
        {
            "state": "read",
            "owner": "",
            "work_stream": neglect.pk,
            "reply": "",
            "closed_because": "",
            "themes": [theme.pk],
        },
    )
    factories.FeedbackFactory(work_stream=None)
    factories.FeedbackFactory(message="", useful="yes")
    assert edit(ada) in text_of(moderator.get(INBOX, {"themes": theme.pk}))
    (listed,) = moderator.get(THEMES).context["object_list"]
    assert (listed.name, listed.pieces) == ("Abbreviations", 1)


def test_an_entry_for_readers_is_begun_as_a_draft_without_their_words(moderator, ada, tree):
    tell = reverse("feedback:tell", args=[ada.pk])
    assert "There is no page" in text_of(moderator.post(tell, follow=True))
    page = tree.home.add_child(instance=YouSaidWeDidPage(title="You said, we did"))
    ada.themes.add(FeedbackTheme.objects.create(name="Abbreviations"))
    for _ in range(2):  # a double click
        assert moderator.post(tell)["Location"] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    ada.refresh_from_db()
    page.refresh_from_db()
    assert ada.told == page
    assert not page.entries.exists()
    [entry] = page.get_latest_revision_as_object().entries.all()
    assert (entry.said, entry.work_stream) == ("People told us: Abbreviations", ada.work_stream)
    assert "It is wrong" not in str(page.get_latest_revision().content)
    assert sign_in("editor", group=EDITORS).post(tell).status_code == 302
