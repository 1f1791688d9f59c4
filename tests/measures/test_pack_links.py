"""Links to packs: they show the newest pack of one meeting to their holder, for a time."""

import datetime
import json

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.utils import timezone
from wagtail.models import PageLogEntry

from cms.base.dates import today
from cms.sites.models import ProgrammeSite
from home.programmes import endings
from measures.models import MeetingPack, MeetingPackLink
from measures.packs import links, services
from measures.packs.services import PackRefusedError
from programme.models import ProgressEntry
from tests.admin.conftest import editor  # noqa: F401  a fixture
from tests.measures.meetings import DAY, before, group, happened, meeting, new_link, quick  # noqa: F401  fixtures
from tests.sites.canaries import below


def test_a_link_shows_the_newest_pack_to_its_holder_and_is_kept_nowhere(happened, meeting, editor, client):  # noqa: F811
    path = new_link(editor, meeting)
    assert client.get(path).status_code == 404
    services.make(meeting, editor.user)
    answer = client.get(path)
    text = " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())
    assert answer.status_code == 200 and "Not public." in text and "It is done." in text and "For Cy Dunn." in text
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert MeetingPackLink.objects.get().last_used_at is not None
    assert PageLogEntry.objects.filter(action="measures.pack_open", page=meeting).count() == 1
    ProgressEntry.objects.create(page=happened["late"], date=today(), status="complete", note="At last.")
    services.make(meeting, editor.user)
    assert "At last." in client.get(path).content.decode()
    assert client.get(f"{path}pack.pdf").status_code == 404  # WeasyPrint isn't installed here


def test_a_link_that_ended_says_so_in_a_sentence(happened, meeting, editor, client):  # noqa: F811
    services.make(meeting, editor.user)
    path = new_link(editor, meeting)
    link = MeetingPackLink.objects.get()
    editor.post(f"/admin/meeting-packs/of/{meeting.pk}/links/{link.pk}/")
    for end in ("", "pack.pdf"):
        answer = client.get(path + end)
        assert answer.status_code == 410 and "The team has closed this link." in answer.content.decode()
    MeetingPackLink.objects.update(revoked_at=None, expires_at=timezone.now() - DAY)
    assert "This link has expired." in client.get(path).content.decode()
    forged = client.get(f"{path[:-4]}abc/")
    assert forged.status_code == 410 and "isn’t one of ours" in forged.content.decode().replace("&#x27;", "’")


def test_the_token_is_stored_nowhere_and_opens_no_other_kind_of_link(meeting, editor, client):  # noqa: F811
    token = new_link(editor, meeting).rstrip("/").rpartition("/")[2]
    assert token.partition(".")[0] not in json.dumps(list(MeetingPackLink.objects.values()), default=str)
    assert client.get(f"/sign-off/{token}/").status_code == 410


def test_a_link_can_be_mailed_and_a_wrong_address_is_said_at_its_field(meeting, editor):  # noqa: F811
    token = new_link(editor, meeting).rstrip("/").rpartition("/")[2]
    address = f"/admin/meeting-packs/of/{meeting.pk}/mail/"
    wrong = editor.post(address, {"token": token, "email": "cy", "words": "Please read it."})
    assert wrong.status_code == 422 and "Please read it." in wrong.content.decode() and token in wrong.content.decode()
    assert mail.outbox == []
    editor.post(address, {"token": token, "email": "cy@example.org", "words": "Please read it."})
    [message] = mail.outbox
    assert message.to == ["cy@example.org"]
    assert f"http://localhost/sign-off/packs/{token}/" in message.body and "Please read it." in message.body
    assert MeetingPackLink.objects.get().email == "cy@example.org"


def test_bad_days_of_a_link_are_said_and_nothing_is_lost(meeting, editor):  # noqa: F811
    answer = editor.post(f"/admin/meeting-packs/of/{meeting.pk}/link/", {"name": "Cy Dunn", "days": 600})
    assert answer.status_code == 422 and "Cy Dunn" in answer.content.decode()
    assert not MeetingPackLink.objects.exists()


def test_a_link_is_answered_only_so_often(meeting, editor, client, monkeypatch):  # noqa: F811
    monkeypatch.setattr("measures.packs.site.views.MOST_PAGES", 2)
    services.make(meeting, editor.user)
    path = new_link(editor, meeting)
    assert [client.get(path).status_code for _ in range(3)] == [200, 200, 429]


def test_when_a_programme_ends_its_links_stop_and_its_packs_stay(meeting, tree, editor):  # noqa: F811
    services.make(meeting, editor.user)
    links.make(meeting, name="Cy", email="", days=7, user=editor.user)
    step = endings.steps["meeting_packs"]
    assert step.stops(tree.site) == ["1 link to packs of meetings stops working."]
    step.carry_out(tree.site, editor.user, None)
    assert step.stops(tree.site) == [] and MeetingPack.objects.count() == 1


@pytest.mark.parametrize("state", ["archived", "closed"])
def test_once_a_programme_has_ended_no_link_is_made(meeting, tree, editor, state):  # noqa: F811
    ProgrammeSite.objects.update_or_create(
        site=tree.site, defaults={"key": "hub", "state": state, "state_since": datetime.date(2026, 5, 1)}
    )
    with pytest.raises(PackRefusedError):
        links.make(meeting, name="Cy", email="", days=7, user=editor.user)
    answer = editor.post(f"/admin/meeting-packs/of/{meeting.pk}/link/", {"name": "Cy Dunn", "days": 7})
    text = answer.content.decode()
    assert answer.status_code == 422 and "Cy Dunn" in text
    assert "This programme ended on 1 May 2026. No link to its packs can be made any more." in text
    assert not MeetingPackLink.objects.exists()


def test_a_link_works_at_the_address_of_its_own_programme_only(meeting, tree, editor, client):  # noqa: F811
    services.make(meeting, editor.user)
    path = new_link(editor, meeting)
    below(tree.site, "birch")
    assert client.get(path).status_code == 200
    for end in ("", "pack.pdf"):
        answer = client.get(f"/birch{path}{end}")
        assert answer.status_code == 410 and "isn’t one of ours" in answer.content.decode().replace("&#x27;", "’")
