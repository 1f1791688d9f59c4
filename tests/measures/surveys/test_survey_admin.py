"""Surveys in the admin: who may write them, what is refused with which sentence, and what an answered one allows."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from cms.accounts.roles import EDITORS, MODERATORS, PROGRAMME_LEADS, VIEWERS
from cms.base.dates import today
from measures.models import DailyCount, SurveyAnswer, SurveyQuestion
from measures.surveys import answers
from tests import factories
from tests.admin.conftest import sign_in
from tests.sites.canaries import below

ADD = reverse("surveys:add")
DAY = datetime.timedelta(days=1)
LABELS = (("Yes, fully", True), ("In part", False), ("No", False))


@pytest.fixture
def lead(counting, roles):
    return sign_in("lead", group=PROGRAMME_LEADS)


def typed(day: datetime.date) -> str:
    return day.strftime("%d/%m/%Y")


def form_of(labels=LABELS, **changed) -> dict:
    rows = [
        {"label": label, "is_understood": "on", "id": ""} if is_understood else {"label": label, "id": ""}
        for label, is_understood in labels
    ]
    values = {
        "text": "Do you know what will change?",
        "opens_on": typed(today()),
        "closes_on": typed(today() + 7 * DAY),
    }
    return nested_form_data(values | changed | {"answers": inline_formset(rows)})


def form_for(question: SurveyQuestion, **changed) -> dict:
    """The form as it would be sent if nothing but `changed` were."""
    rows = []
    for one in question.answers.all():
        ticked = {"is_understood": "on"} if one.is_understood else {}
        rows.append({"id": one.pk, "label": one.label, **ticked})
    values = {"text": question.text, "opens_on": typed(question.opens_on), "closes_on": typed(question.closes_on)}
    return nested_form_data(values | {"answers": inline_formset(rows, initial=len(rows))}) | changed


def words_of(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def test_a_lead_writes_a_question(lead, counting):
    assert lead.post(ADD, form_of()).status_code == 302
    question = SurveyQuestion.objects.get()
    assert (question.site, question.state) == (counting, "Open")
    assert list(question.answers.values_list("label", "is_understood")) == list(LABELS)
    assert question.text in words_of(lead.get(reverse("surveys:index")))


@pytest.mark.parametrize(
    ("labels", "changed", "sentence"),
    [
        (
            LABELS,
            {"closes_on": "01/05/2020", "opens_on": "03/05/2020"},
            "It closes before it opens. Choose a later day.",
        ),
        (LABELS, {"opens_on": "31/02/2027"}, "There is no 31 February 2027."),
        (LABELS, {"text": ""}, "This field is required."),
        (LABELS[:1], {}, "Offer at least two answers."),
        ((), {}, "Offer at least two answers."),
        (LABELS + LABELS, {}, "5"),
        ((("Yes", True), ("yes", False)), {}, "Two answers are the same. Word them differently."),
        ((("In part", False), ("No", False)), {}, "No answer counts as understood."),
        ((("Yes", True), ("Clearly", True)), {}, "Every answer counts as understood."),
        ((("", True), ("No", False), ("Yes", True)), {}, "This field is required."),
    ],
)
def test_it_is_refused_with_a_sentence(lead, labels, changed, sentence):
    response = lead.post(ADD, form_of(labels, **changed))
    assert response.status_code == 200
    assert sentence in words_of(response)
    assert not SurveyQuestion.objects.exists() and not SurveyAnswer.objects.exists()


@pytest.mark.parametrize(
    ("opens", "closes", "is_refused"), [(-5, -1, False), (-5, 0, True), (3, 4, True), (8, 9, False)]
)
def test_only_one_is_open_at_a_time(lead, question, opens, closes, is_refused):
    days = {"opens_on": typed(today() + opens * DAY), "closes_on": typed(today() + closes * DAY)}
    response = lead.post(ADD, form_of(text="Another?", **days))
    assert SurveyQuestion.objects.filter(text="Another?").exists() is not is_refused
    if is_refused:
        assert f"Readers are asked one question at a time: “{question}” is open {question.days}." in words_of(response)


def test_another_programme_may_ask_at_the_same_time(lead, counting, question):
    SurveyQuestion.objects.update(site=below(counting, "birch"))
    assert lead.post(ADD, form_of()).status_code == 302


def test_until_somebody_answers_everything_can_be_changed(lead, question):
    address = reverse("surveys:edit", args=[question.pk])
    form = form_for(question, text="Shorter?", **{"answers-0-label": "Yes"})
    assert lead.post(address, form).status_code == 302
    question.refresh_from_db()
    assert (question.text, question.answers.first().label) == ("Shorter?", "Yes")


@pytest.fixture
def answered(question) -> SurveyQuestion:
    SurveyQuestion.objects.update(opens_on=today() - 3 * DAY)
    answers.count(question.site, question.answers.first().pk)
    return SurveyQuestion.objects.get()


@pytest.mark.parametrize(
    "changed",
    [{"text": "Other?"}, {"answers-1-label": "Hardly"}, {"answers-2-is_understood": "on"}, {"answers-2-DELETE": "on"}],
)
def test_an_answered_question_keeps_its_words(lead, answered, changed):
    response = lead.post(reverse("surveys:edit", args=[answered.pk]), form_for(answered, **changed))
    assert response.status_code == 200
    assert "Somebody has answered, so question, answers and first day can’t be changed." in words_of(response)
    assert SurveyQuestion.objects.get().text == answered.text
    assert list(SurveyAnswer.objects.values_list("label", "is_understood")) == list(LABELS)


@pytest.mark.parametrize(
    ("days", "sentence"), [(0, ""), (3, ""), (8, "can’t be open after"), (-1, "choose today at the earliest")]
)
def test_an_answered_question_can_be_closed_earlier(lead, answered, days, sentence):
    day = today() + days * DAY
    response = lead.post(reverse("surveys:edit", args=[answered.pk]), form_for(answered, closes_on=typed(day)))
    assert sentence in (words_of(response) if response.status_code == 200 else "")
    assert (SurveyQuestion.objects.get().closes_on == day) is not bool(sentence)


def test_the_first_day_of_an_answered_question_stays(lead, answered):
    form = form_for(answered, opens_on=typed(today()))
    assert lead.post(reverse("surveys:edit", args=[answered.pk]), form).status_code == 200
    assert SurveyQuestion.objects.get().opens_on == answered.opens_on


def test_a_question_is_deleted_with_its_counts(lead, answered, counting):
    DailyCount.objects.create(site=counting, day=today(), kind="page", thing=str(answered.answers.first().pk), number=7)
    assert lead.post(reverse("surveys:delete", args=[answered.pk])).status_code == 302
    assert not SurveyQuestion.objects.exists()
    assert list(DailyCount.objects.values_list("kind", flat=True)) == ["page"]


@pytest.mark.parametrize("group", [EDITORS, MODERATORS, VIEWERS])
def test_others_do_not_write_it(counting, question, roles, group):
    user = sign_in("somebody", group=group)
    sees = group != VIEWERS
    assert (user.get(reverse("surveys:inspect", args=[question.pk])).status_code == 200) is sees
    user.post(ADD, form_of(opens_on="01/05/2020", closes_on="02/05/2020"))
    user.post(reverse("surveys:edit", args=[question.pk]), form_for(question, text="Mine"))
    user.post(reverse("surveys:delete", args=[question.pk]))
    assert list(SurveyQuestion.objects.values_list("text", flat=True)) == [question.text]


def test_its_page_says_what_was_answered(lead, answered):
    keys = [one.pk for one in answered.answers.all()]
    for key, number in zip(keys, (19, 7, 2), strict=True):
        for _ in range(number):
            answers.count(answered.site, key)
    page = lead.get(reverse("surveys:inspect", args=[answered.pk]))
    soup = BeautifulSoup(page.content, "html.parser")
    by_answer, by_day = soup.find_all("table", class_="hub-counts__table")
    rows = [
        [cell.get_text(strip=True) for cell in row.find_all(["th", "td"])] for row in by_answer.tbody.find_all("tr")
    ]
    assert rows == [
        [f"{answered} – Yes, fully", "20"],
        [f"{answered} – In part", "not shown"],
        [f"{answered} – No", "fewer than 5"],
        ["All", "29"],
    ]
    assert len(by_day.tbody.find_all("tr")) == 4 + 1 and len(soup.select(".hub-counts rect")) == 4
    assert "Yes, fully (counts as understood)" in words_of(page)
    file = lead.get(soup.find("a", string="Download CSV")["href"]).content.decode()
    assert "No,fewer than 5" in file and 'Yes, fully",20' in file


def test_before_it_opens_its_page_says_when(lead, counting):
    question = factories.SurveyFactory(site=counting, opens_on=today() + DAY)
    assert "Readers are asked from" in words_of(lead.get(reverse("surveys:inspect", args=[question.pk])))
    assert question.state == "Not open yet"


def test_it_says_that_nobody_is_asked_while_readers_are_not_counted(roles, tree):
    question = factories.SurveyFactory(site=tree.site)
    lead = sign_in("lead", group=PROGRAMME_LEADS)
    assert "Readers aren’t asked" in words_of(lead.get(reverse("surveys:inspect", args=[question.pk])))
