"""How often a password may be tried, after OWASP's Authentication Cheat Sheet: for an account, from a network and by a device.

An attempt that is refused isn't counted for the account, so one network can't use up what all others may try.
The reasons are in docs/adr/0011-sign-in-limits.md.
"""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django_tasks import task

from cms.accounts import devices
from cms.base.rate_limits import Verdict, asked, limited_forms, network_of, verdict_on
from cms.base.restorations import is_held
from cms.visibility.hub_addresses import full_address

# Within an hour: by a device that the account knows, for an account from one network, from a network, for an account by all
# devices that it doesn't know.
BY_DEVICE, FROM_HERE, FROM_NETWORK, FOR_ACCOUNT = 10, 10, 100, 50
# Mails for a new password: to an address, and asked for from a network.
MAILS, MAILS_FROM_NETWORK = 5, 100
DAY = 24 * 60 * 60  # seconds in which the owner gets one mail
limited_forms.add("sign-in-network", "attempts to sign in")
limited_forms.add("password-network", "requests for a new password")


def allows_sign_in(request: HttpRequest | None, name: str) -> bool:
    """Count an attempt to sign in, and say whether it may be made.

    Names are counted as they are typed, whether there is such an account or not.
    """
    network = network_of(request) if request else ""
    device = devices.device_of(request, name) if request else ""
    if device and asked("sign-in-device", device) <= BY_DEVICE:
        return True
    counted = name.strip().lower()
    here = asked("sign-in-here", f"{counted} {network}")
    if here > FROM_HERE:
        if here == FROM_HERE + 1:
            _tell(name)
        return False
    if verdict_on("sign-in-network", request, FROM_NETWORK, grows=False) is not Verdict.TAKE:
        return False
    everywhere = asked("sign-in-account", counted)
    if everywhere == FOR_ACCOUNT + 1:
        _tell(name)
    return everywhere <= FOR_ACCOUNT


def allows_mail(request: HttpRequest | None, address: str) -> bool:
    """Count a request for a mail with which to set a new password, and say whether it may be sent."""
    if verdict_on("password-network", request, MAILS_FROM_NETWORK, grows=False) is not Verdict.TAKE:
        return False
    return asked("password-address", address.strip().lower()) <= MAILS


def _tell(name: str) -> None:
    # For a name without an account the same is done, so that the time taken tells nothing.
    account = (
        get_user_model()._default_manager.filter(username=name, is_active=True).values_list("pk", flat=True).first()
    )
    tell_owner.enqueue(account or 0)


@task(backend="background")
def tell_owner(account_id: int) -> None:
    """Write to the owner of an account that somebody tries passwords, once a day at most."""
    if is_held():
        return  # a task of the backup; its mail may have gone out
    account = get_user_model()._default_manager.filter(pk=account_id).first()
    if account is None or not account.email or asked("sign-in-mail", str(account_id), DAY) > 1:
        return
    context = {
        "account": account,
        "when": timezone.localtime(),
        "address": full_address("wagtailadmin_password_reset"),
    }
    text = render_to_string("cms/admin/sign_in_attempts.txt", context)
    subject, _, body = text.partition("\n")
    send_mail(subject, body.strip() + "\n", None, [account.email])
