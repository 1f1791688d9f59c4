"""The accounts of a person who asks that nothing of them is kept, and the pictures of accounts that are gone."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from wagtail.users.models import UserProfile

from cms.accounts import audit
from cms.base.user_fields import name_of
from cms.history import erasure


@transaction.atomic
def erase(address: str) -> set[str]:
    """Delete the closed accounts with an e-mail address, or with it as user name, in any case, and take their names out of
    what the hub wrote. Returns these names.

    Logs keep what they did, by the number of the account. One that is open stays: somebody works with it.
    """
    erased = set()
    same = Q(email__iexact=address) | Q(username__iexact=address)
    for account in get_user_model().objects.filter(same, is_active=False):
        names, number = {name_of(account), account.username, account.email}, account.pk
        audit.write("erased", account)
        account.delete()
        erasure.forget_person(names, number)
        erased |= names
    return erased


def profile_deleted(instance: UserProfile, **kwargs) -> None:
    """Delete the picture of an account, which Wagtail would leave behind."""
    transaction.on_commit(lambda: instance.avatar.delete(save=False), robust=True)
