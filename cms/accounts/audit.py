"""What is written down about accounts, and which entries of Wagtail's logs make up the audit log.

An entry says who, what and when. It holds no password, no code, and of an unknown account not the name that was typed: it may
have been a password.
"""

from __future__ import annotations

import datetime

from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail import hooks
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, Site

from cms.jobs.registry import Stop, job
from cms.log_words import name_actions

PREFIX = "cms.account."
RIGHTS = {"is_superuser": "administrator", "is_active": "active"}
# Each with what it is called in filters, and what the log says.
ACTIONS = {
    "signed_in": ("Sign in", "Signed in"),
    "failed": ("Fail to sign in", "Sign-in failed: {reason}"),
    "signed_out": ("Sign out", "Signed out"),
    "roles": ("Change roles", "Roles changed: {change}"),
    "rights": ("Change an account's rights", "{change}"),
    "password": ("Change a password", "Password changed"),
    "two_factor_on": ("Turn on two-factor sign-in", "Two-factor sign-in turned on"),
    "two_factor_off": ("Turn off two-factor sign-in", "Two-factor sign-in turned off"),
    "recovery_used": ("Use a recovery code", "Signed in with a recovery code; {left} left"),
}
_audited = {
    *(PREFIX + name for name in ACTIONS),
    *("wagtail.workflow.approve", "wagtail.workflow.reject", "wagtail.publish", "wagtail.unpublish", "wagtail.delete"),
}


def audit(*actions: str) -> None:
    """Have entries with these actions shown in the audit log. Apps further right name theirs."""
    _audited.update(actions)


def audited() -> set[str]:
    """Return the actions that the audit log shows."""
    return _audited


def write(name: str, account, user=None, **data) -> None:
    """Write down what happened to an account; `user` did it. None for an account stands for one that doesn't exist."""
    if account is None:
        thing = Site.objects.order_by("-is_default_site").first()
    else:
        # A request's user is a stand-in for the account; Wagtail logs nothing of a class that it doesn't know.
        thing = get_user_model()._default_manager.filter(pk=account.pk).first()
    if thing is not None:
        log(thing, PREFIX + name, user=user, data=data)


@hooks.register("register_log_actions")
def register_actions(actions) -> None:
    """Name the actions to Wagtail."""
    name_actions(actions, {PREFIX + name: words for name, words in ACTIONS.items()})


@job("Audit log: forget old entries", every=24 * 60 * 60)
def forget_old(stop: Stop) -> bool:
    """Delete what was written down about accounts longer ago than `AUDIT_LOG_DAYS`. Histories of pages stay."""
    since = timezone.now() - datetime.timedelta(days=settings.AUDIT_LOG_DAYS)
    ModelLogEntry.objects.filter(action__startswith=PREFIX, timestamp__lt=since).delete()
    return False


# Connected in cms.apps


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
    """Remember what matters of an account before it is saved."""
    instance._audited = None
    if not raw and instance.pk and (update_fields is None or set(update_fields) & {"password", *RIGHTS}):
        instance._audited = type(instance)._default_manager.filter(pk=instance.pk).values("password", *RIGHTS).first()


def saved(instance, **kwargs) -> None:
    """Write down what of an account has changed; who did it Wagtail knows while it answers a request."""
    before = getattr(instance, "_audited", None)
    if not before:
        return
    if before["password"] != instance.password:
        write("password", instance)
    for field, word in RIGHTS.items():
        if before[field] != getattr(instance, field):
            write("rights", instance, change=f"{'now' if getattr(instance, field) else 'no longer'} {word}")


def roles_changed(instance, action, reverse, model, pk_set, **kwargs) -> None:
    """Write down which groups an account came into or left."""
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
