"""Log entries about accounts, and the entries of Wagtail's logs that make up the audit log.

An entry says who, what and when. It holds no password and no code, nor the name typed for an unknown account, which may
have been a password.
"""

from __future__ import annotations

import datetime

from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail.models import ModelLogEntry, Site

from cms.base.log_messages import LoggedActions
from cms.jobs.registry import Stop, job

PREFIX = "cms.account."
RIGHTS = {"is_superuser": "administrator", "is_active": "active"}
# Each action with its name in filters and its log message.
ACTIONS = LoggedActions(
    PREFIX,
    {
        "signed_in": ("Sign in", "Signed in"),
        "failed": ("Fail to sign in", "Sign-in failed: {reason}"),
        "signed_out": ("Sign out", "Signed out"),
        "roles": ("Change roles", "Roles changed: {change}"),
        "rights": ("Change an account's rights", "{change}"),
        "password": ("Change a password", "Password changed"),
        "two_factor_on": ("Turn on two-factor sign-in", "Two-factor sign-in turned on"),
        "two_factor_off": ("Turn off two-factor sign-in", "Two-factor sign-in turned off"),
        "erased": ("Erase an account", "Account erased"),
        "recovery_used": ("Use a recovery code", "Signed in with a recovery code; {left} left"),
    },
)


def write(name: str, account, user=None, **data) -> None:
    """Log an action by `user` on an account. None for the account means one that doesn't exist."""
    if account is None:
        thing = Site.objects.order_by("-is_default_site").first()
    else:
        # A request's user is a lazy object; Wagtail logs nothing for a class that it doesn't know.
        thing = get_user_model()._default_manager.filter(pk=account.pk).first()
    if thing is not None:
        ACTIONS.write(name, thing, user, **data)


@job("Audit log: forget old entries", every=24 * 60 * 60)
def forget_old(stop: Stop) -> bool:
    """Delete log entries about accounts that are older than `AUDIT_LOG_DAYS`. Histories of pages stay."""
    since = timezone.now() - datetime.timedelta(days=settings.AUDIT_LOG_DAYS)
    ModelLogEntry.objects.filter(action__startswith=PREFIX, timestamp__lt=since).delete()
    return False


# Connected in cms.accounts.signals


def signed_in(sender, request, user, **kwargs) -> None:
    write("signed_in", user, user)


def signed_out(sender, request, user, **kwargs) -> None:
    if user is not None:
        write("signed_out", user, user)


def failed(sender, credentials, request=None, **kwargs) -> None:
    model = get_user_model()
    typed = credentials.get(model.USERNAME_FIELD) or credentials.get("username") or ""
    account = model._default_manager.filter(**{model.USERNAME_FIELD: typed}).first()
    write("failed", account, reason="wrong password" if account else "no account of this name")


def about_to_be_saved(instance, raw=False, update_fields=None, **kwargs) -> None:
    """Remember the fields of an account that are logged, before it is saved."""
    instance._audited = None
    if not raw and instance.pk and (update_fields is None or set(update_fields) & {"password", *RIGHTS}):
        instance._audited = type(instance)._default_manager.filter(pk=instance.pk).values("password", *RIGHTS).first()


def saved(instance, **kwargs) -> None:
    """Log changes of an account. Wagtail knows the user during a request."""
    before = getattr(instance, "_audited", None)
    if not before:
        return
    if before["password"] != instance.password:
        write("password", instance)
    for field, word in RIGHTS.items():
        if before[field] != getattr(instance, field):
            write("rights", instance, change=f"{'now' if getattr(instance, field) else 'no longer'} {word}")


def roles_changed(instance, action, reverse, model, pk_set, **kwargs) -> None:
    """Log which groups an account joined or left."""
    if action not in ("post_add", "post_remove", "pre_clear"):
        return
    verb = "added" if action == "post_add" else "removed"
    if reverse:  # a group was given accounts
        for account in get_user_model()._default_manager.filter(pk__in=pk_set or instance.user_set.values("pk")):
            write("roles", account, change=f"{instance.name} {verb}")
        return
    groups = model._default_manager.filter(pk__in=pk_set) if pk_set is not None else instance.groups.all()
    names = sorted(groups.values_list("name", flat=True))
    if names:
        write("roles", instance, change=f"{', '.join(names)} {verb}")
