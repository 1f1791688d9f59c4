"""The second factor: a code from an app on a phone (TOTP, RFC 6238), or one of ten recovery codes. Devices are django-otp's."""

from __future__ import annotations

from base64 import b32encode

import django_otp
import segno
from django.db import transaction
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from cms.accounts.models import RecoveryCodes
from cms.base.rate_limits import asked

from . import audit

APP = "App"
TRIES = 10  # codes typed within an hour


def is_verified(request) -> bool:
    """Say whether the session has given the second factor."""
    return request.user.is_verified()


def has_device(user) -> bool:
    """Say whether the person has set it up."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def is_on_the_way(path: str) -> bool:
    """Say whether an address must open without the second factor: its own pages, and the way in and out."""
    return path in {
        reverse(name)
        for name in (
            *("two_factor_code", "two_factor_set_up"),
            *("wagtailadmin_login", "wagtailadmin_logout", "wagtailadmin_javascript_catalog"),
        )
    } or path.startswith(reverse("wagtailadmin_password_reset"))


def new_device(user) -> TOTPDevice:
    """Return the device that waits for its first code; the same one until the code arrives."""
    device, _ = TOTPDevice.objects.get_or_create(user=user, confirmed=False, defaults={"name": APP})
    return device


def secret_of(device: TOTPDevice) -> str:
    """Return the secret in groups of four, to be typed if there is no camera."""
    secret = b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def picture_of(device: TOTPDevice) -> str:
    """Return the QR code as a data URL, so that no other server sees it."""
    return segno.make(device.config_url, error="m").svg_data_uri(scale=5, border=4, dark="#000", light="#fff")


def turn_on(request, device: TOTPDevice, code: str) -> list[str] | None:
    """Confirm the device by its first code. Return the recovery codes, to be shown once, or None if the code is wrong."""
    if asked("two-factor", str(request.user.pk)) > TRIES or not device.verify_token(code):
        return None
    with transaction.atomic():
        TOTPDevice.objects.filter(user=request.user, confirmed=True).delete()
        device.confirmed = True
        device.save()
        codes = RecoveryCodes.renew(request.user)
    django_otp.login(request, device)
    request.session.cycle_key()
    audit.write("two_factor_on", request.user, request.user)
    return codes


def enter(request, code: str) -> bool:
    """Check a code from the app or a recovery code for this session. Return whether it was right."""
    if asked("two-factor", str(request.user.pk)) > TRIES:
        return False
    device = _device_that_takes(request.user, "".join(code.split()).lower())
    if device is None:
        audit.write("failed", request.user, request.user, reason="wrong code")
        return False
    django_otp.login(request, device)
    request.session.cycle_key()
    if isinstance(device, RecoveryCodes):
        audit.write("recovery_used", request.user, request.user, left=device.left)
    return True


def turn_off(account, user=None) -> bool:
    """Remove the second factor from an account, on behalf of `user`. Return whether there was one."""
    with transaction.atomic():
        there = has_device(account)
        TOTPDevice.objects.filter(user=account).delete()
        RecoveryCodes.objects.filter(user=account).delete()
        if there:
            audit.write("two_factor_off", account, user)
    return there


def _device_that_takes(user, code: str):
    # Each code is tried only on its own kind of device: after a wrong code a device refuses all for a while.
    kind = TOTPDevice if code.isdigit() else RecoveryCodes
    devices = kind.objects.filter(user=user, confirmed=True)
    found = (django_otp.verify_token(user, device.persistent_id, code) for device in devices)
    return next(filter(None, found), None)
