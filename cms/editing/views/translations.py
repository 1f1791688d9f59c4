"""Translating a page from its form: its languages, the original beside the form, and whether it has changed since."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Locale, Page

from cms.base import words
from cms.pages.languages import own_name
from cms.pages.models import BasePage, Translation
from cms.pages.translations import (
    comparisons,
    follow,
    has_changed,
    is_text,
    may_be_translated,
    may_translate,
    shown,
    translate,
)

OUT_OF_DATE = "Out of date"
UP_TO_DATE = "Up to date"


@dataclass(frozen=True)
class PageLanguage:
    """A page in one other language: its state in words, and what the user can do there."""

    code: str
    name: str
    state: str
    url: str = ""
    may_translate: bool = False


@dataclass(frozen=True)
class OriginalText:
    """A text of the original, with what has changed since it was translated marked."""

    field: str
    label: str
    html: SafeString
    has_changed: bool


def languages_of(page: Page, user: Any) -> list[PageLanguage]:
    """Return the other languages of a page, in the order of the settings."""
    others = Page.objects.filter(translation_key=page.translation_key).exclude(pk=page.pk)
    by_locale = {other.locale_id: other for other in others}
    ends = dict(Translation.objects.filter(page__in=list(by_locale.values())).values_list("page", "changed_at"))
    order = [code for code, _ in settings.LANGUAGES]
    locales = [one for one in Locale.objects.all() if one.pk != page.locale_id]
    locales.sort(key=lambda one: order.index(one.language_code))
    return [_language(page, locale, by_locale.get(locale.pk), ends, user) for locale in locales]


def _language(page: Page, locale: Locale, other: Page | None, changes: dict[int, Any], user: Any) -> PageLanguage:
    code, name = locale.language_code, own_name(locale.language_code)
    if other is None or other.alias_of_id:
        state = "Not translated" if other is None else "Not translated: its address shows the original’s text"
        return PageLanguage(
            code, name, state, may_translate=may_be_translated(page) and may_translate(page, locale, user)
        )
    state = "Published" if other.live else "Draft"
    if other.pk in changes:
        state += f", {(OUT_OF_DATE if changes[other.pk] else UP_TO_DATE).lower()}"
    may_edit = other.permissions_for_user(user).can_edit()
    return PageLanguage(code, name, state, reverse("wagtailadmin_pages:edit", args=[other.pk]) if may_edit else "")


def texts_of(translation: Translation) -> list[OriginalText]:
    """Return the original's texts in the order of its form, without empty ones."""
    texts = [
        OriginalText(one.field.name, one.field_label(), _html(one), has_changed(one))
        for one in comparisons(translation)
    ]
    return [text for text in texts if text.html or text.has_changed]


def _html(comparison: Any) -> SafeString:
    if comparison.is_field:
        return comparison.htmldiff()
    return format_html_join("", "{}", ((_row(child),) for child in comparison.get_child_comparisons()))


def _row(comparison: Any) -> SafeString:
    """Return the texts of a row, such as a principle of the vision."""
    tag = "ins" if comparison.is_addition() else "del" if comparison.is_deletion() else "div"
    texts = [one.htmldiff() for one in comparison.get_field_comparisons() if is_text(one.field)]
    inner = format_html_join("", "<p>{}</p>", ((text,) for text in texts if text))
    return format_html("<{0}>{1}</{0}>", tag, inner) if inner else inner


class LanguagesSidePanel(BaseSidePanel):
    """The languages of a page; beside the form of a translation also its original."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        icon_name = "globe"

        @property
        def aria_label(self):
            return "Toggle languages" + (", 1 translation out of date" if self.panel.is_out_of_date else "")

        def get_context_data(self, parent_context):
            return super().get_context_data(parent_context) | {"count": int(self.panel.is_out_of_date)}

    name = "languages"
    title = "Languages"
    template_name = "cms/admin/languages_panel.html"
    order = 350

    @cached_property
    def translation(self) -> Translation | None:
        return Translation.objects.select_related("original").filter(page=self.object.pk).first()

    @property
    def is_out_of_date(self) -> bool:
        return self.translation is not None and self.translation.is_out_of_date

    def get_context_data(self, parent_context):
        page, context = self.object, super().get_context_data(parent_context)
        context |= {"languages": languages_of(page, self.request.user), "csrf_token": get_token(self.request)}
        if self.translation is None:
            return context
        original = self.translation.original
        may_edit = original.permissions_for_user(self.request.user).can_edit()
        return context | {
            "translation": self.translation,
            "original": original,
            "original_url": reverse("wagtailadmin_pages:edit", args=[original.pk]) if may_edit else "",
            "original_language": original.locale.language_code,
            "changed_on": words.day(timezone.localdate(self.translation.changed_at)) if self.is_out_of_date else "",
            "texts": texts_of(self.translation),
        }


class TranslateView(WagtailAdminTemplateMixin, View):
    """Makes a translation of a page, as a draft, and opens its form. It replaces Wagtail's, which stops if the page
    above isn't translated."""

    template_name = "cms/admin/translate.html"
    page_title = "Translate"
    header_icon = "globe"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.object = get_object_or_404(Page, pk=kwargs["page_id"]).specific
        if not isinstance(self.object, BasePage):
            raise Http404
        if not self.object.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        return self.render_to_response(self.get_context_data())

    def get_page_subtitle(self):
        return self.object.get_admin_display_title()

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_header_title()}]

    def get_context_data(self, **kwargs):
        languages = languages_of(self.object, self.request.user)
        return super().get_context_data(page=self.object, languages=languages, **kwargs)

    def post(self, request, *args, **kwargs):
        locale = get_object_or_404(Locale, language_code=request.POST.get("language", ""))
        if locale.pk == self.object.locale_id:
            raise Http404
        if not may_be_translated(self.object) or not may_translate(self.object, locale, request.user):
            raise PermissionDenied
        page = translate(self.object, locale, request.user)
        name = own_name(locale.language_code)
        messages.success(
            request,
            f"This is a draft in {name}. It still has the text of the original, which stands beside the form under "
            "“Languages”.",
        )
        return redirect("wagtailadmin_pages:edit", page.pk)


class FollowedView(View):
    """Notes that a translation says again what its original says."""

    http_method_names = ("post",)

    def post(self, request, page_id):
        page = get_object_or_404(Page, pk=page_id)
        if not page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        translation = get_object_or_404(Translation.objects.select_related("original"), page=page)
        follow(page, shown(translation.original.specific))
        messages.success(request, "The translation counts as up to date.")
        return redirect("wagtailadmin_pages:edit", page_id)
