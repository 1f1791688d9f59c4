"""The assistant: answers are kept step by step, and made into a programme as a whole or not at all."""

from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from wagtail.models import Page, Site

from cms.accounts.roles import EDITORS, MODERATORS, ORGANISATION_LEADS, set_up_roles
from cms.models import HubImage, HubSettings, LookSettings, ProgrammeSite
from home.admin.assistant.views import AssistantStepView
from home.models import HomePage, ProgrammeOutline
from newsletter.models import MailingList
from programme.models import NewsPage, ProgrammeWords, TeamProfilePage, WorkStreamPage

START = "/admin/programmes/assistant/"
NAME = {"name": "Green Isles", "short_name": "GI", "purpose": "Clean power.", "contact_email": "green@example.org"}


def rows(*found: dict) -> dict:
    typed = {f"row-{place}-{name}": value for place, row in enumerate(found) for name, value in row.items()}
    return {"row-TOTAL_FORMS": len(found), "row-INITIAL_FORMS": 0, **typed}


def logo() -> SimpleUploadedFile:
    made = BytesIO()
    Image.new("RGB", (240, 120), "#005a5a").save(made, "PNG")
    return SimpleUploadedFile("logo.png", made.getvalue(), "image/png")


ANSWERS = {
    "name": NAME,
    "words": {"recommendation_singular": "promise", "recommendation_plural": "promises"},
    "look": {"theme": "neutral", "typeface": "theme", "accent": "#005a5a", "logo_text": "The Council"},
    "streams": rows({"name": "Homes", "summary": "Warm homes."}, {"name": "", "summary": ""}),
    "people": rows(
        {"given_name": "Ada", "family_name": "Marsh", "post": "Director", "leads": "Homes", "on_site": "on"},
        {"given_name": "Ben", "family_name": "Croft", "email": "Ben@example.org", "role": EDITORS},
    ),
    "approval": {"approval": "nobody"},
    "update": {"title": "Welcome", "summary": "We begin.", "text": "First.\nSecond."},
}


@pytest.fixture
def ann(db, client):
    """An administrator, signed in, in a hub with roles and nothing else."""
    set_up_roles()
    user = get_user_model().objects.create_superuser("ann", "ann@example.org")
    client.force_login(user)
    return user


def begun(client, **answers: dict) -> str:
    """Begin, give answers, and return the beginning of the addresses of all steps."""
    address = client.post(START)["Location"].removesuffix("start/")
    for step, data in answers.items():
        sent = data | ({"logo_file": logo()} if step == "look" else {})
        assert client.post(f"{address}{step}/", sent).status_code == 302, step
    return address


def test_an_empty_hub_says_so_and_greets(client, ann):
    answer = Client().get("/")
    assert (answer.status_code, answer["X-Robots-Tag"], answer["Cache-Control"]) == (200, "noindex", "no-store")
    assert "This hub is being set up" in answer.content.decode()
    assert Client().get("/news/").status_code == 404
    assert f'href="{START}">Set up this hub</a>' in client.get("/admin/").content.decode()


def test_a_hub_with_a_programme_greets_nobody(client, tree, roles):
    user = get_user_model().objects.create_superuser("bob")
    client.force_login(user)
    assert "Set up this hub" not in client.get("/admin/").content.decode()
    assert "being set up" not in Client().get("/").content.decode()


def test_everything_is_made_public_at_once(client, ann, django_capture_on_commit_callbacks):
    address = begun(client, **ANSWERS)
    assert not HomePage.objects.exists()
    assert not HubImage.objects.exists()
    assert mail.outbox == []
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{address}check/", {"action": "publish"})
    site = Site.objects.get()
    assert (site.root_page.title, site.is_default_site) == ("Green Isles", True)
    assert ProgrammeSite.objects.get().key == "gi"
    assert HubSettings.objects.get(site=site).contact_email == "green@example.org"
    lists = MailingList.objects.filter(site=site).values_list("slug", "offered", "allowed_domains")
    assert set(lists) == {("update", True, ""), ("internal-update", False, "example.org")}
    assert ProgrammeWords.objects.get(site=site).recommendation_singular == "promise"
    look = LookSettings.objects.get(site=site)
    assert (look.theme, look.accent, look.logo.description) == ("neutral", "#005a5a", "The Council")
    ada = TeamProfilePage.objects.get()
    assert [(duty.kind, duty.work_stream.title) for duty in ada.duties.all()] == [("leads", "Homes")]
    assert NewsPage.objects.get().body[0].value["text"].source == "<p>First.</p><p>Second.</p>"
    ben = get_user_model().objects.get(email="ben@example.org")
    assert [group.name for group in ben.groups.all()] == [MODERATORS], "nobody approves, so writers publish"
    assert [message.to for message in mail.outbox] == [["ben@example.org"]]
    assert ProgrammeOutline.objects.get().site == site
    assert client.get(f"{address}name/").status_code == 404
    (row,) = client.get("/admin/programmes/").context["rows"]
    assert row.editors == 1, "roles of a hub's only programme are at the root"
    front = Client().get("/").content.decode()
    assert "Green Isles" in front
    assert 'href="/work-streams/"' in front
    assert not any(
        f'href="/{slug}/"' in front for slug in ("events", "groups", "publications", "key-messages", "about")
    )
    assert not Page.objects.filter(title__startswith="Welcome to your new Wagtail").exists()
    assert set_up_roles() == []


def test_drafts_are_kept_from_readers(client, ann):
    address = begun(client, **ANSWERS)
    client.post(f"{address}check/", {"action": "draft"})
    home = HomePage.objects.get()
    assert not home.live
    assert "being set up" in Client().get("/").content.decode()
    assert WorkStreamPage.objects.exists()
    assert Client().get("/work-streams/homes/").status_code == 404
    assert "Look at the front page" in client.get("/admin/").content.decode()
    home.save_revision().publish()
    assert Client().get("/work-streams/homes/").status_code == 200


def test_the_purpose_is_no_vision_until_somebody_writes_one(client, ann):
    address = begun(client, **ANSWERS)
    client.post(f"{address}check/", {"action": "publish"})
    front = Client().get("/").content.decode()
    assert front.count(">Clean power.<") == 1
    assert "The vision" not in front
    home = HomePage.objects.get()
    home.vision = "<p>Clean power for <b>every</b> home.</p>"
    home.save_revision().publish()
    assert "The vision" in Client().get("/").content.decode()


def test_what_is_wrong_is_kept_and_said_at_the_field(client, ann):
    address = begun(client, name=NAME)
    answer = client.post(f"{address}update/", {"title": "", "text": "We begin."})
    assert answer.status_code == 422
    assert "Give it a title, or empty the other fields if there is to be no news yet." in answer.content.decode()
    assert "We begin." in client.get(f"{address}update/").content.decode()
    summary = client.get(f"{address}check/").content.decode()
    assert "Some steps aren’t complete yet." in summary
    assert client.post(f"{address}check/", {"action": "publish"}).status_code == 422
    assert not HomePage.objects.exists()


def linked_problems(answer) -> list[str]:
    """Return the problems above a refused form. Each leads to its field."""
    assert answer.status_code == 422
    page = BeautifulSoup(answer.content, "html.parser")
    summary = page.select_one("#error-summary[role=alert][tabindex='-1'][autofocus]")
    assert page.find(id=summary["aria-labelledby"]).text == "There is a problem"
    links = summary.select("a")
    assert all(page.select_one(f"form [id='{link['href'][1:]}']") for link in links)
    return [link.text for link in links]


def test_all_that_is_refused_is_said_at_the_top_with_links(client, tree, roles):
    client.force_login(get_user_model().objects.create_superuser("bob"))
    address = begun(client, streams=ANSWERS["streams"])
    opened = client.get(f"{address}name/").content.decode()
    assert "error-summary" not in opened
    place = {"place": "path", "below": tree.site.pk, "path": "not a word"}
    first, second = linked_problems(client.post(f"{address}name/", NAME | place | {"purpose": ""}))
    assert first == "What it is for: This field is required."
    assert second.startswith("First part of the address: ")
    refused = ANSWERS["people"] | {"row-0-email": "nobody", "row-1-email": ""}
    assert [one.partition(":")[0] for one in linked_problems(client.post(f"{address}people/", refused))] == [
        "E-mail"
    ] * 2


def test_a_colour_without_contrast_is_refused_with_the_nearest_that_passes(client, ann):
    address = begun(client, name=NAME)
    answer = client.post(f"{address}look/", ANSWERS["look"] | {"accent": "#ffee00"})
    assert answer.status_code == 422
    assert "#" in answer.context["form"].errors["accent"][0]
    assert 'value="#ffee00"' in answer.content.decode()


def test_one_goes_on_where_another_left(client, ann):
    address = begun(client, name=NAME)
    client.post(f"{address}words/", {"action": "leave", "group_singular": "circle"})
    other = get_user_model().objects.create_user("bob", password="x")
    other.groups.add(Group.objects.get(name=ORGANISATION_LEADS))
    client.force_login(other)
    listed = client.get(START).content.decode()
    assert "Green Isles" in listed
    assert f"{address}words/" in listed
    assert 'value="circle"' in client.get(f"{address}words/").content.decode()


def test_two_at_once_are_warned(client, ann):
    address = begun(client, name=NAME)
    opened = client.get(f"{address}update/").context["as_opened"]
    client.post(f"{address}update/", {"title": "Theirs", "summary": "A"})
    answer = client.post(f"{address}update/", {"title": "Mine", "summary": "B", "as_opened": opened})
    assert answer.status_code == 409
    assert 'value="Mine"' in answer.content.decode()
    assert ProgrammeOutline.objects.get().value("update", "title") == "Theirs"
    client.post(f"{address}update/", {"title": "Mine", "summary": "B", "as_opened": answer.context["as_opened"]})
    assert ProgrammeOutline.objects.get().value("update", "title") == "Mine"


@pytest.fixture
def meanwhile(monkeypatch):
    """Return a function that changes the outline between the reading and the saving of a step."""

    def change(**values):
        before = AssistantStepView.post

        def post(*args, **kwargs):
            ProgrammeOutline.objects.update(**values)
            return before(*args, **kwargs)

        monkeypatch.setattr(AssistantStepView, "post", post)

    return change


def test_two_who_save_different_steps_lose_nothing(client, ann, meanwhile):
    address = begun(client, name=NAME)
    answers = ProgrammeOutline.objects.get().answers | {"words": {"group_singular": ["circle"]}}
    meanwhile(answers=answers, complete=["name", "words"])
    client.post(f"{address}update/", ANSWERS["update"])
    outline = ProgrammeOutline.objects.get()
    assert (outline.value("words", "group_singular"), outline.value("update", "title")) == ("circle", "Welcome")
    assert outline.complete == ["name", "words", "update"]


def test_saving_a_step_does_not_bring_a_finished_outline_back(client, ann, meanwhile):
    address = begun(client, streams=ANSWERS["streams"], people=ANSWERS["people"])
    meanwhile(site=Site.objects.get(), answers={})
    assert client.post(f"{address}update/", ANSWERS["update"]).status_code == 404
    outline = ProgrammeOutline.objects.get()
    assert (outline.site, outline.answers) == (Site.objects.get(), {})


def test_rows_that_were_counted_wrongly_are_shown_again(client, ann):
    address = begun(client, name=NAME)
    for count in ("many", "-1", "1000000"):
        answer = client.post(f"{address}people/", {**ANSWERS["people"], "row-TOTAL_FORMS": count, "action": "more"})
        assert answer.status_code == 200
        assert client.get(f"{address}people/").context["form"].total_form_count() <= 100


def test_a_further_programme_has_an_address_and_groups_of_its_own(client, tree, roles):
    lead = get_user_model().objects.create_user("lead", password="x")
    lead.groups.add(Group.objects.get(name=ORGANISATION_LEADS))
    client.force_login(lead)
    place = {"place": "path", "below": tree.site.pk, "path": "isles"}
    answers = ANSWERS | {"name": NAME | place}
    address = begun(client, **answers)
    assert "to be invited by an administrator" in client.get(f"{address}check/").content.decode()
    client.post(f"{address}check/", {"action": "publish"})
    assert "Green Isles" in Client().get("/isles/").content.decode()
    assert Client().get("/isles/work-streams/homes/").status_code == 200
    assert Client().get("/work-streams/homes/").status_code == 404
    site = ProgrammeSite.objects.get(path="isles").site
    logo = LookSettings.objects.get(site=site).logo
    assert logo.collection == site.programme_site.collection
    assert MailingList.objects.filter(site=site, offered=True).count() == 1
    assert not get_user_model().objects.filter(email="ben@example.org").exists()
    assert not ProgrammeWords.objects.exclude(site=site).exists()


def test_a_failure_leaves_nothing(client, ann, monkeypatch):
    address = begun(client, **ANSWERS)

    def fail(*args):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("home.assistant.publication._say_who_approves", fail)
    with pytest.raises(RuntimeError):
        client.post(f"{address}check/", {"action": "publish"})
    assert not HomePage.objects.exists()
    assert not WorkStreamPage.objects.exists()
    assert ProgrammeOutline.objects.get().site is None


def test_answers_can_be_thrown_away(client, ann):
    address = begun(client, name=NAME)
    assert client.get(f"{address}discard/").status_code == 200
    assert ProgrammeOutline.objects.exists()
    client.post(f"{address}discard/")
    assert not ProgrammeOutline.objects.exists()


def begin_with_the_inquiry(client, front: str) -> None:
    address = begun(client, start={"starter": "inquiry"})
    assert client.get(f"{address}words/").context["form"]["work_stream_singular"].value() == "chapter"
    assert client.get(f"{address}look/").context["form"]["accent"].value() == "#1d4f8c"
    place = {"place": "path", "below": Site.objects.get().pk, "path": "inquiry"}
    client.post(f"{address}name/", NAME | place)
    client.post(f"{address}streams/", ANSWERS["streams"])
    check = client.get(f"{address}check/").content.decode()
    assert "Recommendations come afterwards from a table, under “Imports”." in check
    client.post(f"{address}check/", {"action": "publish"})
    page = WorkStreamPage.objects.get()
    assert "in the order of the report" in Client().get(f"{front}work-streams/").content.decode()
    assert LookSettings.objects.get(site=page.get_site()).accent == "#1d4f8c"
    about = page.get_site().root_page.get_children().get(slug="about")
    assert (about.live, about.get_latest_revision_as_object().summary) == (
        False,
        "What was inquired into, by whom, and who answers now.",
    )


def test_the_first_programme_begins_with_a_starter(client, ann):
    begin_with_the_inquiry(client, "/")


def test_a_further_programme_begins_with_a_starter(client, tree, roles):
    client.force_login(get_user_model().objects.create_superuser("bob"))
    begin_with_the_inquiry(client, "/inquiry/")
