"""Workers make exports of lists and of the whole hub; the person who asked is notified, and can download them for some days."""

import datetime
from html import unescape

import pytest
from django.contrib.auth import get_user_model
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from cms.history.models import Withholding
from cms.models import Notification
from home.evidence import background
from home.evidence.exports import Scope
from home.evidence.models import KEPT_DAYS, EvidenceExport, EvidenceState
from home.evidence.zips import problems_of
from home.handover.errors import HandoverRefusedError
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def without_pdf(monkeypatch):
    monkeypatch.setattr("cms.base.pdf.is_possible", lambda: False)


@pytest.fixture
def page(tree):
    return factories.NewsFactory(parent=tree.news, title="A first title", slug="a-page")


@pytest.fixture
def lead():
    return get_user_model().objects.create_superuser("lead")


@pytest.fixture
def asked(page, lead):
    return background.ask(lead, timezone.now(), Scope("/news/", is_list=True))


@pytest.fixture
def made(asked):
    run()
    return again(asked)


def run(*, stop: bool = False) -> bool:
    return background.make_next(lambda: stop)


def again(export: EvidenceExport) -> EvidenceExport:
    return EvidenceExport.objects.get(pk=export.pk)


def change(export: EvidenceExport, **values) -> None:
    EvidenceExport.objects.filter(pk=export.pk).update(**values)


def test_the_whole_hub_is_asked_for_made_told_and_downloaded(page, admin_client, admin_user, tmp_path):
    given = {"as_at": timezone.localdate().isoformat(), "scope": "hub"}
    answer = admin_client.post(reverse("evidence"), given, follow=True)
    assert "You will be notified when it is ready." in answer.content.decode()
    assert "Waiting" in answer.content.decode()

    assert background.next_moment() is not None
    assert run() is False
    assert background.next_moment() is None

    export = EvidenceExport.objects.get()
    assert (export.state, export.asked_by) == (EvidenceState.DONE, admin_user)
    (told,) = Notification.objects.filter(user=admin_user)
    assert told.text.startswith("The export of the whole hub, ")
    file = reverse("evidence_file", args=[export.pk])
    assert file in admin_client.get(reverse("evidence")).content.decode()
    answer = admin_client.get(file)
    assert answer["Cache-Control"].startswith("private, no-store")
    downloaded = tmp_path / "downloaded.zip"
    downloaded.write_bytes(b"".join(answer.streaming_content))
    assert list(problems_of(downloaded)) == []
    assert downloaded.stat().st_size == export.size


def test_how_far_it_is_can_be_followed(asked, admin_client, monkeypatch):
    monkeypatch.setattr(background, "NOTED_EVERY", 0.0)
    seen = []
    update = background._update

    def noted(export, **values):
        changed = update(export, **values)
        if "steps" in values:
            seen.extend(admin_client.get(reverse("evidence_progress")).json()["exports"])
        return changed

    monkeypatch.setattr(background, "_update", noted)
    run()

    assert seen[0] == {"key": asked.pk, "says": "Being made: 1 file so far"}
    assert seen[1]["says"] == "Being made: 2 files so far"
    assert admin_client.get(reverse("evidence_progress")).json() == {"exports": []}


def test_it_has_the_list_of_its_moment(made):
    assert made.pages == 2
    assert made.file.startswith("evidence/")
    assert default_storage.size(made.file) == made.size


def test_its_file_has_no_public_address(made, client):
    assert client.get(f"/media/{made.file}").status_code == 404
    assert client.get(reverse("evidence_file", args=[made.pk])).status_code == 302


def test_the_same_one_is_made_once(asked, lead):
    with pytest.raises(HandoverRefusedError, match="being made already"):
        background.ask(lead, timezone.now(), Scope("/news/", is_list=True))


def test_only_some_may_wait(page, lead, monkeypatch):
    monkeypatch.setattr(background, "MOST_WAITING", 1)
    background.ask(lead, timezone.now(), Scope("/news/", is_list=True))
    with pytest.raises(HandoverRefusedError, match="1 exports aren’t ready yet"):
        background.ask(lead, timezone.now(), Scope())


def test_of_two_workers_one_makes_it(asked):
    assert background._take(asked, timezone.now())
    asked.state, asked.seen_at = EvidenceState.WAITING, None
    assert not background._take(asked, timezone.now())


def test_a_worker_that_was_given_up_leaves_nothing(asked, monkeypatch):
    make, saved = background.make, []

    def slowly(*args, **options):
        made = make(*args, **options)
        change(asked, begun_at=timezone.now())  # by another worker
        return made

    monkeypatch.setattr(background, "make", slowly)
    monkeypatch.setattr(default_storage, "delete", lambda name: saved.append(name))
    run()

    export = again(asked)
    assert (export.state, export.file) == (EvidenceState.MAKING, "")
    assert [name.startswith(f"evidence/{asked.pk}-") for name in saved] == [True]
    assert not Notification.objects.exists()


def test_a_worker_that_ends_gives_it_back(asked):
    run(stop=True)

    export = again(asked)
    assert (export.state, export.tries) == (EvidenceState.WAITING, 0)
    run()
    assert again(asked).state == EvidenceState.DONE


def test_what_a_killed_worker_left_is_begun_anew(asked):
    now = timezone.now()
    change(asked, state=EvidenceState.MAKING, seen_at=now, tries=1)
    assert background.next_moment() == now + background.LOST
    run()
    assert again(asked).state == EvidenceState.MAKING

    change(asked, seen_at=now - background.LOST)
    run()
    assert again(asked).state == EvidenceState.DONE


def test_what_fails_again_and_again_is_given_up_and_told(asked, lead, monkeypatch, admin_client):
    def fail(*args, **options):
        raise ValueError("broken")

    monkeypatch.setattr(background, "make", fail)
    for _ in range(background.MOST_TRIES):
        with pytest.raises(ValueError, match="broken"):
            run()

    assert again(asked).state == EvidenceState.FAILED
    assert background.next_moment() is None
    (told,) = Notification.objects.filter(user=lead)
    assert told.text.endswith(" couldn’t be made.")
    assert background.GIVEN_UP in unescape(admin_client.get(reverse("evidence")).content.decode())


def test_what_killed_its_workers_is_given_up(asked):
    change(
        asked,
        state=EvidenceState.MAKING,
        seen_at=timezone.now() - background.LOST,
        tries=background.MOST_TRIES,
    )
    run()
    assert again(asked).state == EvidenceState.FAILED


def test_why_nothing_was_made_is_said(asked, page, admin_client):
    change(asked, address="/nowhere/")
    run()

    assert again(asked).state == EvidenceState.FAILED
    assert "There was no public page at /nowhere/" in admin_client.get(reverse("evidence")).content.decode()


def test_after_some_days_it_is_gone(made, admin_client):
    background.forget(lambda: False)
    answer = admin_client.get(reverse("evidence_file", args=[made.pk]))
    answer.close()
    assert answer.status_code == 200

    change(made, ended_at=timezone.now() - datetime.timedelta(days=KEPT_DAYS))
    assert admin_client.get(reverse("evidence_file", args=[made.pk])).status_code == 404
    background.forget(lambda: False)
    assert not default_storage.exists(made.file)
    assert not EvidenceExport.objects.exists()


def test_what_may_have_something_that_was_withheld_since_is_gone_at_once(made, admin_client):
    now = timezone.now()
    Withholding.objects.create(model="wagtailcore.page", key="1", until=now, at=now, reason="law")

    answer = admin_client.get(reverse("evidence_file", args=[made.pk]), follow=True)

    assert "Something was withheld from past days since." in answer.content.decode()
    background.forget(lambda: False)
    assert not default_storage.exists(made.file)


def test_a_file_that_went_with_a_restoration_is_not_found(made, admin_client):
    default_storage.delete(made.file)
    assert admin_client.get(reverse("evidence_file", args=[made.pk])).status_code == 404
