"""Previews in a separate frontend: the draft that an editor previews is stored, and a token opens it.

wagtail-headless-preview stores the drafts (`PagePreview`) and makes the frontend's address. The tokens are ours,
because its own have neither an editor nor an expiry. A token is signed, expires after `PREVIEW_TOKEN_MAX_AGE` seconds
and names one draft of one page by one editor. Each use checks that the editor may still see the page; a new password,
the loss of the right to edit, or deactivation of the account ends it at once.

Other tokens open a draft that isn't an editor's preview, such as the one behind a preview link: `openers` has what they
name. They expire in the same time; what they name says whether it still is open.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.functional import cached_property
from wagtail.models import DraftStateMixin, Page
from wagtail.permissions import policy_registry
from wagtail_headless_preview.models import HeadlessPreviewMixin, PagePreview
from wagtail_headless_preview.settings import headless_preview_settings

from cms.accounts.roles import may_look_at
from cms.base.registry import Registry
from cms.base.secret_keys import secret_keys
from cms.pages.edit_marks import give_paths
from cms.pages.models.preview_frontends import PreviewFrontend, preview_frontends

FRONTEND = "frontend"
SALT = "cms.pages.previews"


class PreviewError(Exception):
    """An invalid token; the message is one sentence for people."""


@dataclass(frozen=True)
class Draft:
    """A page as its editor last previewed it, and the addresses by which a frontend may request it."""

    page: Page
    # Returns the draft of an object to which the page links and which the public can't see; None keeps it hidden.
    opens: Callable[[Model], Model | None]
    url_paths: frozenset[str]
    # Which preview it is: the same while its editor goes on typing. It distinguishes unsaved objects of several previews.
    session: str
    # Whether it is for an editor, who may go from a part of the page to its field in the form.
    is_for_editor: bool = False


# What opens a draft by a key that a token names; each raises PreviewError.
openers: Registry[Callable[[Any], Draft]] = Registry("opener of drafts")


class FrontendPreview(HeadlessPreviewMixin):
    """Adds frontends to a page's preview modes: those that fit the page, and the one at `PREVIEW_URL`, if set."""

    @cached_property
    def preview_frontends(self) -> list[PreviewFrontend]:
        """The frontends of the page's site and kind."""
        return preview_frontends([(type(self), self.url_path)])[0]

    @property
    def preview_modes(self):
        modes = super().preview_modes
        # First, so that “View draft” opens the readers' view.
        frontends = [(frontend.mode, frontend.name) for frontend in self.preview_frontends]
        if headless_preview_settings.CLIENT_URLS:
            frontends.append((FRONTEND, "Website (frontend)"))
        return [*frontends, *((name, label if name else "Hub page") for name, label in modes)] if frontends else modes

    def is_previewable(self):
        """Return whether the page can be previewed. Frontends only add modes, so lists don't read them for each page."""
        return bool(super().preview_modes)

    def serve_preview(self, request, mode_name):
        """Send the editor to the frontend with a token, or show the hub's own page."""
        if not self.is_frontend(mode_name):
            if getattr(request, "in_preview_panel", False):
                give_paths(self)
            return super(HeadlessPreviewMixin, self).serve_preview(request, mode_name)
        token = keep_draft(self, request.user, editing=getattr(request, "is_editing", False))
        return self.to_frontend(request, mode_name, token)

    def is_frontend(self, mode: str) -> bool:
        """Say whether a preview mode is one of a frontend that shows this page."""
        return mode in [frontend.mode for frontend in self.preview_frontends] or (
            mode == FRONTEND and bool(headless_preview_settings.CLIENT_URLS)
        )

    def to_frontend(self, request, mode: str, token: str) -> HttpResponse:
        """Return the redirect to the frontend of a preview mode, with a token."""
        chosen = next((frontend for frontend in self.preview_frontends if frontend.mode == mode), None)
        response = redirect(chosen.address_of(self, token) if chosen else self.get_preview_url(request, token))
        response["Cache-Control"] = "private, no-store"
        response["Referrer-Policy"] = "no-referrer"
        return response


def keep_draft(page: Page, user: Any, *, editing: bool = False) -> str:
    """Store the page as it is in memory, saved or not, and return a token that opens it for the user.

    A draft being typed (`editing`) replaces the one before, so that an open preview follows the form; any other draft
    is kept as seen.
    """
    content = page.to_json()
    parent = None if page.pk else page.get_parent().pk
    place = str(page.pk) if page.pk else f"{page._meta.label_lower}@{parent}"
    state = "form" if editing else hashlib.sha256(content.encode()).hexdigest()
    key = f"{user.pk}/{place}/{state}"
    today = datetime.date.today()
    # The table's cleaning counts in days, so a draft outlives its tokens by a day; only the tokens matter.
    oldest = today - datetime.timedelta(days=1 + settings.PREVIEW_TOKEN_MAX_AGE // 86_400)
    PagePreview.objects.filter(created_at__lt=oldest).delete()
    PagePreview.objects.update_or_create(
        token=key,
        defaults={"content_type": page.cached_content_type, "content_json": content, "created_at": today},
    )
    payload = {"key": key, "page": page.pk, "parent": parent, "user": user.pk, "seal": _seals(user)[0]}
    return _signer().sign_object(payload, compress=True)


def token_of(opener: str, key: Any) -> str:
    """Return a token that opens what one of `openers` finds by the key, which can be written as JSON."""
    return _signer().sign_object({"opener": opener, "key": key}, compress=True)


def open_draft(token: str) -> Draft:
    """Return the draft for a token.

    Raises PreviewError if the token isn't ours, has expired, or its editor may no longer see the page.
    """
    try:
        payload = _signer().unsign_object(token, max_age=settings.PREVIEW_TOKEN_MAX_AGE)
    except SignatureExpired:
        raise PreviewError(
            "This preview has expired. Open it again in the editor, or by the link you were given."
        ) from None
    except BadSignature:
        raise PreviewError("This is not a preview token of this site.") from None
    if opener := payload.get("opener"):
        return openers[opener](payload["key"])
    user = get_user_model()._default_manager.filter(pk=payload["user"], is_active=True).first()
    kept = PagePreview.objects.filter(token=payload["key"]).select_related("content_type").first()
    if user is None or kept is None or not any(constant_time_compare(payload["seal"], seal) for seal in _seals(user)):
        raise PreviewError("This preview is closed. Open it again in the editor.")
    find, key = (_new_page, payload["parent"]) if payload["page"] is None else (_changed_page, payload["page"])
    draft = find(kept, key, user)
    if draft is None or not user.has_perm("wagtailadmin.access_admin"):
        raise PreviewError("You may no longer see this draft.")
    return draft


def may_see(user: Any, thing: Model) -> bool:
    """Say whether the user may see the draft of a page or snippet, or a private file, in the admin."""
    if isinstance(thing, Page):
        return may_look_at(user, thing)
    actions = ("add", "change", "delete", "choose", "view", "publish")
    return policy_registry.get(thing).user_has_any_permission_for_instance(user, actions, thing)


def latest(thing: Model) -> Model:
    """Return an object that isn't published as its editors last saved it; any other unchanged."""
    if isinstance(thing, DraftStateMixin) and not thing.live:
        return thing.get_latest_revision_as_object()
    return thing


def _signer() -> TimestampSigner:
    return TimestampSigner(salt=SALT)


def _seals(user: Any) -> list[str]:
    """Return a hash that changes with the user's password, like that of Django's sessions; then those of earlier keys."""
    hashes = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    return [
        salted_hmac(SALT, one, secret=key, algorithm="sha256").hexdigest()[:32]
        for key, one in zip(secret_keys(), hashes, strict=True)
    ]


def _changed_page(kept: PagePreview, key: int, user: Any) -> Draft | None:
    page = Page.objects.filter(pk=key, content_type=kept.content_type).first()
    if page is None or not may_see(user, page):
        return None
    draft = page.specific.with_content_json(json.loads(kept.content_json))
    urls = frozenset({page.url_path, draft.url_path})
    return Draft(draft, opened_for(user), urls, session_of(kept.token), is_for_editor=True)


def draft_of(page: Page, user: Any) -> Draft:
    """Return a page in memory as the draft that the user sees."""
    return Draft(page, opened_for(user), frozenset({page.url_path}), session_of(f"{user.pk}/{page.pk}"))


def opened_for(user: Any) -> Callable[[Model], Model | None]:
    """Return what opens linked objects as far as the user may see them in the admin."""
    return lambda thing: latest(thing) if may_see(user, thing) else None


def session_of(key: str) -> str:
    """Return the name of a preview, which says nothing of its key."""
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def _new_page(kept: PagePreview, parent_key: int, user: Any) -> Draft | None:
    parent = Page.objects.filter(pk=parent_key).first()
    if parent is None or not parent.permissions_for_user(user).can_add_subpage():
        return None
    draft = kept.content_type.model_class().from_json(kept.content_json)
    draft.id = draft.pk = -1  # the database's own keys are positive
    # At a free position below its parent: the one that the form gave it may be taken by now.
    draft.depth, draft.path = parent.depth + 1, parent.path + "~" * Page.steplen
    draft.locale_id = draft.locale_id or parent.locale_id
    draft.set_url_path(parent)
    draft.follow_parent()  # as saving would
    session = session_of(kept.token)
    return Draft(draft, opened_for(user), frozenset({draft.url_path}), session, is_for_editor=True)
