"""The actions behind a bundle's buttons. Each is a POST; if a service refuses, its message is shown and nothing has changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from bundles.admin.bundle import BundleView
from bundles.admin.forms import (
    BundlePostForm,
    PageForm,
    PublishForm,
    ScheduleForm,
    SignOffLinkForm,
)
from bundles.admin.readiness import readiness_of
from bundles.models import Bundle, BundlePage, BundlePost, SignOffLink
from bundles.publishing import items, services
from bundles.publishing.errors import BundleError
from bundles.rights import CHANGE
from bundles.sign_off import links
from cms.base.requests import EditorRequest
from cms.base.secret_links import LinkClosedError
from cms.delivery.link_mails import LinkMailError
from cms.editing.shown_rows import rows_shown
from cms.editing.views.new_links import MailLinkForm, mail_new, show_once
from newsletter.admin.forms import ConfirmedForm

TEXT = """Dear {name},

Please look at “{bundle}” before it is published, and answer yes, no or with comments:

{address}

{words}The link works until {until}. It is for you only: anyone who has it can look, so please don't pass it on."""


def _ask(request: EditorRequest, bundle: Bundle) -> str:
    services.ask(bundle, request.user)
    return "Review requested. A programme lead who didn't change the bundle last can approve it."


def _approve(request: EditorRequest, bundle: Bundle) -> str:
    services.approve(bundle, request.user, seen=request.POST.get("seen", ""))
    return "Approved. “What happens next” says how it goes on."


def _give_back(request: EditorRequest, bundle: Bundle) -> str:
    services.give_back(bundle, request.user)
    return "The bundle is being written again."


def _take_over(request: EditorRequest, bundle: Bundle) -> str:
    items.take_over(bundle, request.user)
    return "The newer drafts are in the bundle. Ask for review once more."


def _unschedule(request: EditorRequest, bundle: Bundle) -> str:
    services.unschedule(bundle, request.user)
    return "The schedule is cancelled. The bundle stays approved."


DEEDS: dict[str, Callable[[EditorRequest, Bundle], str]] = {
    "ask": _ask,
    "approve": _approve,
    "give-back": _give_back,
    "take-over": _take_over,
    "unschedule": _unschedule,
}


def _put_in_page(request: EditorRequest, bundle: Bundle, form: PageForm) -> str:
    page = form.cleaned_data["page"]
    if not page.permissions_for_user(request.user).can_edit():
        raise BundleError(f"You may not edit “{page.get_admin_display_title()}”.")
    item = items.put_in(bundle, page, request.user)
    return f"“{item}” was added to the bundle."


def _put_in_post(request: EditorRequest, bundle: Bundle, form: BundlePostForm) -> str:
    if not request.user.has_perm("engagement.change_socialpost"):
        raise PermissionDenied
    items.put_in(bundle, form.cleaned_data["post"], request.user)
    return "The post is in the bundle."


def _schedule(request: EditorRequest, bundle: Bundle, form: ScheduleForm) -> str:
    services.schedule(bundle, request.user, form.cleaned_data["publish_at"], reason=form.cleaned_data.get("reason", ""))
    return "The bundle is scheduled."


def _publish(request: EditorRequest, bundle: Bundle, form: PublishForm) -> str:
    services.publish(bundle, request.user, reason=form.cleaned_data.get("reason", ""))
    return f"Everything in “{bundle}” is published."


def _make_link(request: EditorRequest, bundle: Bundle, form: SignOffLinkForm) -> str:
    link, token = links.make(bundle, **form.cleaned_data, user=request.user)
    return show_once(request, links.LINKS, link, token)


def _mail_link(request: EditorRequest, bundle: Bundle, form: MailLinkForm) -> str:
    subject, site = f"Before it is published: {bundle}", bundle.own_site
    try:
        return mail_new(request, links.LINKS, bundle, form, subject, TEXT, site=site, bundle=bundle)
    except (LinkClosedError, LinkMailError) as error:
        raise BundleError(str(error)) from error


# With the form's name on the bundle's page.
FORMS: dict[str, tuple[str, type, Callable]] = {
    "put-in-page": ("page_form", PageForm, _put_in_page),
    "put-in-post": ("post_form", BundlePostForm, _put_in_post),
    "schedule": ("schedule_form", ScheduleForm, _schedule),
    "publish": ("publish_form", PublishForm, _publish),
    "make-link": ("link_form", SignOffLinkForm, _make_link),
    "mail-link": ("mail_form", MailLinkForm, _mail_link),
}


NEW_LINK = ("make-link", "mail-link")


@require_POST
def act(request: EditorRequest, pk: int, deed: str) -> HttpResponse:
    """Do one thing to a bundle."""
    bundle = _bundle(request, pk)
    if deed in DEEDS:
        return _done(request, pk, lambda: DEEDS[deed](request, bundle))
    if deed not in FORMS:
        raise Http404
    name, form_class, do = FORMS[deed]
    form = form_class(request.POST, **(_asked(bundle, request.user) if issubclass(form_class, ConfirmedForm) else {}))
    if not form.is_valid():
        view = BundleView()
        view.setup(request, pk=pk)
        view.bundle = bundle
        return view.again(**{name: form})
    return _done(request, pk, lambda: do(request, bundle, form), beside="#new-link" if deed in NEW_LINK else "")


def _asked(bundle: Bundle, user) -> dict[str, Any]:
    """Return what the form has to ask for. If the user can't publish the bundle at all, that is the message, not a number."""
    readiness = readiness_of(bundle, user)
    return {"recipients": readiness.recipients, "asked": readiness.asks_for_reason}


@require_POST
def act_on_page(request: EditorRequest, pk: int, item: int, deed: str) -> HttpResponse:
    """Move a page of a bundle, or take it out."""
    _bundle(request, pk)
    found = get_object_or_404(BundlePage.objects.select_related("bundle", "page", "revision"), pk=item, bundle=pk)
    if deed in ("up", "down"):
        return _done(request, pk, lambda: items.move(found, request.user, up=deed == "up"))
    return _take_out(request, pk, found, deed)


@require_POST
def act_on_post(request: EditorRequest, pk: int, item: int, deed: str) -> HttpResponse:
    """Take a post out of a bundle."""
    _bundle(request, pk)
    return _take_out(
        request, pk, get_object_or_404(BundlePost.objects.select_related("bundle"), pk=item, bundle=pk), deed
    )


@require_POST
def act_on_link(request: EditorRequest, pk: int, item: int, deed: str) -> HttpResponse:
    """Revoke a sign-off link."""
    _bundle(request, pk)
    link = get_object_or_404(SignOffLink.objects.select_related("bundle"), pk=item, bundle=pk)
    if deed != "revoke":
        raise Http404

    def revoke() -> str:
        links.LINKS.revoke(link, request.user)
        return f"The link for {link.name} no longer works."

    return _done(request, pk, revoke)


def _bundle(request: EditorRequest, pk: int) -> Bundle:
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    return get_object_or_404(Bundle.objects.filter(rows_shown(request)), pk=pk)


def _take_out(request: EditorRequest, pk: int, item: BundlePage | BundlePost, deed: str) -> HttpResponse:
    if deed != "take-out":
        raise Http404
    name = str(item)

    def take_out() -> str:
        items.take_out(item, request.user)
        return f"“{name}” is no longer in the bundle. Its draft is as it was."

    return _done(request, pk, take_out)


def _done(request: EditorRequest, pk: int, deed: Callable[[], str | None], *, beside: str = "") -> HttpResponse:
    """Do it and go back to the bundle, to the place on its page that `beside` names."""
    try:
        if words := deed():
            messages.success(request, words)
    except BundleError as error:
        for reason in error.reasons:
            messages.error(request, reason)
    return redirect(reverse("bundles:bundle", args=[pk]) + beside)
