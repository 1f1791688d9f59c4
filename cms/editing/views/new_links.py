"""A link for somebody without an account that was just made, on the admin's page of what it shows: its address, shown once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Model
from django.http import HttpRequest
from wagtail.models import Site

from cms.base.dates import moment_in_words
from cms.base.requests import EditorRequest
from cms.delivery.link_mails import LinkMailError, mail_link
from cms.pages.link_kinds import AnyLink, LinkKind


class MailLinkForm(forms.Form):
    """The address to which a new link is mailed. The link's token is only in this form: it isn't stored."""

    email = forms.EmailField(label="E-mail it to")
    words = forms.CharField(
        label="A few words of your own",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="The message says what the link is for, until when it works, and that it is for this person only.",
    )
    token = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        # There is another form on the page that asks for an address.
        super().__init__(*args, auto_id="mail_%s", **kwargs)


def show_once(request: HttpRequest, kind: LinkKind[AnyLink], link: AnyLink, token: str) -> str:
    """Keep the token of a link in the session until its address is shown, and return the sentence that announces it."""
    request.session[_session_key(kind)] = {"shows": kind.key_of(link), "token": token, "email": link.email}
    return f"The link for {link.name} is below. Copy or mail it now: it isn't shown again."


def new_link(request: HttpRequest, kind: LinkKind, thing: Model, form: MailLinkForm | None) -> dict[str, Any]:
    """Return the address of the link to a thing that was just made, or that an invalid form has, and the form that mails it."""
    waiting = request.session.pop(_session_key(kind), None)
    if form is None and waiting and waiting["shows"] == thing.pk:
        form = MailLinkForm(initial=waiting)
    token = form["token"].value() if form else ""
    return {"mail_form": form, "new_address": kind.address_of(token, thing) if token else ""}


def mail_new(
    request: EditorRequest,
    kind: LinkKind,
    thing: Model,
    form: MailLinkForm,
    subject: str,
    text: str,
    *,
    site: Site | None = None,
    **values: Any,
) -> str:
    """Mail the link to a thing that a valid form has, note the address, and return the sentence that says so.

    `text` has places for the name, the address, the user's own words, the end, and the `values`; it is signed for the site, or
    for the active one. Raises LinkClosedError, or LinkMailError if the mail can't be sent: then nothing is noted, and the
    address is shown once more.
    """
    token, email, words = (form.cleaned_data[name].strip() for name in ("token", "email", "words"))
    link = kind.opened(token, kind.site_of(thing), thing)
    values |= {"name": link.name, "address": kind.address_of(token, thing), "words": f"{words}\n\n" if words else ""}
    try:
        mail_link(subject, text.format(until=moment_in_words(link.expires_at), **values), email, request.user, site)
    except LinkMailError:
        show_once(request, kind, link, token)
        raise
    kind.note_mail(link, email, request.user)
    return f"The link for {link.name} was mailed to {email}."


def _session_key(kind: LinkKind) -> str:
    return f"new_link.{kind.model._meta.label_lower}"
