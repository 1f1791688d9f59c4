"""What is erased is gone: a marked name, put wherever the hub itself writes names, is in no column of any table afterwards."""

import datetime
import json
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log
from wagtail.models import Comment, ModelLogEntry, Page, PageLogEntry
from wagtail.users.models import UserProfile

from cms.accounts.roles import EDITORS
from cms.history import erasure, withheld
from cms.history.models import Withholding
from cms.models import Change, JobRun, Notification, ProgramProposal, PutOffReminder
from newsletter.models import Send, Snapshot
from programme.models import Topic
from tests import databases, factories
from tests.sites.crawler import Things, addresses_outside, paths_of, text_of
from webhooks.models import Webhook, WebhookMessage

from .clock import moment

pytestmark = pytest.mark.django_db

NAME, SLUG = "Zéphyrine Quillfeather", "zephyrine-quillfeather"
ADDRESS = "zephyrine@quillfeather.example"
MARKS = ("quillfeather", "zephyrine", "zéphyrine", "z\\u00e9phyrine")
CHANGES = """query Changes { changes(since: "2000-01-01T00:00:00Z", first: 50) { nodes { kind pageId path } } }"""


def cells() -> list[tuple[str, str, str]]:
    """Return every cell of the database that has a mark, as table, column and text: indexes and past days, too."""
    found = []
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%%'")
            tables = [name for (name,) in cursor.fetchall()]
        else:
            tables = connection.introspection.table_names(cursor)
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  names of our tables
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for column, value in zip(names, row, strict=True):
                    text = value.decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)
                    if any(mark in text.lower() for mark in MARKS):
                        found.append((table, column, text[:200]))
    return found


def files() -> list[str]:
    """Return the paths of the hub's files that have a mark in their names or their bytes."""
    found = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    said = {str(path): (path.name.encode() + path.read_bytes()).decode("utf-8", "replace").lower() for path in found}
    return [path for path, text in said.items() if any(mark in text for mark in MARKS)]


def said_to_the_public(client) -> set[str]:
    """Open every address outside the admin, and every page with its history and its past day. Return those that say a mark."""
    things, today = Things.since(dict.fromkeys(Things.highest(), 0)), timezone.localdate()
    paths = [page.url for page in Page.objects.live().filter(depth__gt=1)]
    paths += [f"{first}{path}" for path in paths for first in ("/page-history", f"/as-at/{today}")]
    for address in addresses_outside():
        if address.space == "anymail":
            continue  # of providers of mail, which need settings of their own
        try:
            paths += paths_of(address, things, 3) if address.parts else ["/" + address.template]
        except ImproperlyConfigured:
            continue  # what is secret in it can't be counted up
    said = {path: text_of(client.get(path)).lower() for path in paths}
    return {path for path, text in said.items() if any(mark in text for mark in MARKS)}


@pytest.fixture
def person(tree, admin_user):
    """A person wherever a person can be whom the hub itself names, published, renamed, moved and then deleted; the key."""
    databases.at_once()
    hook = Webhook.objects.create(name="Copies", address="https://copies.example.org/", events=["page.changed"])
    team = tree.team
    other_team = factories.TeamIndexFactory(parent=tree.home, slug="other-team")
    given, family = NAME.split()
    page = factories.TeamProfileFactory(
        parent=team, given_name=given, family_name=family, slug=SLUG, biography=f"<p>{NAME} leads.</p>", live=False
    )
    page.save_revision(user=admin_user).publish(user=admin_user)
    page.post_title, page.change_note = f"Director {family}", f"{NAME} directs"
    page.save_revision(user=admin_user).publish(user=admin_user)
    Redirect.objects.create(old_path=f"/{SLUG}", redirect_page=page, site=tree.site)
    Comment.objects.create(page=page, user=admin_user, contentpath="title", text=f"Is {NAME} right?")
    page.slug = f"{SLUG}-again"
    page.save_revision(user=admin_user).publish(user=admin_user)
    page.move(other_team, pos="last-child", user=admin_user)
    page.refresh_from_db()
    path = f"/other-team/{SLUG}-again/"
    texts = {"subject": f"“{NAME}” waits for review", "text": f"Look at {path}", "url": path}
    Notification.objects.create(user=admin_user, kind="review", key=f"review {page.pk}", **texts)
    PutOffReminder.objects.create(group="profiles", line=NAME, user=admin_user)
    JobRun.objects.create(name="Links", failure=f"The page “{NAME}” at {path} isn’t readable", ended_at=timezone.now())
    WebhookMessage.objects.create(
        webhook=hook,
        key="one",
        body=json.dumps({"title": NAME, "path": path}),
        number=1,
        created_at=timezone.now(),
        next_attempt_at=timezone.now(),
    )
    log(tree.news, "wagtail.move", user=admin_user, data={"destination": {"id": page.pk, "title": NAME}})
    page.unpublish(user=admin_user)
    key = page.pk
    page.delete(user=admin_user)
    moment()
    return key


def erased(key, model="wagtailcore.page", **more) -> Withholding:
    now = timezone.now()
    found = Withholding(model=model, key=str(key), at=now, until=now, reason="privacy", is_erasure=True, **more)
    withheld.withhold(found)
    return found


def test_a_person_is_in_no_column_afterwards(person, data):
    tables = {table for table, _, _ in cells()}
    assert {"cms_change", "wagtailcore_pagelogentry", "webhooks_webhookmessage", "cms_notification"} <= tables
    assert {"history_cms_change", "history_wagtailcore_page"} <= tables, "past days have it before"

    found = erased(person)

    assert cells() == []
    nodes = data(CHANGES)["changes"]["nodes"]
    assert [node["path"] for node in nodes if node["kind"] == "WITHDRAWN"] == [f"/erased-{found.pk}/"]
    assert not any(SLUG in str(path) for path in Path(settings.MEDIA_ROOT).rglob("*"))


def test_no_address_and_no_file_says_it_afterwards(tree, client, admin_user, django_capture_on_commit_callbacks):
    """What was kept of answers while it was public is gone, too."""
    databases.at_once()
    given, family = NAME.split()
    picture = factories.ImageFactory(title=f"Portrait of {NAME}", file__filename=f"{SLUG}.png")
    page = factories.TeamProfileFactory(
        parent=tree.team,
        given_name=given,
        family_name=family,
        slug=SLUG,
        photo=picture,
        biography=f"<p>{NAME} leads.</p>",
    )
    page.save_revision(user=admin_user).publish(user=admin_user)
    paper = factories.DocumentFactory(title=f"Letter of {NAME}", file=ContentFile(NAME.encode(), name=f"{SLUG}.txt"))
    before = said_to_the_public(client)
    assert {page.url, tree.team.url, f"/page-history{page.url}", "/sitemap.xml"} <= before
    assert len(files()) >= 2
    pasts = [("wagtailcore.page", page.pk), ("cms.hubimage", picture.pk), ("cms.hubdocument", paper.pk)]
    with django_capture_on_commit_callbacks(execute=True):
        for thing in (page, picture, paper):
            thing.delete()
        moment()
        for model, key in pasts:
            erased(key, model)
    assert said_to_the_public(client) == set()
    assert files() == []


def test_entries_stay_without_names(person, tree):
    before = PageLogEntry.objects.filter(page_id=person).count()
    found = erased(person)
    entries = PageLogEntry.objects.filter(page_id=person)
    assert entries.count() == before
    assert set(entries.values_list("label", flat=True)) == {f"erased-{found.pk}"}
    moved = PageLogEntry.objects.get(page_id=tree.news.pk, action="wagtail.move")
    assert moved.data["destination"] == {"id": person, "title": f"erased-{found.pk}"}
    assert Notification.objects.get(kind="review").subject == f"“erased-{found.pk}” waits for review"
    assert "Quillfeather" not in ModelLogEntry.objects.get(action="cms.history.erased").message


def test_what_people_typed_stays_and_is_reported_with_why(person, tree):
    news = factories.NewsFactory(parent=tree.news, title="Award", summary=f"{NAME} has won")
    report = erased(person).report
    assert news.summary == type(news).objects.get(pk=news.pk).summary
    (typed,) = [one for one in report if one["kind"] == "news page" and one["why"] == erasure.TYPED]
    assert (typed["keys"], typed["number"]) == ([str(news.pk)], 1)
    assert {"Backups", "Sessions", "Logs of the server"} <= {one["kind"] for one in report}


def test_what_has_the_same_name_keeps_it_everywhere(person, tree, admin_user):
    namesake = factories.StandardPageFactory(parent=tree.home, title=NAME, slug="namesake")
    log(namesake, "wagtail.edit", user=admin_user)
    erased(person)
    assert Page.objects.get(pk=namesake.pk).title == NAME
    assert PageLogEntry.objects.get(page_id=namesake.pk, action="wagtail.edit").label == NAME
    assert Notification.objects.get(kind="review").subject == f"“{NAME}” waits for review", "nobody knows whom it means"


def test_a_copy_with_the_name_is_reported(tree, admin_user):
    databases.at_once()
    page = factories.StandardPageFactory(parent=tree.home, title=NAME, slug=SLUG)
    copy = page.copy(update_attrs={"slug": f"{SLUG}-copy"}, user=admin_user)
    key = page.pk
    page.delete()
    moment()
    assert [one["keys"] for one in erased(key).report if one["kind"] == "page"] == [[str(copy.pk)], [str(copy.pk)]]


def test_a_term_is_erased_like_a_page(tree, admin_user):
    databases.at_once()
    topic = Topic.objects.create(name=NAME, slug=SLUG)
    log(topic, "wagtail.create", user=admin_user)
    ProgramProposal.objects.create(
        content_type_id=1, title=NAME, values={"name": NAME}, made_by=admin_user, token_name="Reader", site=tree.site
    )
    key = topic.pk
    with pytest.raises(withheld.NotWithheldError, match="Delete"):
        erased(key, "programme.topic")
    topic.delete()
    moment()
    erased(key, "programme.topic")
    assert cells() == []


def test_what_is_still_there_is_not_erased(tree):
    databases.at_once()
    top = factories.StandardPageFactory(parent=tree.home, title=NAME, slug=SLUG)
    below = factories.StandardPageFactory(parent=top, title="Below")
    below.move(tree.home, pos="last-child")
    top.refresh_from_db()
    top.unpublish()
    moment()
    with pytest.raises(withheld.NotWithheldError, match="is still there. Delete that first"):
        erased(top.pk)
    assert not Withholding.objects.exists()


def test_what_a_backup_brought_back_is_withheld_and_not_erased(tree):
    databases.at_once()
    page = factories.TeamProfileFactory(parent=tree.team, title=NAME, slug=SLUG)
    then = moment()
    page.unpublish()
    moment()
    past = Withholding(model="wagtailcore.page", key=str(page.pk), at=timezone.now(), until=timezone.now())
    past.reason, past.is_erasure = "privacy", True

    withheld.remember([past])

    assert Page.objects.get(pk=page.pk).title == NAME
    assert PageLogEntry.objects.filter(page_id=page.pk).exclude(label=NAME).count() == 0
    assert withheld.is_there(Withholding.objects.get())
    assert then


def test_logs_of_another_thing_with_the_number_are_left_alone(tree):
    """A restored hub gives numbers again: what was written after an erasure isn't meant by it."""
    databases.at_once()
    page = factories.StandardPageFactory(parent=tree.home, title="Later", slug="later")
    log(page, "wagtail.create")
    past = timezone.now() - datetime.timedelta(days=3)
    key = page.pk
    page.delete()
    gone = Withholding(model="wagtailcore.page", key=str(key), at=past, until=past, reason="privacy", is_erasure=True)
    withheld.remember([gone])
    assert "Later" in set(PageLogEntry.objects.filter(page_id=key).values_list("label", flat=True))
    assert Change.objects.filter(page_id=key).exclude(path="/later/").count() == 0


def test_somebody_erases_in_the_admin_and_reads_what_is_left(admin_client, person, tree):
    news = factories.NewsFactory(parent=tree.news, title="Award", summary=f"{NAME} has won")
    sent = {"scope": "all", "how": "erase", "reason": "privacy", "words": "Asked for", "confirmed": "yes"}
    answer = admin_client.post(reverse("past_days_withhold", args=["wagtailcore.page", person]), sent, follow=True)
    text = " ".join(answer.content.decode().split())
    assert "What is left" in text
    assert "Somebody typed it" in text
    assert f'<a href="{reverse("wagtailadmin_pages:edit", args=[news.pk])}">Award</a>' in text
    assert "Nothing looks into their files" in text
    assert "Quillfeather" not in text
    assert (
        reverse("past_days_erased", args=[Withholding.objects.get().pk])
        in admin_client.get(reverse("past_days_report")).content.decode()
    )


def test_a_command_finds_erases_and_says_what_is_left(person, capsys):
    call_command("erase", NAME)
    said = capsys.readouterr().out
    assert f"--thing wagtailcore.page {person}" in said
    with pytest.raises(CommandError, match="Say --yes"):
        call_command("erase", thing=["wagtailcore.page", str(person)])
    assert cells()
    call_command("erase", thing=["wagtailcore.page", str(person)], yes=True)
    assert "Backups" in capsys.readouterr().out
    assert cells() == []
    with pytest.raises(CommandError, match="Nothing is kept of it"):
        call_command("erase", thing=["wagtailcore.page", "999999"], yes=True)
    with pytest.raises(CommandError, match="Say what"):
        call_command("erase")


def test_traces_are_columns_that_exist():
    for label in (*erasure.TRACES, *erasure.KEPT):
        names = {field.name for field in apps.get_model(label)._meta.get_fields()}
        assert names.issuperset(erasure.TRACES.get(label, ()))


def test_a_person_with_an_address_is_erased_everywhere(tree, admin_user, capsys):
    contact = factories.ContactFactory(name=NAME, email=ADDRESS.title())
    subscriber = factories.SubscriberFactory(address=ADDRESS, normalised=ADDRESS)
    factories.FeedbackFactory(name=NAME, email=ADDRESS, message="Thank you")
    for thing in (contact, subscriber):
        log(thing, "wagtail.edit", user=admin_user, data={"words": NAME})
    assert {"engagement_contact", "newsletter_subscriber", "engagement_feedback"} <= {table for table, _, _ in cells()}

    line = f"{NAME} waits for an answer"
    Notification.objects.create(user=admin_user, kind="feedback", key="1", subject="Feedback", text=line)
    namesake = factories.ContactFactory(name="Ann Lee", email="ann@example.org")
    factories.ContactFactory(name="Ann Lee", email=ADDRESS)
    Notification.objects.create(user=admin_user, kind="feedback", key="2", subject="Feedback", text="Ann Lee waits")

    call_command("erase", address=ADDRESS, yes=True)

    assert cells() == []
    assert Notification.objects.get(key="1").text == f"erased-{contact.pk} waits for an answer"
    assert Notification.objects.get(key="2").text == f"{namesake.name} waits", "nobody knows whom it means"
    assert "Backups" in capsys.readouterr().out
    assert ModelLogEntry.objects.filter(label=f"erased-{contact.pk}").exists()


def account(*, is_active: bool, **more):
    given, family = NAME.split()
    named = {"username": "zephyrine", "first_name": given, "last_name": family, "email": ADDRESS.title()}
    return get_user_model().objects.create_user(**named | more, is_active=is_active)


def test_a_closed_account_is_erased_with_its_names_and_picture(tree, admin_user, django_capture_on_commit_callbacks):
    person = account(is_active=True)
    picture = ContentFile(b"A face", name=f"{SLUG}.png")
    profile = UserProfile.objects.create(user=person, avatar=picture)
    person.groups.add(Group.objects.get(name=EDITORS))
    log(person, "wagtail.edit", user=admin_user)
    log(tree.news, "wagtail.publish", user=person, data={"by": NAME, "address": person.email})
    Notification.objects.create(
        user=admin_user, kind="review", key="1", subject="News", text=f"{NAME} asks for a review of “News”."
    )
    issue = factories.IssueFactory(parent=tree.updates)
    snapshot = Snapshot.objects.create(issue=issue, revision_id=issue.save_revision().pk)
    Send.objects.create(
        issue=issue, snapshot=snapshot, installation="here", due_at=timezone.now(), reason=f"Paused by {NAME}."
    )
    person.is_active = False
    person.save()

    with django_capture_on_commit_callbacks(execute=True):
        erasure.erase_person(ADDRESS)

    assert cells() == []
    assert not Path(profile.avatar.path).exists()
    assert Notification.objects.get(kind="review").text == f"erased-{person.pk} asks for a review of “News”."
    assert Send.objects.get().reason == f"Paused by erased-{person.pk}."
    done = ModelLogEntry.objects.get(action="cms.account.roles")
    assert (done.label, done.data) == (f"erased-{person.pk}", {"change": "Editors added"})
    assert PageLogEntry.objects.get(action="wagtail.publish", page=tree.news.pk).user_id == person.pk
    assert ModelLogEntry.objects.filter(action="cms.account.erased", object_id=str(person.pk)).exists()


def test_an_open_account_stays_and_the_report_says_so(tree):
    person = account(is_active=True)
    account(is_active=False, username="quillfeather")
    log(person, "wagtail.edit", data={"by": NAME})

    form = reverse("wagtailusers_users:edit", args=[person.pk])
    report = erasure.erase_person(ADDRESS)

    assert list(get_user_model().objects.filter(email__iexact=ADDRESS)) == [person]
    (left,) = [one for one in report if one.kind == "user"]
    assert "close it first" in left.why
    assert left.rows() == [("zephyrine", form)]
    assert ModelLogEntry.objects.get(action="wagtail.edit").data == {"by": NAME}, "a namesake is called so"


def test_to_delete_an_account_changes_no_log(admin_client, tree):
    person = account(is_active=False)
    log(person, "wagtail.edit", data={"by": NAME})
    admin_client.post(reverse("wagtailusers_users:delete", args=[person.pk]))
    assert not get_user_model().objects.filter(pk=person.pk).exists()
    kept = ModelLogEntry.objects.get(action="wagtail.edit", object_id=str(person.pk))
    assert (kept.label, kept.data) == ("zephyrine", {"by": NAME})


@pytest.mark.parametrize(
    ("sentence", "instead"),
    [
        ("Ann Lee asks", "erased-1 asks"),
        ("It is Ann Lee.", "It is erased-1."),
        ("Joann Lee, Ann Leeson and Ann Lee-Ray", "Joann Lee, Ann Leeson and Ann Lee-Ray"),
        (
            "ann@example.org, mary-ann@example.org, ann@example.org.uk",
            "erased-1, mary-ann@example.org, ann@example.org.uk",
        ),
    ],
)
def test_names_of_people_are_whole_words_in_sentences(sentence, instead):
    names = erasure.ErasedNames(["Ann Lee", "ann@example.org"], "erased-1", erasure.SPOKEN)
    assert names.replaced(sentence) == instead
