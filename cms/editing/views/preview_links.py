"""The page of the admin where editors make preview links of a page, and revoke them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views import View
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from cms.base.date_fields import DayField
from cms.base.requests import EditorRequest
from cms.base.secret_links import LinkClosedError
from cms.base.typed_dates import Towards
from cms.delivery.link_mails import LinkMailError
from cms.editing.views.new_links import MailLinkForm, mail_new, new_link, show_once
from cms.pages import preview_links
from cms.pages.addresses import site_of_page
from cms.pages.models import BasePage, PreviewLink

ICON = "link"
DAYS = {"day": 1, "week": 7}
UNTIL = "until"
PERIODS = [("day", "A day"), ("week", "A week"), (UNTIL, "Until a day")]

TEXT = """Dear {name},

This link shows “{page}” as it was last saved, before it is published:

{address}

{words}The link works until {until}. It is for you only: anyone who has it can look, so please don't pass it on."""


class PreviewLinkForm(forms.ModelForm):
    """Whom a link is for, how long it works, and where it opens."""

    class Meta:
        model = PreviewLink
        fields = ["name", "email"]

    def __init__(self, *args, page: Page, **kwargs):
        super().__init__(*args, **kwargs)
        most = settings.PREVIEW_LINK_MAX_DAYS
        self.fields["lasts"] = forms.ChoiceField(
            label="How long it works",
            choices=[(name, label) for name, label in PERIODS if DAYS.get(name, 0) <= most],
            initial="week" if most >= DAYS["week"] else "day",
            widget=forms.RadioSelect,
        )
        self.fields["until"] = DayField(
            label="The last day", required=False, towards=Towards.NEXT, help_text=f"At most {most} days from now."
        )
        modes = page.preview_modes
        if len(modes) > 1:
            self.fields["mode"] = forms.ChoiceField(label="Where it opens", required=False, choices=modes)

    def clean(self):
        data = super().clean()
        if "lasts" not in data or "until" in self.errors:
            return data
        now = timezone.now()
        if data["lasts"] != UNTIL:
            data["expires_at"] = now + datetime.timedelta(days=DAYS[data["lasts"]])
        elif not data["until"]:
            self.add_error("until", "Give the last day.")
        elif data["until"] < timezone.localdate():
            self.add_error("until", "This is in the past.")
        elif data["until"] > timezone.localdate() + datetime.timedelta(days=settings.PREVIEW_LINK_MAX_DAYS):
            self.add_error("until", f"A link works for at most {settings.PREVIEW_LINK_MAX_DAYS} days.")
        else:
            midnight = datetime.datetime.combine(data["until"] + datetime.timedelta(days=1), datetime.time())
            data["expires_at"] = timezone.make_aware(midnight)
        return data


class PreviewLinksView(WagtailAdminTemplateMixin, View):
    """The open links of a page, for everybody who may edit the page, and a form for another."""

    request: EditorRequest
    template_name = "cms/admin/preview_links.html"
    header_icon = ICON
    page_title = "Preview links"

    def dispatch(self, request, page_id: int, *args, **kwargs):
        self.page = get_object_or_404(Page.objects.filter(depth__gt=1), pk=page_id).get_latest_revision_as_object()
        if not isinstance(self.page, BasePage) or not preview_links.may_show(request.user, self.page):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self):
        return self.page.get_admin_display_title()

    def get_breadcrumbs_items(self):
        edit = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        return [{"url": edit, "label": self.get_page_subtitle()}, {"url": "", "label": self.page_title}]

    def get(self, request, **kwargs):
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, *, form=None, mail_form=None):
        links = list(preview_links.LINKS.open_links().filter(page=self.page.pk).select_related("created_by"))
        labels = dict(self.page.preview_modes)
        for link in links:
            link.place = labels.get(link.mode, "") if len(labels) > 1 else ""
            link.is_shown = preview_links.may_show(link.created_by, self.page)
        return super().get_context_data(
            page=self.page,
            title=self.get_page_subtitle(),
            links=links,
            form=form or PreviewLinkForm(page=self.page),
            **new_link(self.request, preview_links.LINKS, self.page, mail_form),
        )

    def post(self, request, **kwargs):
        if "revoke" in request.POST:
            return self.revoke()
        return self.mail() if "token" in request.POST else self.make()

    def make(self) -> HttpResponse:
        form = PreviewLinkForm(self.request.POST, page=self.page)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        data, user = form.cleaned_data, self.request.user
        link, token = preview_links.make(
            self.page,
            name=data["name"],
            email=data["email"],
            expires_at=data["expires_at"],
            mode=data.get("mode", ""),
            user=user,
        )
        messages.success(self.request, show_once(self.request, preview_links.LINKS, link, token))
        return self._back("#new-link")

    def revoke(self) -> HttpResponse:
        key = self.request.POST["revoke"]
        link = get_object_or_404(PreviewLink, page=self.page.pk, pk=key if key.isdecimal() else 0)
        preview_links.LINKS.revoke(link, self.request.user)
        messages.success(self.request, f"The link for {link.name} no longer works.")
        return self._back()

    def mail(self) -> HttpResponse:
        form = MailLinkForm(self.request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(mail_form=form), status=422)
        title = self.page.get_admin_display_title()
        try:
            preview_links.opened(form.cleaned_data["token"], site_of_page(self.page))
            subject = f"Preview: {title}"
            said = mail_new(self.request, preview_links.LINKS, self.page, form, subject, TEXT, page=title)
        except (LinkClosedError, LinkMailError) as error:
            messages.error(self.request, str(error))
            return self._back("#new-link" if isinstance(error, LinkMailError) else "")
        messages.success(self.request, said)
        return self._back()

    def _back(self, beside: str = "") -> HttpResponse:
        return redirect(reverse("preview_links", args=[self.page.pk]) + beside)


@hooks.register("register_page_header_buttons")
def offer_preview_links(page, user, view_name, next_url=None) -> Iterator[Button]:
    """Return the entry in the menu of a page, for users who may make links of it."""
    if isinstance(page, BasePage) and preview_links.may_show(user, page):
        yield Button("Preview links", reverse("preview_links", args=[page.pk]), icon_name=ICON, priority=74)
