"""Notifications about bundles: a review that is requested, an outsider's answer, a publication that failed."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import Site

from bundles.models import Bundle, SignOffAnswer, SignOffLink
from bundles.rights import APPROVE, VIEW
from cms.base.user_fields import name_of
from cms.editing.permissions import Editing
from cms.notifications.kinds import NotificationKind, kinds
from cms.notifications.lists import mark_over, notify
from cms.visibility.hub_addresses import path_on

REVIEW, ANSWER, FAILURE = "bundle-review", "sign-off", "bundle-failure"


def register() -> None:
    """Register the three kinds."""
    kinds.add(REVIEW, NotificationKind("Somebody asks for a review of a bundle", approves, visible), order=11)
    kinds.add(ANSWER, NotificationKind("Somebody answers by a sign-off link", views, visible), order=50)
    kinds.add(FAILURE, NotificationKind("A bundle can’t be published", views, visible), order=51)


def visible(user: User, subjects: set[str]) -> set[str]:
    """Return the keys of those bundles that the user may see: they need the right, and a right to pages of the bundle's
    programme."""
    if not views(user):
        return set()
    editing, sites = Editing(user), Site.objects.count()
    bundles = Bundle.objects.filter(pk__in=[key for key in subjects if key.isdecimal()])
    rows = bundles.values_list("pk", "site__root_page__path")
    return {str(pk) for pk, top in rows if sites < 2 or top is None or editing.works_in(top)}


def approves(user: User) -> bool:
    """Say whether the user approves bundles."""
    return user.has_perm(APPROVE)


def views(user: User) -> bool:
    """Say whether the user sees bundles."""
    return user.has_perm(VIEW)


def review_requested(bundle: Bundle, user: User) -> None:
    """Notify those who may approve the bundle: not the person who asks, nor the one who changed it last."""
    people = get_user_model().objects.filter(is_active=True).exclude(pk__in=[user.pk, bundle.changed_by_id or 0])
    text = f"{name_of(user)} asks for a review of the bundle “{bundle}”."
    _notify(REVIEW, bundle, filter(approves, people), _now(bundle), text)


def review_over(bundle: Bundle) -> None:
    """Nobody has to review the bundle any more."""
    mark_over(REVIEW, bundle.pk)


def answered(link: SignOffLink, answer: SignOffAnswer) -> None:
    """Notify those who made the link and the bundle of an answer. Its comments aren't quoted."""
    text = f"{link.name} answered about the bundle “{link.bundle}”: {answer.get_verdict_display()}."
    _notify(ANSWER, link.bundle, _responsible(link.bundle, link.created_by_id), f"{answer.pk}", text)


def failed(bundle: Bundle) -> None:
    """Notify those who made, scheduled and approved a bundle that it couldn't be published."""
    people = _responsible(bundle, bundle.released_by_id, bundle.approved_by_id)
    _notify(FAILURE, bundle, people, _now(bundle), f"The bundle “{bundle}” couldn’t be published.")


def _responsible(bundle: Bundle, *others: int | None) -> QuerySet[User]:
    return get_user_model().objects.filter(pk__in=[pk for pk in (bundle.created_by_id, *others) if pk is not None])


def _now(bundle: Bundle) -> str:
    """Return a key for what happens to the bundle now."""
    return f"{bundle.pk} {timezone.now().isoformat()}"


def _notify(kind: str, bundle: Bundle, people: Iterable[User], key: str, text: str) -> None:
    notify(kind, people, key=key, subject=bundle.pk, text=text, url=path_on(bundle.site, "bundles:bundle", bundle.pk))
