"""The pages behind a sign-off link: a bundle's items, previews of its pages, and the form for an answer."""

from __future__ import annotations

from django import forms
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Page

from bundles.choices import SignOffVerdict
from bundles.models import Bundle, SignOffLink
from bundles.publishing.as_if import CannotShowError
from bundles.publishing.errors import BundleError
from bundles.sign_off import links
from cms.base.rate_limits import asked
from cms.base.secret_links import LinkClosedError
from cms.delivery.public_forms import see_other, too_often
from cms.delivery.secret_pages import say, secret
from cms.pages.viewer import visibility_of
from engagement.choices import PostState

from . import frontends, previews

# Pages that one link shows within an hour: each locks the database for a moment.
MOST_PAGES = 300
LONGEST_COMMENT = 5000


class SignOffForm(forms.Form):
    """Yes, no or comments; anything but yes needs a comment."""

    verdict = forms.ChoiceField(
        choices=SignOffVerdict.choices, error_messages={"required": "Choose yes, no or comments."}
    )
    comments = forms.CharField(
        required=False,
        max_length=LONGEST_COMMENT,
        error_messages={"max_length": f"Comments can have {LONGEST_COMMENT:,} characters."},
    )
    seen = forms.CharField(required=False, max_length=64)

    def clean(self):
        data = super().clean()
        needed = data.get("verdict") in (SignOffVerdict.NO, SignOffVerdict.COMMENTS)
        if needed and "comments" not in self.errors and not data["comments"].strip():
            self.add_error("comments", "Say what should be different.")
        return data


# Without CSRF protection, as all forms for the public (`cms.delivery.public_forms`): there is no cookie, the token is in the
# address.
@csrf_exempt
@secret
@sensitive_post_parameters("comments")
@require_http_methods(["GET", "HEAD", "POST"])
def bundle(request: HttpRequest, token: str) -> HttpResponse:
    """Show the bundle's items, and accept an answer."""
    link = links.LINKS.opened(token, visibility_of(request).site)
    found = link.bundle
    if request.method != "POST":
        links.LINKS.used(link, what="the list")
        return _show(request, link, token, SignOffForm(initial=_last_answer(link)))
    form = SignOffForm(request.POST)
    if not form.is_valid():
        return _show(request, link, token, form, status=422)
    try:
        links.answer(
            link,
            SignOffVerdict(form.cleaned_data["verdict"]),
            form.cleaned_data["comments"],
            seen=form.cleaned_data["seen"],
        )
    except BundleError as error:
        link.bundle = Bundle.objects.get(pk=found.pk)
        return _show(request, link, token, form, problem=str(error), status=409)
    response = see_other("bundles_sign_off:bundle", token)
    response["Location"] += "?answered"
    return response


def _last_answer(link: SignOffLink) -> dict:
    last = link.answers.first()
    return {"verdict": last.verdict, "comments": last.comments} if last else {}


def _show(
    request: HttpRequest, link: SignOffLink, token: str, form: SignOffForm, status=200, problem=""
) -> HttpResponse:
    found, answers = link.bundle, list(link.answers.all())
    fingerprint = found.fingerprint()
    public = visibility_of(request).filter(Page.objects.filter(pk__in=[item.page_id for item in found.page_items]))
    public_keys = set(public.values_list("pk", flat=True))
    frontend_modes = frontends.modes_of([item.page.specific_deferred for item in found.page_items])
    entries = [
        {
            "title": item.title,
            "kind": item.kind,
            "is_public": item.page_id in public_keys,
            "path": _path_of(item),
            "address": previews.address(token, _path_of(item)),
            "frontends": [
                {"label": label, "address": reverse("bundles_sign_off:frontend", args=[token, item.pk, mode])}
                for mode, label in modes
            ],
        }
        for item, modes in zip(found.page_items, frontend_modes, strict=True)
    ]
    posted = [item.post.state == PostState.POSTED for item in found.post_items]
    context = {
        "bundle": found,
        "link": link,
        "entries": entries,
        "posts": found.post_items,
        "how_public": _how_public([item.page_id in public_keys for item in found.page_items] + posted),
        "front": previews.address(token, "/"),
        "form": form,
        "verdicts": SignOffVerdict.choices,
        # The fingerprint that an answer refers to: an invalid form keeps that of the content shown.
        "seen": form["seen"].value() if status == 422 else fingerprint,
        "answer": answers[0] if answers else None,
        "changed_since": bool(answers) and answers[0].fingerprint != fingerprint,
        "answered": "answered" in request.GET,
        "problem": problem,
        "without_feedback": True,
    }
    return render(request, "bundles/sign_off/bundle.html", context, status=status)


def _how_public(items: list[bool]) -> str:
    """Say how much of the bundle the public sees already; `items` says it of each item."""
    if not any(items):
        return "Nothing here is public yet."
    if all(items):
        return "All of it is public already, but not yet with the changes that you see here."
    return "Some of it is public already and marked so; its changes, and the rest, aren’t public yet."


def _path_of(item) -> str:
    """Return the page's future path: the current one with the slug of its draft."""
    page = item.page.specific_deferred
    slug = item.revision.content.get("slug", page.slug) if item.revision else page.slug
    if slug != page.slug:
        page.slug = slug
        page.url_path = f"{page.url_path.rstrip('/').rpartition('/')[0]}/{slug}/"
    parts = page.get_url_parts()
    return parts[2] if parts else "/"


@secret
@require_safe
def frontend(request: HttpRequest, token: str, item: int, mode: str) -> HttpResponse:
    """Redirect to a frontend that shows a page of the bundle."""
    link = links.LINKS.opened(token, visibility_of(request).site)
    if not link.bundle.is_open:
        raise LinkClosedError(frontends.PUBLISHED)
    found = next((one for one in link.bundle.page_items if one.pk == item), None)
    if found is None or found.revision is None:
        raise Http404
    draft = found.revision.as_object()
    (modes,) = frontends.modes_of([draft])
    if mode not in dict(modes):
        raise Http404
    links.LINKS.used(link, what=f"“{found}” in the frontend")
    return draft.to_frontend(request, mode, frontends.frontend_token(link, found))


@secret
@require_safe
def page(request: HttpRequest, token: str, path: str) -> HttpResponse:
    """Show the preview of a path."""
    link = links.LINKS.opened(token, visibility_of(request).site)
    if asked("sign_off", str(link.pk)) > MOST_PAGES:
        return too_often(
            say(
                request, "That is a lot of pages", "This link has reached its limit of pages for this hour.", status=429
            )
        )
    if not link.bundle.is_open:
        return say(request, "It is published", "What this link showed is published now.", status=410)
    back = reverse("bundles_sign_off:bundle", args=[token])
    try:
        response = previews.page(request, link.bundle, path, token)
    except Http404:
        response = say(
            request,
            "Readers will find nothing here",
            "There is no page here for the public, now or after publication.",
            status=404,
            back=back,
        )
    except CannotShowError as error:
        response = say(
            request, "It can't be shown yet", f"{error} The team can see what is missing.", status=409, back=back
        )
    except OperationalError:
        response = say(request, "Try again in a moment", "Somebody was saving just now.", status=503, back=back)
    links.LINKS.used(link, what=f"/{path}")
    return response
