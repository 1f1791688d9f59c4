"""Everything that was backed up is back, and a hub that was restored keeps still until an administrator confirms."""

import datetime
import io
import shutil
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page

from cms.accounts.sign_in_limits import tell_owner
from cms.backups import restores, state_checks, trials
from cms.backups.models import BackupRun
from cms.backups.views import CONFIRMED
from cms.base import restorations
from cms.base.restorations import Restoration
from cms.history import withheld
from cms.history.models import Withholding
from cms.jobs import registry, schedule
from cms.jobs.heartbeat import Pulse
from cms.jobs.registry import Job
from cms.jobs.timer import LOOK, Timer
from cms.models import ContentVersion, HubDocument, HubImage
from cms.operations import doctor
from engagement.feedback import answers
from newsletter.choices import SendState
from newsletter.sending import recovery
from tests import factories
from tests.admin.conftest import sign_in
from tests.newsletter.sending import factories as sending

A_DAY = datetime.timedelta(days=1)
HOME = reverse("wagtailadmin_home")


def never() -> bool:
    return False


@pytest.fixture
def held(db) -> Restoration:
    now = timezone.now()
    return Restoration.objects.create(restored_at=now, backed_up_at=now - A_DAY)


# The small drill


def answers_of(client) -> dict[str, tuple[int, bytes]]:
    """Return what readers get: pages, the feed, the search, GraphQL, pictures and documents."""
    addresses = [page.get_url() for page in Page.objects.live().filter(depth__gt=1)]
    addresses += ["/feeds/all.atom", "/sitemap.xml", "/search/?q=restored", "/graphql/?document=Home"]
    addresses += [rendition.url for image in HubImage.objects.all() for rendition in image.renditions.all()]
    addresses += [document.url for document in HubDocument.objects.all()]
    found = {}
    for address in addresses:
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        found[address] = answer.status_code, body
    return found


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_everything_is_lost_and_restored(tree, place_of_backups, client, settings):
    page = factories.NewsFactory(
        parent=tree.news,
        title="To be restored",
        summary="In short.",
        image=factories.ImageFactory(description="A boat"),
    )
    page.image.make_renditions()
    page.save_revision().publish()
    draft = factories.NewsFactory(parent=tree.news, title="A draft", live=False)
    factories.DocumentFactory()
    get_user_model().objects.create_superuser("ann", password="a-long-enough-password")
    before, token = answers_of(client), ContentVersion.current()
    assert {address: status for address, (status, _) in before.items() if status != 200} == {}
    call_command("backup", stdout=io.StringIO())

    Page.objects.filter(depth=2).delete()
    get_user_model().objects.all().delete()
    HubImage.objects.all().delete()
    shutil.rmtree(settings.MEDIA_ROOT)
    assert client.get(page.get_url()).status_code == 404
    assert b"being set up" in client.get("/").content

    said = io.StringIO()
    call_command("restore", "latest", "--check", stdout=said)
    assert "Can be restored: the backup of" in said.getvalue()
    trials.try_newest(never)
    assert BackupRun.last_tried().trial_failure == ""
    assert client.get(page.get_url()).status_code == 404, "nothing has changed"
    call_command("restore", "latest", "--yes", stdout=said)
    assert "Restored: the backup of" in said.getvalue()
    assert answers_of(client) == before
    assert ContentVersion.current() != token, "nothing that was kept meanwhile is shown"
    assert Page.objects.filter(pk=draft.pk, live=False).exists()
    assert client.login(username="ann", password="a-long-enough-password")
    assert restorations.is_held()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_hub_with_data_is_not_replaced_without_a_yes(tree, tmp_path):
    document = factories.DocumentFactory()
    call_command("backup", to=tmp_path / "one.zip", stdout=io.StringIO())
    default_storage.delete(document.file.name)
    said = io.StringIO()
    with pytest.raises(CommandError, match="Nothing was restored"):
        call_command("restore", str(tmp_path / "one.zip"), stdout=said)
    assert "This hub has data, which the backup of" in said.getvalue()
    assert not default_storage.exists(document.file.name)
    assert not restorations.is_held()

    Pulse("worker").beat()
    call_command("restore", str(tmp_path / "one.zip"), "--yes", stdout=said, stderr=said)
    assert "A worker runs: stop the hub first." in said.getvalue()
    assert default_storage.exists(document.file.name)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_backup_that_lacks_a_file_of_its_rows_is_found_out(tree, tmp_path, monkeypatch):
    factories.DocumentFactory()
    monkeypatch.setattr("cms.backups.services.named", lambda read, columns: iter([]))
    call_command("backup", to=tmp_path / "one.zip", stdout=io.StringIO())
    monkeypatch.undo()
    with pytest.raises(CommandError, match="lacks files that its rows name: 1"):
        call_command("restore", str(tmp_path / "one.zip"), "--check")


def test_an_empty_hub_has_no_data(tree):
    assert restores.has_data().startswith("Pages: ")
    Page.objects.filter(depth__gt=1).delete()
    assert restores.has_data() == ""


# What a restored hub doesn't do


def test_outward_jobs_wait(held):
    done, moment = [], timezone.now() - A_DAY

    def run(stop):
        done.append("run")
        return False

    for outward, expected in ((True, []), (False, ["run"])):
        timer = Timer(Job("one", run, at=lambda after: None if done else moment, outward=outward), never)
        assert timer.look() == LOOK
        assert done == expected
    done.clear()
    timer = Timer(Job("one", run, at=lambda after: None if done else moment, outward=True), never)
    restorations.confirm(None)
    timer.look()
    assert done == ["run"]


def test_the_jobs_that_send_or_publish_are_outward():
    """Those of pages and terms only leave out publications."""
    outward = {job.name for job in registry.jobs.values() if job.outward}
    sends = {"Newsletter: start sends", "Newsletter: hand messages over", "Webhooks: deliver"}
    sends |= {"Newsletter: write to followers"}
    assert outward == {"Bundles: publish", "Event registration: hand mails over", "Social posts: post"} | sends


def test_publications_wait_and_expiries_do_not(tree, held, monkeypatch):
    later, over = (factories.NewsFactory(parent=tree.news, live=live) for live in (False, True))
    later.go_live_at = timezone.now() + A_DAY
    later.save_revision().publish()
    Page.objects.filter(pk=over.pk).update(expire_at=timezone.now() + A_DAY)
    after = timezone.now() + 2 * A_DAY
    monkeypatch.setattr(timezone, "now", lambda: after)
    schedule.keep(never)
    assert schedule.next_moment() is None, "no worker looks for it again and again"
    assert not Page.objects.filter(pk__in=(later.pk, over.pk), live=True).exists()
    restorations.confirm(None)
    schedule.keep(never)
    assert Page.objects.get(pk=later.pk).live


def test_sends_of_the_backup_are_held_one_by_one(tree):
    issue = factories.IssueFactory(parent=tree.updates)
    send = sending.send(sending.snapshot(issue), sending.mailing_list())
    type(send).objects.update(state=SendState.SENDING, started_at=timezone.now())
    recovery.hold()
    assert type(send).objects.get().state == SendState.SENDING
    Restoration.objects.create(restored_at=timezone.now(), backed_up_at=timezone.now())
    restorations.confirm(None)
    recovery.hold()
    found = type(send).objects.get()
    assert (found.state, found.reason) == (SendState.HELD, recovery.RESTORED)
    type(send).objects.update(state=SendState.SENDING, released_at=timezone.now())
    recovery.hold()
    assert type(send).objects.get().state == SendState.SENDING, "somebody has released it"


def test_no_answer_to_feedback_goes_out(tree, roles, held):
    administrator = sign_in("administrator", superuser=True)
    feedback = factories.FeedbackFactory(message="It is wrong.", name="Ada", email="ada@example.org")
    address = reverse("feedback:answer", args=[feedback.pk])
    initial = {name: str(value) for name, value in administrator.get(address).context["form"].initial.items()}
    shown = administrator.post(address, initial | {"note": "Done.", "text": "What I wrote."})
    assert shown.status_code == 422
    text = shown.content.decode()
    assert "was restored from a backup, and nothing is sent" in text
    assert "What I wrote." in text
    assert not mail.outbox
    restorations.confirm(administrator.user)
    administrator.post(address, initial | {"note": "Done.", "text": "What I wrote."})
    assert len(mail.outbox) == 1
    assert answers.newest(feedback)


def test_no_owner_of_an_account_is_written_to_again(held):
    account = get_user_model().objects.create_user("ann", "ann@example.org")
    tell_owner.call(account.pk)
    assert not mail.outbox
    restorations.confirm(None)
    tell_owner.call(account.pk)
    assert len(mail.outbox) == 1


# The notice


def test_the_dashboard_says_so_and_administrators_confirm(tree, roles, held):
    administrator, lead = sign_in("administrator", superuser=True), sign_in("lead", group="Programme leads")
    button = reverse("restoration_confirm")
    for client, has_button in ((lead, False), (administrator, True)):
        html = client.get(HOME).content.decode()
        assert "this hub was restored from a backup" in html
        assert (button in html) is has_button
    assert [one.id for one in doctor.of_state()].count("hub.held") == 1
    assert lead.post(button).status_code != 200
    assert restorations.is_held()
    administrator.post(button)
    assert not restorations.is_held()
    held.refresh_from_db()
    assert held.confirmed_by == administrator.user
    assert ModelLogEntry.objects.filter(action=CONFIRMED, user=administrator.user).exists()
    assert button not in administrator.get(HOME).content.decode()


def test_a_second_restoration_holds_the_hub_again(held):
    restorations.confirm(None)
    assert not restorations.is_held()
    Restoration.objects.create(restored_at=timezone.now(), backed_up_at=held.backed_up_at)
    assert restorations.is_held()


def test_pages_are_answered_before_static_files_are_collected(tree, client, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "cms.delivery.static_files.StaticStorage"}}
    assert client.get("/").status_code == 200
    assert "hub.static" in {one.id for one in doctor.of_state()}
    assert not Path(settings.STATIC_ROOT).exists()


# Past days

NEWS = "query News($at: String) @asOf(at: $at) { news(first: 9) { nodes { title } } }"


def titles_at(data, moment: datetime.datetime) -> list[str]:
    return sorted(page["title"] for page in data(NEWS, at=moment.isoformat())["news"]["nodes"])


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_past_days_are_restored_without_what_was_withheld_since(tree, place_of_backups, data):
    kept = factories.NewsFactory(parent=tree.news, title="Kept")
    gone = factories.NewsFactory(parent=tree.news, title="Gone")
    before = timezone.now()
    for page in (kept, gone):
        page.delete()
    call_command("backup", stdout=io.StringIO())
    assert titles_at(data, before) == ["Gone", "Kept"]
    now = timezone.now()
    withheld.withhold(
        Withholding(model="wagtailcore.page", key=str(gone.pk), title="Gone", until=now, at=now, reason="law")
    )

    call_command("restore", "latest", "--yes", stdout=io.StringIO())

    assert Withholding.objects.get().title == "Gone"
    assert titles_at(data, before) == ["Kept"]


def test_the_doctor_names_a_server_that_cannot_lock_all_tables(db, monkeypatch):
    def found() -> list[str]:
        return [one.id for one in doctor.of_state() if one.id == "hub.restore_locks"]

    assert found() == []
    monkeypatch.setattr(state_checks, "LEAST_LOCKS", 1_000_000)
    assert bool(found()) is (connection.vendor == "postgresql")
