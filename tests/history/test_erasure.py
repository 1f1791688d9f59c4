"""What is erased is gone: a marked name, put wherever the hub itself writes names, is in no column of any table afterwards."""

import datetime
import json
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log
from wagtail.models import Comment, ModelLogEntry, Page, PageLogEntry

from cms.history import erasure, withheld
from cms.history.models import Withholding
from cms.models import Change, JobRun, Notification, ProgramProposal, PutOffReminder
from programme.models import Topic
from tests import databases, factories
from webhooks.models import Webhook, WebhookMessage

from .clock import moment

pytestmark = pytest.mark.django_db

NAME, SLUG = "Zéphyrine Quillfeather", "zephyrine-quillfeather"
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
    factories.NewsFactory(parent=tree.news, title="Award", summary=f"{NAME} has won")
    sent = {"scope": "all", "how": "erase", "reason": "privacy", "words": "Asked for", "confirmed": "yes"}
    answer = admin_client.post(reverse("past_days_withhold", args=["wagtailcore.page", person]), sent, follow=True)
    text = " ".join(answer.content.decode().split())
    assert "What is left" in text
    assert "Somebody typed it" in text
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
    for label in (*erasure.TRACES, *erasure.KEPT_AS_IT_WAS):
        names = {field.name for field in apps.get_model(label)._meta.get_fields()}
        assert names.issuperset(erasure.TRACES.get(label, ()))


def test_a_person_with_an_address_is_erased_everywhere(tree, admin_user, capsys):
    address = "zephyrine@quillfeather.example"
    contact = factories.ContactFactory(name=NAME, email=address.title())
    subscriber = factories.SubscriberFactory(address=address, normalised=address)
    factories.FeedbackFactory(name=NAME, email=address, message="Thank you")
    for thing in (contact, subscriber):
        log(thing, "wagtail.edit", user=admin_user, data={"words": NAME})
    assert {"engagement_contact", "newsletter_subscriber", "engagement_feedback"} <= {table for table, _, _ in cells()}

    call_command("erase", address=address, yes=True)

    assert cells() == []
    assert "Backups" in capsys.readouterr().out
    assert ModelLogEntry.objects.filter(label=f"erased-{contact.pk}").exists()
