"""Drafts shown by a frontend that is a site of its own: what an editor previews is kept, and a token opens it.

wagtail-headless-preview keeps the drafts (`PagePreview`) and makes the frontend's address. The tokens are ours, because
its own name neither the editor nor an end. A token is signed, runs out after `PREVIEW_TOKEN_MAX_AGE` seconds and names
one draft of one page by one editor. Whether that editor may still see the page is asked each time the token is used; a
new password, the loss of the right to edit, or an account that was switched off ends it at once.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.db.models import Model
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare, salted_hmac
from wagtail.models import DraftStateMixin, Page
from wagtail.permissions import policy_registry
from wagtail_headless_preview.models import HeadlessPreviewMixin, PagePreview
from wagtail_headless_preview.settings import headless_preview_settings

from cms.roles import may_look_at

FRONTEND = "frontend"
SALT = "cms.previews"


class PreviewError(Exception):
    """A token that opens nothing; the text is one sentence for people."""


@dataclass(frozen=True)
class Draft:
    """A page as its editor last previewed it, and the addresses under which a frontend may ask for it."""

    page: Page
    user: Any
    url_paths: frozenset[str]


class FrontendPreview(HeadlessPreviewMixin):
    """Adds the frontend at `PREVIEW_URL`, if there is one, to the ways in which a page can be previewed."""

    @property
    def preview_modes(self):
        modes = super().preview_modes
        if not headless_preview_settings.CLIENT_URLS:
            return modes
        # First, so that “View draft” opens what readers see.
        return [(FRONTEND, "Website (frontend)"), *((name, label if name else "Hub page") for name, label in modes)]

    def serve_preview(self, request, mode_name):
        """Send the editor to the frontend with a token, or show the hub's own page."""
        if mode_name != FRONTEND or not headless_preview_settings.CLIENT_URLS:
            return super(HeadlessPreviewMixin, self).serve_preview(request, mode_name)
        token = keep_draft(self, request.user, editing=getattr(request, "is_editing", False))
        response = redirect(self.get_preview_url(request, token))
        response["Cache-Control"] = "private, no-store"
        response["Referrer-Policy"] = "no-referrer"
        return response


def keep_draft(page: Page, user: Any, *, editing: bool = False) -> str:
    """Keep the page as it is in memory, saved or not, and return the token that opens it for the user.

    What an editor is typing (`editing`) takes the place of what they had typed before, so that a preview that is open
    follows the form; any other draft is kept as it was seen.
    """
    content = page.to_json()
    parent = None if page.pk else page.get_parent().pk
    place = str(page.pk) if page.pk else f"{page._meta.label_lower}@{parent}"
    state = "form" if editing else hashlib.sha256(content.encode()).hexdigest()
    key = f"{user.pk}/{place}/{state}"
    today = datetime.date.today()
    # The table knows days only, so a draft stays for a day more than its tokens; they are what counts.
    oldest = today - datetime.timedelta(days=1 + settings.PREVIEW_TOKEN_MAX_AGE // 86_400)
    PagePreview.objects.filter(created_at__lt=oldest).delete()
    PagePreview.objects.update_or_create(
        token=key,
        defaults={"content_type": page.cached_content_type, "content_json": content, "created_at": today},
    )
    payload = {"key": key, "page": page.pk, "parent": parent, "user": user.pk, "seal": _seal(user)}
    return _signer().sign_object(payload, compress=True)


def open_draft(token: str) -> Draft:
    """Return the draft that a token opens.

    Raises PreviewError when the token isn't ours, has run out, or its editor may not see the page any more.
    """
    try:
        payload = _signer().unsign_object(token, max_age=settings.PREVIEW_TOKEN_MAX_AGE)
    except SignatureExpired:
        raise PreviewError("This preview has run out. Open it again in the editor.") from None
    except BadSignature:
        raise PreviewError("This is not a preview token of this site.") from None
    user = get_user_model()._default_manager.filter(pk=payload["user"], is_active=True).first()
    kept = PagePreview.objects.filter(token=payload["key"]).select_related("content_type").first()
    if user is None or kept is None or not constant_time_compare(payload["seal"], _seal(user)):
        raise PreviewError("This preview is closed. Open it again in the editor.")
    find, key = (_new_page, payload["parent"]) if payload["page"] is None else (_changed_page, payload["page"])
    draft = find(kept, key, user)
    if draft is None or not user.has_perm("wagtailadmin.access_admin"):
        raise PreviewError("You may not see this draft any more.")
    return draft


def may_see(user: Any, thing: Model) -> bool:
    """Say whether the user may see the draft of a page or snippet, or a private file, in the admin."""
    if isinstance(thing, Page):
        return may_look_at(user, thing)
    actions = ("add", "change", "delete", "choose", "view", "publish")
    return policy_registry.get(thing).user_has_any_permission_for_instance(user, actions, thing)


def latest(thing: Model) -> Model:
    """Return what was never published, or is withdrawn, as its editors last saved it; anything else as it is."""
    if isinstance(thing, DraftStateMixin) and not thing.live:
        return thing.get_latest_revision_as_object()
    return thing


def _signer() -> TimestampSigner:
    return TimestampSigner(salt=SALT)


def _seal(user: Any) -> str:
    """Return what changes with the user's password, as Django's sessions do it."""
    return salted_hmac(SALT, user.get_session_auth_hash(), algorithm="sha256").hexdigest()[:32]


def _changed_page(kept: PagePreview, key: int, user: Any) -> Draft | None:
    page = Page.objects.filter(pk=key, content_type=kept.content_type).first()
    if page is None or not may_see(user, page):
        return None
    draft = page.specific.with_content_json(json.loads(kept.content_json))
    return Draft(draft, user, frozenset({page.url_path, draft.url_path}))


def _new_page(kept: PagePreview, parent_key: int, user: Any) -> Draft | None:
    parent = Page.objects.filter(pk=parent_key).first()
    if parent is None or not parent.permissions_for_user(user).can_add_subpage():
        return None
    draft = kept.content_type.model_class().from_json(kept.content_json)
    draft.id = draft.pk = -1  # the database's own keys are positive
    # Below its parent, where no page stands: the place that the form gave it may be taken by now.
    draft.depth, draft.path = parent.depth + 1, parent.path + "~" * Page.steplen
    draft.locale_id = draft.locale_id or parent.locale_id
    draft.set_url_path(parent)
    draft.follow_parent()  # as saving it would
    return Draft(draft, user, frozenset({draft.url_path}))
