"""Signing in: limits, the second factor, idle sessions, and the audit log."""

import time

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.models import ModelLogEntry

from cms.accounts import audit
from cms.accounts.middleware import SEEN
from cms.accounts.models import hashed
from cms.accounts.roles import MODERATORS
from cms.models import RecoveryCodes
from tests import factories

from .conftest import PASSWORD

LOGIN, HOME = reverse("wagtailadmin_login"), reverse("wagtailadmin_home")
CODE, SET_UP = reverse("two_factor_code"), reverse("two_factor_set_up")


def try_to_sign_in(client, username="editor", password=PASSWORD):
    return client.post(LOGIN, {"username": username, "password": password})


def entries(name: str) -> list[ModelLogEntry]:
    return list(ModelLogEntry.objects.filter(action=f"cms.account.{name}").order_by("pk"))


def code_of(device: TOTPDevice) -> str:
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = time.time()
    return f"{totp.token():06}"


def with_device(client) -> TOTPDevice:
    device = TOTPDevice.objects.create(user=client.user, confirmed=True)
    RecoveryCodes.objects.create(user=client.user, **hashed(["abcdefghjk", "mnpqrstuvw"]))
    return device


def test_signing_in_to_read_no_page_in_particular_leads_to_the_front_page(editor, client):
    response = client.post(reverse("wagtailcore_login"), {"username": "editor", "password": PASSWORD})
    assert (response.status_code, response["Location"]) == (302, "/")


# Invitations


def test_a_person_is_invited_by_mail_and_chooses_the_password(administrator, client, roles):
    editors = Group.objects.get(name=MODERATORS)
    page = administrator.get(reverse("wagtailusers_users:add")).content.decode()
    assert "Moderators: do what editors do, publish it" in page
    assert "password1" not in page
    said = {"username": "ada", "email": "ada@example.org", "first_name": "Ada", "last_name": "Lovelace"}
    administrator.post(reverse("wagtailusers_users:add"), said | {"groups": [editors.pk]})
    (letter,) = mail.outbox
    assert letter.to == ["ada@example.org"]
    assert "- do what editors do, publish it" in letter.body
    link = next(line for line in letter.body.splitlines() if "/confirm/" in line)
    address = client.get(link, follow=True).request["PATH_INFO"]
    chosen = "dusk heron quiet lamp"
    client.post(address, {"new_password1": chosen, "new_password2": chosen})
    assert try_to_sign_in(client, "ada", chosen).status_code == 302
    assert "new_password1" not in Client().get(link, follow=True).content.decode()

    ada = get_user_model().objects.get(username="ada")
    administrator.post(reverse("invite", args=[ada.pk]))
    assert len(mail.outbox) == 2


# Idle sessions


def test_an_idle_session_ends(editor, settings):
    settings.SESSION_IDLE_MINUTES = 30
    assert editor.get(HOME).status_code == 200
    session = editor.session
    session[SEEN] = time.time() - 31 * 60
    session.save()
    response = editor.get(HOME)
    assert response.status_code == 302
    assert "_auth_user_id" not in editor.session


def test_what_the_editor_asks_by_itself_keeps_no_session_alive(editor, settings):
    settings.SESSION_IDLE_MINUTES = 30
    editor.get(HOME)
    session = editor.session
    session[SEEN] = before = time.time() - 20 * 60
    session.save()
    editor.post("/admin/editing-sessions/ping/wagtailcore/page/1/1/")
    assert editor.session[SEEN] == before


def test_a_script_learns_whether_the_session_is_still_there(editor, settings):
    asked = {"path": reverse("session"), "headers": {"x-requested-with": "XMLHttpRequest"}}
    answer = editor.get(**asked)
    assert len(answer.json()["csrfToken"]) == 64
    assert "no-store" in answer.headers["cache-control"]
    assert Client().get(**asked).status_code == 403
    settings.TWO_FACTOR = "required"
    assert editor.get(**asked).status_code == 403


# The second factor


@pytest.fixture
def required(settings):
    settings.TWO_FACTOR = "required"


def test_by_itself_it_is_off(editor):
    with_device(editor)
    assert editor.get(HOME).status_code == 200


def test_when_optional_it_is_asked_of_those_who_set_it_up(editor, moderator, settings):
    settings.TWO_FACTOR = "optional"
    with_device(editor)
    assert editor.get(HOME).url.startswith(CODE)
    assert moderator.get(HOME).status_code == 200


def test_when_required_nothing_of_the_admin_opens_without_it(editor, required, tree):
    page = factories.NewsFactory(parent=tree.news, live=False, title="Draft")
    page.save_revision()
    for address in (
        HOME,
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        reverse("wagtailadmin_pages:view_draft", args=[page.pk]),
        reverse("wagtailadmin_account"),
        reverse("wagtaildocs:index"),
        "/admin/api/main/pages/",
    ):
        response = editor.get(address)
        assert response.status_code == 302, address
        assert response.url.startswith(SET_UP), address
        assert editor.post(address).status_code in (302, 403), address
    assert editor.get(HOME, headers={"x-requested-with": "XMLHttpRequest"}).status_code == 403


def test_outside_of_the_admin_one_is_a_reader_until_then(editor, required, tree):
    response = editor.get("/")
    assert response.status_code == 200
    assert "wagtail-userbar" not in response.content.decode()


def test_setting_it_up_shows_a_picture_and_then_the_recovery_codes_once(editor, required):
    page = editor.get(SET_UP)
    assert "data:image/svg+xml" in page.content.decode()
    device = TOTPDevice.objects.get(user=editor.user)
    wrong = editor.post(SET_UP, {"code": "000000"})
    assert "isn’t right" in wrong.content.decode()
    device.refresh_from_db()
    device.throttle_reset()
    done = editor.post(SET_UP, {"code": code_of(device)})
    codes = done.context["codes"]
    assert len(set(codes)) == 10
    assert all(code in done.content.decode() for code in codes)
    assert editor.get(HOME).status_code == 200
    assert not any(code in editor.get(SET_UP).content.decode() for code in codes)
    (entry,) = entries("two_factor_on")
    assert not any(code in str(entry.data) for code in codes)


def test_the_code_leads_to_where_one_wanted_to_go_and_nowhere_else(editor, required):
    device = with_device(editor)
    response = editor.get(reverse("wagtailadmin_account"))
    assert response.url.startswith(f"{CODE}?next=")
    assert editor.post(response.url, {"code": code_of(device)}).url == reverse("wagtailadmin_account")
    TOTPDevice.objects.update(last_t=-1)
    assert editor.post(f"{CODE}?next=https://example.org/", {"code": code_of(device)}).url == HOME


def test_a_code_works_once(editor, moderator, required):
    device = with_device(editor)
    code = code_of(device)
    editor.post(CODE, {"code": code})
    other = Client()
    other.force_login(editor.user)
    assert "isn’t right" in other.post(CODE, {"code": code}).content.decode()
    assert other.get(HOME).status_code == 302


def test_a_recovery_code_opens_once(editor, required):
    with_device(editor)
    assert editor.post(CODE, {"code": "ABCDE fghjk"}).status_code == 302
    assert editor.get(HOME).status_code == 200
    assert entries("recovery_used")[0].data == {"left": 1}
    again = Client()
    again.force_login(editor.user)
    assert again.post(CODE, {"code": "abcdefghjk"}).status_code == 200
    RecoveryCodes.objects.get().throttle_reset()
    assert again.post(CODE, {"code": "mnpqrstuvw"}).status_code == 302


def test_after_a_wrong_recovery_code_the_right_one_waits(editor, required):
    with_device(editor)
    editor.post(CODE, {"code": "zzzzzzzzzz"})
    assert editor.post(CODE, {"code": "abcdefghjk"}).status_code == 200
    assert RecoveryCodes.objects.get().left == 2


def test_the_database_keeps_no_recovery_code_that_could_be_read(editor):
    codes = RecoveryCodes.renew(editor.user)
    kept = str(list(RecoveryCodes.objects.values()))
    assert not any(code in kept for code in codes)
    again = RecoveryCodes.renew(editor.user)
    row = RecoveryCodes.objects.get()
    assert not row.verify_token(codes[0])
    row.throttle_reset()
    assert row.verify_token(again[0])


def test_codes_are_not_guessed(editor, required):
    device = with_device(editor)
    for _ in range(11):
        editor.post(CODE, {"code": "000000"})
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    assert editor.post(CODE, {"code": code_of(device)}).status_code == 200
    assert len(entries("failed")) == 10


def test_who_has_it_can_not_set_it_up_anew_without_it(editor, required):
    with_device(editor)
    assert editor.get(SET_UP).url == CODE
    assert editor.post(SET_UP, {"code": "000000"}).url == CODE


def test_a_new_password_does_not_go_around_it(editor, required, client):
    with_device(editor)
    client.post(reverse("wagtailadmin_password_reset"), {"email": "editor@example.org"})
    link = next(word for word in mail.outbox[0].body.split() if "/password_reset/" in word)
    form = client.get(link.removeprefix("http://localhost").removeprefix("http://testserver"), follow=True)
    new = "another-long-password"
    client.post(form.redirect_chain[-1][0], {"new_password1": new, "new_password2": new})
    assert try_to_sign_in(client, password=new).status_code == 302
    assert client.get(HOME).url.startswith(CODE)
    assert len(entries("password")) == 1


def test_an_administrator_resets_it(editor, administrator, settings):
    settings.TWO_FACTOR = "optional"
    with_device(editor)
    address = reverse("two_factor_reset", args=[editor.user.pk])
    assert administrator.get(address).status_code == 200
    assert administrator.post(address).status_code == 302
    assert not TOTPDevice.objects.exists()
    assert entries("two_factor_off")[0].user == administrator.user


def test_nobody_else_resets_it(editor, lead, settings):
    settings.TWO_FACTOR = "optional"
    with_device(editor)
    lead.post(reverse("two_factor_reset", args=[editor.user.pk]))
    assert TOTPDevice.objects.exists()


def test_the_command_resets_it(editor, capsys):
    with_device(editor)
    call_command("reset_two_factor", "editor")
    assert not TOTPDevice.objects.exists()
    with pytest.raises(CommandError):
        call_command("reset_two_factor", "nobody")


# The audit log


def test_sign_ins_are_written_down_without_secrets(editor, client):
    try_to_sign_in(client, password="my-real-secret")
    try_to_sign_in(client, "my-other-secret", "x")
    try_to_sign_in(client)
    client.post(reverse("wagtailadmin_logout"))
    known, unknown = entries("failed")
    assert (known.object_id, known.data) == (str(editor.user.pk), {"reason": "wrong password"})
    assert unknown.content_type.model == "site"
    assert entries("signed_in")
    assert entries("signed_out")
    assert "secret" not in str([list(row.values()) for row in ModelLogEntry.objects.values()])


def test_changes_of_accounts_are_written_down(editor):
    user = get_user_model().objects.get(pk=editor.user.pk)
    user.groups.add(Group.objects.get(name=MODERATORS))
    user.groups.remove(Group.objects.get(name=MODERATORS))
    user.is_superuser = True
    user.set_password("another-long-password")
    user.save()
    assert [entry.data["change"] for entry in entries("roles")][-2:] == ["Moderators added", "Moderators removed"]
    assert entries("rights")[0].data == {"change": "now administrator"}
    assert len(entries("password")) == 1


def test_the_report_is_for_administrators_and_can_be_narrowed_and_exported(administrator, lead, client):
    try_to_sign_in(client, "lead", "wrong")
    report = reverse("audit_log")
    assert lead.get(report).status_code == 302
    html = administrator.get(report).content.decode()
    assert "Sign-in failed: wrong password" in html
    only = administrator.get(report, {"action": "cms.account.failed"})
    assert [entry.action for entry in only.context["object_list"]] == ["cms.account.failed"]
    assert b"Fail to sign in" in administrator.get(report, {"export": "csv"}).getvalue()


def test_old_entries_are_forgotten(editor, settings):
    audit.write("signed_in", editor.user, editor.user)
    old = ModelLogEntry.objects.latest("pk")
    ModelLogEntry.objects.filter(pk=old.pk).update(timestamp=timezone.now() - timezone.timedelta(days=731))
    audit.forget_old(lambda: False)
    assert not ModelLogEntry.objects.filter(pk=old.pk).exists()
    assert entries("signed_in")
