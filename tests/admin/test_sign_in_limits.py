"""The sign-in page under attack: from one address, from many, for one account and for many; and how its owner gets in."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from cms.accounts import devices, sign_in_limits
from cms.accounts.sign_in_limits import BY_DEVICE, FROM_HERE, MAILS

from .conftest import PASSWORD

LOGIN = reverse("wagtailadmin_login")
# Lower than in use, so that attacks are short.
FOR_ACCOUNT, FROM_NETWORK = 15, 20
HOME, OFFICE = "198.51.100.7", "203.0.113.9"


@pytest.fixture(autouse=True)
def lower_limits(monkeypatch):
    monkeypatch.setattr(sign_in_limits, "FOR_ACCOUNT", FOR_ACCOUNT)
    monkeypatch.setattr(sign_in_limits, "FROM_NETWORK", FROM_NETWORK)


def sign_in(client, name="editor", password=PASSWORD, *, by=HOME, page=LOGIN):
    return client.post(page, {"username": name, "password": password}, REMOTE_ADDR=by)


def is_in(response) -> bool:
    return response.status_code == 302


def is_refused(response) -> bool:
    """Say whether the password wasn't even looked at."""
    return "Too many attempts" in response.content.decode()


def attack(count: int, name="editor", *, networks=1) -> list:
    """Try a number of wrong passwords, each from a browser without cookies, from each of some networks in turn."""
    return [
        sign_in(Client(), name, f"wrong-{number}", by=f"192.0.{number % networks}.{number % 250}")
        for number in range(count)
    ]


def known_device(client) -> Client:
    """Return a browser in which the account's owner has signed in and out before."""
    browser = Client()
    assert is_in(sign_in(browser))
    browser.post(reverse("wagtailadmin_logout"))
    assert "_auth_user_id" not in browser.session
    return browser


def test_one_address_locks_nobody_out_but_itself(editor):
    """53 wrong passwords of one address once refused everybody, since refused attempts counted, too."""
    answers = attack(FOR_ACCOUNT + 8)
    assert [is_refused(answer) for answer in answers] == [False] * FROM_HERE + [True] * (FOR_ACCOUNT + 8 - FROM_HERE)
    assert is_refused(sign_in(Client(), by="192.0.0.200"))  # a neighbour of the attacker
    assert is_in(sign_in(Client(), by=OFFICE))


def test_many_addresses_are_stopped_for_an_account_and_its_owner_gets_in_with_a_known_device(editor):
    mine = known_device(editor)
    answers = attack(FOR_ACCOUNT + 5, networks=30)
    assert sum(not is_refused(answer) for answer in answers) == FOR_ACCOUNT - 1  # the owner's own was counted
    assert is_refused(sign_in(Client(), by=OFFICE))
    assert is_in(sign_in(mine))


def test_the_attacked_owner_without_a_known_device_is_told_how_and_gets_in_by_mail(editor):
    attack(FOR_ACCOUNT + 5, networks=30)
    browser = Client()
    said = sign_in(browser).content.decode()
    assert "set a new password" in said
    assert "Forgotten password?" in said
    assert is_in(reset_password(browser, "another-long-password"))
    assert is_in(sign_in(browser, password="another-long-password"))


def test_so_is_the_owner_in_the_network_of_the_attacker(editor):
    attack(FROM_HERE + 1)
    browser = Client()
    here = "192.0.0.99"
    assert is_refused(sign_in(browser, by=here))
    reset_password(browser, "another-long-password")
    assert is_in(sign_in(browser, password="another-long-password", by=here))


def reset_password(client, new: str):
    mail.outbox.clear()
    client.post(reverse("wagtailadmin_password_reset"), {"email": "editor@example.org"})
    link = next(word for word in mail.outbox[0].body.split() if "/password_reset/" in word)
    form = client.get(link.removeprefix("http://localhost"), follow=True)
    return client.post(form.redirect_chain[-1][0], {"new_password1": new, "new_password2": new})


def test_one_network_tries_many_accounts_a_hundred_times(editor, moderator):
    answers = [sign_in(Client(), f"name-{number}", "wrong", by="192.0.2.1") for number in range(FROM_NETWORK + 5)]
    assert [is_refused(answer) for answer in answers] == [False] * FROM_NETWORK + [True] * 5
    assert is_refused(sign_in(Client(), "moderator", by="192.0.2.77"))
    assert is_in(sign_in(Client(), "moderator", by=OFFICE))


def test_known_devices_in_an_attacked_network_are_let_through(editor):
    mine = known_device(editor)
    for number in range(FROM_NETWORK + 5):
        sign_in(Client(), f"name-{number}", "wrong", by=HOME)
    assert is_refused(sign_in(Client(), by=HOME))
    assert is_in(sign_in(mine, by=HOME))


def test_many_addresses_try_many_accounts(editor, moderator):
    mine = known_device(editor)
    for name in ("editor", "moderator"):
        attack(FOR_ACCOUNT + 5, name, networks=40)
    assert is_refused(sign_in(Client(), "moderator", by=OFFICE))
    assert is_refused(sign_in(mine, "moderator", by=OFFICE))  # a cookie is for one account
    assert is_in(sign_in(mine, by=OFFICE))


def test_a_stolen_device_cookie_opens_no_more_than_a_few_attempts(editor):
    stolen = known_device(editor)
    attack(FOR_ACCOUNT + 5, networks=30)
    answers = [sign_in(stolen, password=f"wrong-{number}") for number in range(BY_DEVICE + 5)]
    assert [is_refused(answer) for answer in answers[: BY_DEVICE - 1]] == [False] * (BY_DEVICE - 1)
    assert is_refused(answers[-1])


@pytest.mark.parametrize("change", ["account", "forged", "old"])
def test_a_device_cookie_that_is_not_ours_counts_for_nothing(editor, moderator, change, monkeypatch):
    mine = known_device(editor)
    (name,) = [name for name in mine.cookies if name.startswith("hub_device_")]
    if change == "account":
        mine.cookies[devices._cookies_of("moderator")[0]] = mine.cookies[name].value
    elif change == "forged":
        mine.cookies[devices._cookies_of("moderator")[0]] = "eyJh:1abc:forged"
    else:
        mine.cookies[devices._cookies_of("moderator")[0]] = devices.signing.dumps(["moderator", "x"], salt=devices.SALT)
        monkeypatch.setattr(devices, "LASTS", -1)
    attack(FOR_ACCOUNT + 5, "moderator", networks=30)
    assert is_refused(sign_in(mine, "moderator"))


def test_the_cookie_is_for_the_server_alone_and_names_nobody(editor, settings):
    settings.SESSION_COOKIE_SECURE = True
    response = sign_in(Client())
    (cookie,) = [cookie for name, cookie in response.cookies.items() if name.startswith("hub_device_")]
    assert cookie["httponly"]
    assert cookie["secure"]
    assert cookie["samesite"] == "Lax"
    assert "editor" not in cookie.key


def test_a_public_page_sets_no_cookie(tree, client):
    assert not client.get("/").cookies


def test_the_way_in_for_readers_of_private_pages_has_the_same_limits(editor):
    attack(FROM_HERE)
    assert is_refused(sign_in(Client(), by="192.0.0.3", page=reverse("wagtailcore_login")))


def test_the_answer_is_the_same_for_an_account_that_does_not_exist(editor):
    known, unknown = (
        [answer.context["form"].non_field_errors() for answer in attack(FROM_HERE + 2, name)]
        for name in ("editor", "nobody")
    )
    assert known == unknown


def test_the_owner_is_told_by_mail_once(editor, tasks_at_once):
    attack(FROM_HERE + 5)
    (letter,) = mail.outbox
    assert letter.to == ["editor@example.org"]
    assert letter.subject == "Somebody tries to sign in to your account"
    assert "http://localhost/admin/password_reset/" in letter.body
    attack(FOR_ACCOUNT + 5, networks=30)
    assert len(mail.outbox) == 1


def test_many_addresses_are_told_of_too_and_unknown_accounts_are_not(editor, tasks_at_once):
    attack(FOR_ACCOUNT + 5, networks=30)
    attack(FROM_HERE + 5, "nobody")
    assert [letter.to for letter in mail.outbox] == [["editor@example.org"]]


def test_mails_for_a_new_password_stop_after_some_and_refused_requests_are_not_counted(editor, monkeypatch):
    def ask(by):
        assert Client().post(reverse("wagtailadmin_password_reset"), {"email": "editor@example.org"}, REMOTE_ADDR=by)

    monkeypatch.setattr(sign_in_limits, "MAILS_FROM_NETWORK", 2)
    for _ in range(MAILS + 5):
        ask("192.0.2.1")
    assert len(mail.outbox) == 2
    for _ in range(MAILS):
        ask(OFFICE) if len(mail.outbox) < 4 else ask("198.18.0.1")
    assert len(mail.outbox) == MAILS


def test_without_the_cache_the_database_counts(editor, settings):
    """The counters' Redis is gone: nothing listens on the port."""
    settings.CACHES = settings.CACHES | {
        "limits": {"BACKEND": "cms.base.caches.SteadyRedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    }
    mine = known_device(editor)
    answers = attack(FROM_HERE + 2)
    assert [is_refused(answer) for answer in answers] == [False] * FROM_HERE + [True] * 2
    assert is_in(sign_in(mine))


def test_the_second_factor_is_still_asked_of_a_known_device(editor, settings):
    settings.TWO_FACTOR = "required"
    mine = known_device(editor)
    assert is_in(sign_in(mine))
    assert mine.get(reverse("wagtailadmin_home")).url.startswith(reverse("two_factor_set_up"))


def test_an_account_takes_no_profile_picture(editor):
    """It would be read in the request, and is shown nowhere."""
    page = editor.get(reverse("wagtailadmin_account")).content.decode()
    assert "avatar-avatar" not in page
    assert "name_email-first_name" in page
