"""The doctor names what is wrong and what to do: in a command, on a page, to `check --deploy`, and in mails to operators."""

import datetime
import io
import subprocess
import time
from ipaddress import ip_network

import pytest
from django.conf import settings as hub_settings
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import F
from django.utils import timezone

from bundles.choices import BundleState
from bundles.models import Bundle
from cms.backups.models import BackupRun
from cms.base import rate_limits
from cms.base.caches import CorruptEntries
from cms.jobs import runs
from cms.jobs.heartbeat import Heartbeat, Pulse
from cms.jobs.runs import JobRun
from cms.models import ContentVersion
from cms.operations import doctor, health, notices, settings_checks, state_checks
from cms.operations.notices import Notice
from newsletter.choices import SendState
from tests.factories import IssueFactory
from tests.newsletter.sending import factories as sending

SAFE = {
    "SECRET_KEY": "a-part-0-a-part-1-a-part-2-a-part-3-a-part-4-a-part-5-a-part-6-a-part-7-a-part-8",
    "NEWSLETTER_SECRET": "another",
    "TWO_FACTOR": "required",
    "EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend",
    "DEFAULT_FROM_EMAIL": "hub@example.org",
    "NEWSLETTER_BACKEND": "smtp",
    "OPERATORS": ["operator@example.org"],
    "BASE_URL": "https://hub.example.org",
    "ALLOWED_HOSTS": ["hub.example.org"],
    "METRICS_TOKEN": "a-token-of-some-length",
    "TRUSTED_PROXIES": 1,
    "DEBUG": False,
    "SECURE_HSTS_SECONDS": 31_536_000,
    "SECURE_SSL_REDIRECT": True,
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
}
MEMORY = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}


@pytest.fixture
def safe(settings):
    """Settings of a server in which nothing is to be found."""
    for name, value in SAFE.items():
        setattr(settings, name, value)
    settings.CACHES = settings.CACHES | {"limits": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    backend = "django.core.files.storage.InMemoryStorage"
    settings.STORAGES = settings.STORAGES | {"backups": {"BACKEND": backend}}
    return settings


def ids(findings) -> set[str]:
    return {finding.id for finding in findings}


def test_safe_settings_bring_no_finding(safe):
    assert doctor.of_settings() == []


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("TWO_FACTOR", "off", "hub.W001"),
        ("TWO_FACTOR", "optional", "hub.W001"),
        ("SECRET_KEY", "only-for-development-never-for-a-server-that-others-reach", "hub.W002"),
        ("SECRET_KEY", "short", "security.W009"),
        ("NEWSLETTER_SECRET", "", "hub.W003"),
        ("NEWSLETTER_SECRET", SAFE["SECRET_KEY"], "hub.W004"),
        ("METRICS_TOKEN", "guess", "hub.W005"),
        ("EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend", "hub.W006"),
        ("DEFAULT_FROM_EMAIL", "hub@localhost", "hub.W007"),
        ("NEWSLETTER_BACKEND", "file", "hub.W008"),
        ("OPERATORS", [], "hub.W009"),
        ("BASE_URL", "http://hub.example.org", "hub.W010"),
        ("ALLOWED_HOSTS", ["*"], "hub.W011"),
        ("PUBLIC_SITE", False, "hub.W015"),
        ("TRUSTED_PROXIES", 0, "hub.W013"),
        ("DEBUG", True, "security.W018"),
    ],
)
def test_each_unsafe_setting_is_found_and_fails_check_deploy(safe, name, value, found):
    setattr(safe, name, value)
    assert ids(doctor.of_settings()) == {found}
    assert all(finding.hint or finding.id.startswith("security.") for finding in doctor.of_settings())
    with pytest.raises(CommandError, match=found):
        call_command(
            "check", deploy=True, fail_level="WARNING", tags=[doctor.SETTINGS, "security"], stderr=io.StringIO()
        )


def test_metrics_that_a_proxy_passes_on_are_found(safe):
    safe.TRUSTED_PROXIES, safe.SECURE_SSL_REDIRECT = 0, False
    safe.METRICS_ADDRESSES = [ip_network("127.0.0.0/8")]
    assert ids(doctor.of_settings()) == {"hub.W014", "security.W008"}


def test_a_hub_without_a_site_of_its_own_is_well_if_a_frontend_shows_the_pages(safe):
    safe.PUBLIC_SITE, safe.FRONTEND_URL = False, "https://{site}.example.org/{locale}"
    assert doctor.of_settings() == []


def test_a_cache_that_is_not_shared_is_found(safe):
    safe.CACHES = safe.CACHES | {"limits": MEMORY}
    assert ids(doctor.of_settings()) == {"hub.W012"}


def test_a_finding_that_operators_have_weighed_can_be_silenced(safe):
    safe.TWO_FACTOR = "optional"
    safe.SILENCED_SYSTEM_CHECKS = [*safe.SILENCED_SYSTEM_CHECKS, "hub.W001"]
    assert doctor.of_settings() == []


# The state


@pytest.fixture
def well(tree, safe, monkeypatch):
    """A hub with a worker and without findings."""
    monkeypatch.setattr(health, "corrupt_entries", CorruptEntries())
    call_command("search", "rebuild", verbosity=0, stdout=io.StringIO())
    safe.BASE_URL = "http://localhost"
    runs.prepare()
    storages["backups"].save("hub-20260310T031500Z.zip", ContentFile(b""))
    BackupRun.objects.create(name="hub-20260310T031500Z.zip", started_at=timezone.now(), ended_at=timezone.now())
    Pulse("worker").beat()
    notices.mail_instead_of_workers.forget()
    health.current.forget()
    assert doctor.of_state() == []
    return safe


def no_worker():
    Heartbeat.objects.all().delete()


def failed_job():
    JobRun.objects.filter(name="Links: scan pages").update(failure="It knows jean@example.org.")


def failed_bundle():
    Bundle.objects.create(name="One", state=BundleState.FAILED)


def another_index():
    from search.models import Posting

    Posting.objects.filter(term=b"!version").delete()


def interrupted_migration():
    ContentVersion.objects.all().delete()


def missing_migration():
    MigrationRecorder(connection).record_unapplied("cms", "0001_initial")


@pytest.mark.parametrize(
    ("harm", "found"),
    [
        (no_worker, "hub.worker"),
        (failed_job, "hub.job"),
        (failed_bundle, "hub.bundle"),
        (another_index, "hub.index"),
        (interrupted_migration, "hub.migrations"),
        (missing_migration, "hub.migrations"),
    ],
)
def test_what_is_wrong_is_found_and_fails_check_deploy(well, harm, found):
    harm()
    (finding,) = doctor.of_state()
    assert finding.id == found
    assert finding.hint
    assert "@" not in finding.msg
    with pytest.raises(CommandError, match=found):
        call_command(
            "check", deploy=True, fail_level="WARNING", tags=[doctor.STATE], databases=["default"], stderr=io.StringIO()
        )


def test_a_send_that_is_held_is_found(well, tree):
    issue = IssueFactory(parent=tree.updates)
    send = sending.send(sending.snapshot(issue), sending.mailing_list(), state=SendState.HELD)
    (finding,) = doctor.of_state()
    assert finding.id == "hub.send"
    assert str(send.pk) in finding.msg


def test_the_state_is_not_looked_at_without_a_database(well, django_assert_num_queries):
    no_worker()
    with django_assert_num_queries(0):
        call_command("check", deploy=True, tags=[doctor.STATE], stdout=io.StringIO(), stderr=io.StringIO())


def test_the_command_names_everything_with_what_to_do_and_fails(well):
    no_worker()
    well.TWO_FACTOR = "off"
    said = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("doctor", stdout=said)
    lines = said.getvalue().splitlines()
    assert lines[0] == "At present:"
    assert lines[1:3] == [
        "  hub.worker: Worker: no worker is running.",
        "    Start a worker, or look at the log of the one that was running.",
    ]
    assert "Settings:" in lines


def test_the_command_says_when_there_is_nothing(well):
    well.BASE_URL = "http://localhost"
    well.SILENCED_SYSTEM_CHECKS = [*well.SILENCED_SYSTEM_CHECKS, "hub.W010"]
    said = io.StringIO()
    call_command("doctor", stdout=said)
    assert said.getvalue().splitlines() == ["At present: nothing found.", "Settings: nothing found."]


# The page


def test_administrators_see_the_page(well, admin_client):
    no_worker()
    well.SECURE_SSL_REDIRECT = False
    well.TWO_FACTOR = "off"
    well.ALLOWED_HOSTS = ["testserver"]
    text = admin_client.get("/admin/reports/doctor/").content.decode()
    assert "Worker: no worker is running." in text
    assert "Set TWO_FACTOR=required." in text
    assert '"/admin/reports/doctor/"' in text


def test_nobody_else_sees_it(tree, roles, client, django_user_model):
    from django.contrib.auth.models import Group

    user = django_user_model.objects.create_user("lead")
    user.groups.add(Group.objects.get(name="Programme leads"))
    client.force_login(user)
    assert client.get("/admin/reports/doctor/").status_code == 302
    assert "doctor" not in client.get("/admin/reports/audit-log/", follow=True).content.decode()


# Mails


def test_what_lasts_is_mailed_once_until_it_comes_again(well):
    now = timezone.now()
    failed_job()
    no_worker()
    assert notices.look(now) == 0, "it may be over in a moment"
    later = now + notices.LASTS
    assert notices.look(later) == 2
    assert notices.look(later + notices.LASTS) == 0
    (message,) = mail.outbox
    assert message.to == ["operator@example.org"]
    assert "Links: scan pages" in message.body
    assert "no worker is running" in message.body
    assert "jean@" not in message.body + message.subject
    JobRun.objects.update(failure="")
    assert notices.look(later) == 0
    assert list(Notice.objects.values_list("key", flat=True)) == ["hub.worker"]
    failed_job()
    notices.look(later)
    assert notices.look(later + notices.LASTS) == 1
    assert len(mail.outbox) == 2


def test_operators_are_told_of_a_flood_once_and_not_by_whom(well, monkeypatch):
    now = timezone.now()
    for number in range(state_checks.FLOOD + 1):
        rate_limits.asked("feedback", f"192.0.{number // 100}.0/24")
    for minutes in range(5):
        notices.look(now + minutes * notices.LASTS)
        rate_limits.asked("feedback", "192.0.2.0/24")
    (message,) = mail.outbox
    assert "Somebody may be flooding a form: 302 pieces of feedback within two hours." in message.subject
    assert "192.0" not in message.subject + message.body


def test_a_mail_that_is_not_taken_is_tried_again(well, monkeypatch):
    def refuse(*args, **kwargs):
        raise ConnectionRefusedError

    now = timezone.now()
    no_worker()
    notices.look(now)
    with monkeypatch.context() as patch:
        patch.setattr(notices, "send_mail", refuse)
        with pytest.raises(ConnectionRefusedError):
            notices.look(now + notices.LASTS)
    assert notices.look(now + notices.LASTS) == 1


def test_without_operators_nobody_is_mailed(well):
    well.OPERATORS = []
    no_worker()
    notices.look(timezone.now())
    assert notices.look(timezone.now() + notices.LASTS) == 0
    assert mail.outbox == []


def test_the_probe_of_readiness_mails_that_there_is_no_worker(well, client):
    no_worker()
    client.get("/health/ready")
    Notice.objects.update(since=timezone.now() - notices.LASTS - datetime.timedelta(seconds=1))
    notices.mail_instead_of_workers.forget()
    health.current.forget()
    assert client.get("/health/ready").status_code == 200
    assert [message.subject for message in mail.outbox] == [
        f"[{hub_settings.WAGTAIL_SITE_NAME}] Worker: no worker is running."
    ]


class Minutes:
    """An event that lets this number of minutes go by, one after the other."""

    def __init__(self, number: int):
        self.left = number

    def wait(self, seconds: float) -> bool:
        assert seconds == 60
        notices.mail_instead_of_workers.forget()
        Notice.objects.update(since=F("since") - datetime.timedelta(seconds=seconds))
        self.left -= 1
        return self.left < 0


@pytest.fixture
def one_connection(monkeypatch):
    """The watch runs in the thread of the test, whose connection isn't closed."""
    monkeypatch.setattr(notices.connections, "close_all", lambda: None)


@pytest.mark.parametrize(("minutes", "mails"), [(5, 0), (6, 1), (20, 1)])
def test_that_no_worker_is_there_is_noticed_without_anybody_asking(well, one_connection, minutes, mails):
    no_worker()
    notices.watch(Minutes(minutes))
    assert len(mail.outbox) == mails


def test_a_worker_that_is_there_mails_itself(well, one_connection, monkeypatch):
    monkeypatch.setattr(notices, "look", lambda now: pytest.fail("two looked"))
    notices.watch(Minutes(20))


def test_a_worker_that_comes_back_and_goes_is_mailed_again(well, one_connection):
    no_worker()
    notices.watch(Minutes(6))
    Pulse("worker").beat()
    notices.look(timezone.now())  # as the worker does
    no_worker()
    notices.watch(Minutes(6))
    assert len(mail.outbox) == 2


# The certificate


@pytest.fixture
def tls_server(tmp_path, monkeypatch):
    """Return a function that serves a certificate of a few days, and whether browsers trust it. It returns its port."""
    from tests.own_redis import _free_port

    servers = []

    def serve(days: int, *, is_trusted: bool) -> int:
        made = [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            str(days),
            "-subj",
            "/CN=localhost",
        ]
        made += ["-addext", "subjectAltName=DNS:localhost", "-keyout", "key.pem", "-out", "cert.pem"]
        subprocess.run(made, cwd=tmp_path, check=True, capture_output=True)
        if is_trusted:
            monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
        port = _free_port()
        command = [
            "openssl",
            "s_server",
            "-accept",
            str(port),
            "-key",
            "key.pem",
            "-cert",
            "cert.pem",
            "-quiet",
            "-www",
        ]
        servers.append(subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        end = time.monotonic() + 20
        while time.monotonic() < end:
            try:
                settings_checks.socket.create_connection(("localhost", port), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                break
        return port

    yield serve
    for server in servers:
        server.kill()
        server.wait()


def certificate_findings(settings, port: int):
    settings.BASE_URL = f"https://localhost:{port}"
    return [(finding.id, finding.msg) for finding in doctor.of_state() if "certificate" in finding.id]


@pytest.mark.parametrize(
    ("days", "is_trusted", "found"),
    [
        (60, True, []),
        (10, True, [("hub.certificate", "The certificate of localhost ends in 9 days.")]),
        (60, False, [("hub.certificate", "Browsers refuse the certificate of localhost: self-signed certificate.")]),
    ],
)
def test_the_certificate_of_the_site_is_looked_at(well, tls_server, days, is_trusted, found):
    assert certificate_findings(well, tls_server(days, is_trusted=is_trusted)) == found


def test_a_site_that_is_not_reached_is_said_to_be_unseen(well):
    assert certificate_findings(well, 9) == [
        ("hub.certificate_unseen", "The certificate of localhost can't be looked at from here: ConnectionRefusedError.")
    ]
