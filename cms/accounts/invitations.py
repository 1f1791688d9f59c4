"""Invitations: a person gets a link by mail and sets a password. Nobody else ever knows one."""

from __future__ import annotations

import datetime
import logging
import smtplib

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.contrib.auth.tokens import default_token_generator
from django.core import signing
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from cms.visibility.hub_addresses import full_address

from .roles import roles

logger = logging.getLogger(__name__)
NOBODYS = 64  # characters of a password that nobody knows
OPEN_FOR = datetime.timedelta(days=7)
SALT = "cms.accounts.invitations"


class LinkTokens:
    """Recognises the links of invitations, and those that Django sends to people who forgot their password.

    An invitation is open for days, because its reader may be away; it ends once a password is set or somebody signs in.
    """

    def make_token(self, account: User) -> str:
        return signing.TimestampSigner(salt=SALT).sign(_state_of(account))

    def check_token(self, account: User | None, token: str | None) -> bool:
        if not account or not token:
            return False
        return default_token_generator.check_token(account, token) or self._is_invitation(account, token)

    @staticmethod
    def _is_invitation(account: User, token: str) -> bool:
        try:
            state = signing.TimestampSigner(salt=SALT).unsign(token, max_age=OPEN_FOR)
        except signing.BadSignature:
            return False
        return constant_time_compare(state, _state_of(account))


link_tokens = LinkTokens()


def _state_of(account: User) -> str:
    """Return a digest that changes with the account's password, its address and each time somebody signs in."""
    return salted_hmac(SALT, f"{account.pk} {account.password} {account.email} {account.last_login}").hexdigest()


def close_to_passwords(account: User) -> None:
    """Give a new account a password that nobody knows: without one, “Forgotten password?” would send nothing."""
    account.set_password(get_random_string(NOBODYS))


def invite(account: User, by: User) -> bool:
    """Send the person the link with which to set a password. Returns whether the mail was handed over."""
    key = {"uidb64": urlsafe_base64_encode(force_bytes(account.pk)), "token": link_tokens.make_token(account)}
    context = {
        "account": account,
        "by": by,
        "roles": [said for group in account.groups.order_by("name") if (said := in_a_sentence(group))],
        "address": full_address("wagtailadmin_password_reset_confirm", **key),
        "again": f"{settings.BASE_URL}{reverse('wagtailadmin_password_reset')}",
        "days": OPEN_FOR.days,
    }
    subject, _, body = render_to_string("cms/admin/invitation.txt", context).partition("\n")
    try:
        return bool(send_mail(subject, body.strip() + "\n", None, [account.email]))
    except (OSError, smtplib.SMTPException):
        logger.exception("An invitation wasn't sent")
        return False


def in_a_sentence(group: Group) -> str:
    """Say what people of the group do; empty for a group that isn't one of the roles."""
    return roles[group.name].does if group.name in roles else ""
