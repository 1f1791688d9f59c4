"""`SECRET_KEY` changes: sessions, links and cookies of the key before hold until it is taken out, new ones are of the new one."""

import io

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.core.management import call_command

from bundles.sign_off.links import LINKS
from cms.accounts import devices
from cms.base.secret_links import LinkClosedError
from cms.editing.models import DiaryAddress
from cms.media import sizes
from cms.operations import secret_uses
from cms.pages.previews import PreviewError, keep_draft, open_draft
from tests import factories


@pytest.fixture
def change(settings):
    """Return a function that sets another key, with the one before still accepted unless it is said to be forgotten."""
    settings.SECRET_KEY = "the-key-before"

    def change(*, is_forgotten: bool = False) -> None:
        settings.SECRET_KEY_FALLBACKS = [] if is_forgotten else ["the-key-before"]
        settings.SECRET_KEY = "the-key-now"

    return change


def test_sessions_hold_and_are_renewed_by_their_next_request(change, tree, admin_client):
    assert admin_client.get("/admin/").status_code == 200
    assert secret_uses.earlier_sessions() == 0
    change()
    assert secret_uses.earlier_sessions() == 1
    assert admin_client.get("/admin/").status_code == 200
    assert secret_uses.earlier_sessions() == 0
    change(is_forgotten=True)
    assert admin_client.get("/admin/").status_code == 200


def test_a_session_of_a_key_that_was_taken_out_is_over(change, tree, admin_client):
    change(is_forgotten=True)
    assert admin_client.get("/admin/").status_code == 302


def opens(token: str) -> bool:
    try:
        return bool(open_draft(token))
    except PreviewError:
        return False


def test_previews_hold(change, tree, admin_user):
    page = factories.NewsFactory(parent=tree.news)
    token = keep_draft(page, admin_user)
    change()
    new = keep_draft(page, admin_user)
    assert (opens(token), opens(new)) == (True, True)
    change(is_forgotten=True)
    assert (opens(token), opens(new)) == (False, True)


def test_an_editors_calendar_address_holds(change, admin_user):
    DiaryAddress.renew(admin_user)
    address = DiaryAddress.objects.get()
    token = address.token
    change()
    assert DiaryAddress.of_token(token) == DiaryAddress.of_token(address.token) == address
    new = address.token
    change(is_forgotten=True)
    assert (DiaryAddress.of_token(token), DiaryAddress.of_token(new)) == (None, address)


def test_sign_off_links_hold(change):
    token = LINKS.tokens.new()
    digest = LINKS.tokens.digest_of(token)
    change()
    assert LINKS.tokens.digest_of(token) == digest
    new = LINKS.tokens.new()
    change(is_forgotten=True)
    assert LINKS.tokens.digest_of(new)
    with pytest.raises(LinkClosedError):
        LINKS.tokens.digest_of(token)


def test_addresses_of_free_picture_sizes_hold(change, db):
    image, spec = factories.ImageFactory(), "width-100|format-webp"

    def is_known(address: str) -> bool:
        *_, key, seal, name = address.split("/")
        return sizes.spec_at(int(key), seal, name) == spec

    address = sizes.address_of(image, spec)
    change()
    new = sizes.address_of(image, spec)
    assert (is_known(address), is_known(new), address != new) == (True, True, True)
    change(is_forgotten=True)
    assert (is_known(address), is_known(new)) == (False, True)


def test_links_for_a_new_password_hold(change, admin_user):
    token = default_token_generator.make_token(admin_user)
    change()
    assert default_token_generator.check_token(admin_user, token)
    change(is_forgotten=True)
    assert not default_token_generator.check_token(admin_user, token)


def test_browsers_that_are_known_stay_known(change, admin_user, rf, client):
    from django.http import HttpResponse

    def cookies_of(request) -> dict[str, str]:
        devices.remember(request, admin_user)
        response = HttpResponse()
        devices.set_cookie(request, response)
        return {name: morsel.value for name, morsel in response.cookies.items()}

    def device(cookies: dict[str, str]) -> str:
        request = rf.get("/")
        request.COOKIES.update(cookies)
        return devices.device_of(request, admin_user.get_username())

    before = cookies_of(rf.get("/"))
    name = device(before)
    change()
    assert device(before) == name
    again = rf.get("/")
    again.COOKIES.update(before)
    now = cookies_of(again)
    change(is_forgotten=True)
    assert (device(before), device(now)) == ("", name)


def test_the_command_lists_the_uses_of_both_secrets(change, tree, admin_client, settings):
    change()
    said = io.StringIO()
    call_command("secrets", stdout=said)
    lines = said.getvalue().splitlines()
    assert lines[:2] == ["SECRET_KEY_FALLBACKS: 1.", "NEWSLETTER_SECRET_FALLBACKS: none."]
    assert lines[2].split() == ["Secret", "Use", "Earlier", "Until"]
    (sessions,) = [line for line in lines if "Sessions" in line]
    assert sessions.split()[:3] == ["SECRET_KEY", "Sessions", "1"]
    assert {line.split()[0] for line in lines[3:]} == {"SECRET_KEY", "NEWSLETTER_SECRET"}
    assert any("free picture sizes" in line for line in lines)
    assert "the-key" not in said.getvalue()
