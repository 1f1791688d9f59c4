"""The form of a new programme makes all of it, pages, look, words, people and news, or nothing."""

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
from cms.delivery.look.themes import ThemeName
from cms.models import HubSettings, LookSettings, ProgrammeSite
from home.models import HomePage
from newsletter.models import MailingList
from programme.models import NewsPage, ProgrammeWords, TeamProfilePage, WorkStreamPage

ADD = "/admin/programmes/add/"
NAME = {"name": "Green Isles", "short_name": "GI", "purpose": "Clean power.", "contact_email": "green@example.org"}


def rows(prefix: str, *found: dict) -> dict:
    typed = {f"{prefix}-{place}-{name}": value for place, row in enumerate(found) for name, value in row.items()}
    return {f"{prefix}-TOTAL_FORMS": len(found), f"{prefix}-INITIAL_FORMS": 0, **typed}


def logo() -> SimpleUploadedFile:
    made = BytesIO()
    Image.new("RGB", (240, 120), "#005a5a").save(made, "PNG")
    return SimpleUploadedFile("logo.png", made.getvalue(), "image/png")


WORDS = {"recommendation_singular": "promise", "recommendation_plural": "promises"}
LOOK = {"theme": "neutral", "typeface": "theme", "accent": "#005a5a", "logo_text": "The Council"}
STREAMS = rows("streams", {"name": "Homes", "summary": "Warm homes."}, {"name": "", "summary": ""})
PEOPLE = rows(
    "people",
    {"given_name": "Ada", "family_name": "Marsh", "post": "Director", "leads": "Homes", "on_site": "on"},
    {"given_name": "Ben", "family_name": "Croft", "email": "Ben@example.org", "role": EDITORS},
)
NEWS = {"title": "Welcome", "summary": "We begin.", "text": "First.\nSecond."}
ALL = NAME | WORDS | LOOK | STREAMS | PEOPLE | {"approval": "nobody"} | NEWS


@pytest.fixture
def ann(db, client):
    """An administrator, signed in, in a hub with roles and nothing else."""
    set_up_roles()
    user = get_user_model().objects.create_superuser("ann", "ann@example.org")
    client.force_login(user)
    return user


def sent(client, **values):
    """Send the whole form, with a logo."""
    return client.post(ADD, ALL | {"logo_file": logo()} | values)


def test_an_empty_hub_says_so_and_greets(client, ann):
    answer = Client().get("/")
    assert (answer.status_code, answer["X-Robots-Tag"], answer["Cache-Control"]) == (200, "noindex", "no-store")
    assert "This hub is being set up" in answer.content.decode()
    assert Client().get("/news/").status_code == 404
    assert f'href="{ADD}">Set up this hub</a>' in client.get("/admin/").content.decode()


def test_a_hub_with_a_programme_greets_nobody(client, tree, roles):
    user = get_user_model().objects.create_superuser("bob")
    client.force_login(user)
    assert "Set up this hub" not in client.get("/admin/").content.decode()
    assert "being set up" not in Client().get("/").content.decode()


def test_everything_is_made_public_at_once(client, ann, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert sent(client, publish="1")["Location"] == "/admin/programmes/"
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
    sent(client)
    home = HomePage.objects.get()
    assert not home.live
    assert "being set up" in Client().get("/").content.decode()
    assert WorkStreamPage.objects.exists()
    assert Client().get("/work-streams/homes/").status_code == 404
    assert "Look at the front page" in client.get("/admin/").content.decode()
    home.save_revision().publish()
    assert Client().get("/work-streams/homes/").status_code == 200


def test_the_purpose_is_no_vision_until_somebody_writes_one(client, ann):
    sent(client, publish="1")
    front = Client().get("/").content.decode()
    assert front.count(">Clean power.<") == 1
    assert "The vision" not in front
    home = HomePage.objects.get()
    home.vision = "<p>Clean power for <b>every</b> home.</p>"
    home.save_revision().publish()
    assert "The vision" in Client().get("/").content.decode()


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
    assert "error-summary" not in client.get(ADD).content.decode()
    place = {"place": "path", "below": tree.site.pk, "path": "not a word", "starter": "inquiry", "source": tree.site.pk}
    people = {"people-0-email": "nobody", "people-1-email": "", "people-0-leads": "Nowhere"}
    answer = sent(client, **place, **people, purpose="", accent="#ffee00", title="")
    assert [one.partition(": ")[0] for one in linked_problems(answer)] == [
        *("Or with a copy", "What it is for", "First part of the address", "Accent"),
        *("E-mail", "Leads", "E-mail", "Title"),
    ]
    page = answer.content.decode()
    assert "Give it a title, or empty the other fields if there is to be no news yet." in page
    assert 'value="#ffee00"' in page
    assert "First.\nSecond." in page
    assert HomePage.objects.count() == 1


def test_rows_that_were_counted_wrongly_are_shown_again(client, ann):
    for count in ("many", "-1", "1000000"):
        answer = sent(client, **{"people-TOTAL_FORMS": count, "purpose": ""})
        assert answer.status_code == 422
        assert answer.context["parts"][4][1].total_form_count() <= 100


def test_a_further_programme_has_an_address_and_groups_of_its_own(client, tree, roles):
    lead = get_user_model().objects.create_user("lead", password="x")
    lead.groups.add(Group.objects.get(name=ORGANISATION_LEADS))
    client.force_login(lead)
    answer = sent(client, place="path", below=tree.site.pk, path="isles", publish="1")
    said = client.get(answer["Location"]).content.decode()
    assert "To be invited by an administrator: ben@example.org." in said
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
    def fail(*args):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("home.programmes.publication._say_who_approves", fail)
    with pytest.raises(RuntimeError):
        sent(client)
    assert not HomePage.objects.exists()
    assert not WorkStreamPage.objects.exists()


def begin_with_the_inquiry(client, front: str) -> None:
    place = {"place": "path", "below": Site.objects.get().pk, "path": "inquiry"}
    untouched = {"theme": ThemeName.DESIGN_SYSTEM, "typeface": "theme"}
    own_words = {"group_singular": "circle", "group_plural": "circles"}
    client.post(ADD, NAME | place | untouched | own_words | STREAMS | {"starter": "inquiry", "publish": "1"})
    page = WorkStreamPage.objects.get()
    assert "in the order of the report" in Client().get(f"{front}work-streams/").content.decode()
    assert LookSettings.objects.get(site=page.get_site()).accent == "#1d4f8c"
    words = ProgrammeWords.objects.get(site=page.get_site())
    assert (words.work_stream_singular, words.group_singular) == ("chapter", "circle")
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
