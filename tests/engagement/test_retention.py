"""What is forgotten of feedback, and that settings say when."""

import datetime

import pytest
from django.utils import timezone

from cms.models import HubSettings
from engagement.choices import FeedbackState
from engagement.feedback import retention, wording
from engagement.models import Feedback
from tests import factories

NOW = timezone.now()


def days(number: float) -> datetime.timedelta:
    return datetime.timedelta(days=number)


@pytest.fixture
def ada(db):
    return factories.FeedbackFactory(name="Ada", email="ada@example.org", wording="Agreed.", once="x")


@pytest.mark.parametrize("state", [FeedbackState.ANSWERED, FeedbackState.CLOSED])
def test_names_go_some_weeks_after_feedback_is_settled(ada, state):
    ada.state, ada.reply = state, "Answered her."
    ada.save()
    retention.run(ada.settled_at + days(27.9))
    ada.refresh_from_db()
    assert ada.email == "ada@example.org"
    retention.run(ada.settled_at + days(28))
    ada.refresh_from_db()
    assert (ada.name, ada.email, ada.wording) == ("", "", "")
    assert ada.message


def test_what_is_open_again_keeps_its_address(ada):
    ada.state = FeedbackState.CLOSED
    ada.save()
    ada.state = FeedbackState.READ
    ada.save()
    retention.run(NOW + days(100))
    ada.refresh_from_db()
    assert ada.email == "ada@example.org"


def test_everything_goes_when_it_is_old(ada, settings):
    settings.FEEDBACK_DAYS = 30
    retention.run(ada.created_at + days(29))
    assert Feedback.objects.exists()
    retention.run(ada.created_at + days(30))
    assert not Feedback.objects.exists()


def test_what_tells_the_same_text_goes_after_an_hour(ada):
    retention.run(ada.created_at + days(0.03))
    ada.refresh_from_db()
    assert ada.once == "x"
    retention.run(ada.created_at + days(0.05))
    ada.refresh_from_db()
    assert ada.once is None


@pytest.mark.parametrize(
    ("contact", "everything", "says"), [(28, 730, "28 days"), (1, 365, "a year"), (1, 90, "a day")]
)
def test_the_form_says_the_days_of_the_settings(contact, everything, says, settings):
    settings.FEEDBACK_CONTACT_DAYS, settings.FEEDBACK_DAYS = contact, everything
    assert says in wording.contact_wording(HubSettings(organisation="The Government"))
