"""Makes translations of pages, and notes when their originals change.

Wagtail copies the page into the other language as a draft, and pages above it that aren't translated yet as aliases,
which show the original's text until they are translated too.
"""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.actions.copy_for_translation import CopyPageForTranslationAction
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField
from wagtail.models import Locale, Page
from wagtail.permissions import page_permission_policy

from cms.pages.models import BasePage, Translation

# The editor's own, in HTML: keys of paragraphs, and white space between them, which it leaves out.
OF_EDITOR = re.compile(r' data-block-key="[^"]*"|(?<=>)\s+(?=<)')
# Texts that belong to a page in one language only.
NOT_TRANSLATED = {"slug", "change_note", "search_words"}


def make_locales(**kwargs: Any) -> None:
    """Make the languages of the settings known to Wagtail; with one language nothing. After each `migrate`."""
    if settings.WAGTAIL_I18N_ENABLED:
        for code, _ in settings.LANGUAGES:
            Locale.objects.get_or_create(language_code=code)


def may_be_translated(page: Page) -> bool:
    """Say whether the page is one that is translated: not a part of the record, which is kept once, nor an alias."""
    return isinstance(page, BasePage) and not page.kept_once and not page.alias_of_id


def may_translate(page: Page, locale: Locale, user: Any) -> bool:
    """Say whether the user may translate the page: edit it, and add pages where the translation would be."""
    if not user.has_perm("simple_translation.submit_translation") or not page.permissions_for_user(user).can_edit():
        return False
    there = Page.objects.filter(translation_key=page.translation_key, locale=locale).first()
    if there is not None:
        return there.permissions_for_user(user).can_edit()
    # Not `can_add_subpage`: a site has one front page, but one in each language.
    return page_permission_policy.user_has_permission_for_instance(user, "add", _place_in(page, locale))


def _place_in(page: Page, locale: Locale) -> Page:
    """Return the lowest page in the other language under which Wagtail would begin to copy."""
    above = list(page.get_ancestors().order_by("-depth"))
    keys = [one.translation_key for one in above]
    found = {one.translation_key: one for one in Page.objects.filter(locale=locale, translation_key__in=keys)}
    return next((found[key] for key in keys if key in found), above[-1])


@transaction.atomic
def translate(page: BasePage, locale: Locale, user: Any) -> Page:
    """Return the page in the other language, making a draft of it if there is none. The caller checks the permission."""
    there = Page.objects.filter(translation_key=page.translation_key, locale=locale).first()
    if there is None:
        action = CopyPageForTranslationAction(page, locale, copy_parents=True, user=user)
        return action.execute(skip_permission_checks=True)
    if there.alias_of_id:
        there = there.specific
        ConvertAliasPageAction(there, user=user).execute(skip_permission_checks=True)
        follow(there, page)
    return there


def follow(page: Page, original: Page) -> None:
    """Note that the page now says what its original says."""
    values = {"original": original, "content": content_of(original), "changed_at": None}
    Translation.objects.update_or_create(page=page, defaults=values)


def content_of(original: Page) -> dict[str, Any]:
    """Return the text that is translated: what readers see or, before the first publication, the draft."""
    return shown(original).serializable_data()


def shown(original: Page) -> Page:
    return original.specific if original.live else original.get_latest_revision_as_object()


# Receivers of Wagtail's signals


def copied(source_obj: Any, target_obj: Any, **kwargs: Any) -> None:
    """Note what was translated."""
    if isinstance(source_obj, BasePage) and not target_obj.alias_of_id:
        follow(target_obj, source_obj)


def published(instance: Page, **kwargs: Any) -> None:
    """Note in the page's translations whether it still says what they translate.

    Wagtail also sends the signal when a publication is only scheduled, which changes nothing yet.
    """
    if not instance.live or not isinstance(instance, BasePage):
        return
    for translation in Translation.objects.filter(original=instance.pk):
        differs = any(map(has_changed, comparisons(translation, instance)))
        if differs == translation.is_out_of_date:
            continue
        translation.changed_at = timezone.now() if differs else None
        translation.save(update_fields=["changed_at"])


# What changed


def comparisons(translation: Translation, original: BasePage | None = None) -> list[Any]:
    """Return Wagtail's comparison of each text of the original: as it was translated, and as it is now."""
    now = original or shown(translation.original.specific)
    before = now.with_content_json(translation.content)
    return [compare(before, now) for compare in _texts(now)]


def has_changed(comparison: Any) -> bool:
    """Say whether a text or a row differs. Keys that the editor gives to blocks and paragraphs don't count: a loaded
    page gets them when it is first saved."""
    if not comparison.is_field:
        return comparison.has_changed()
    return _without_keys(comparison.val_a) != _without_keys(comparison.val_b)


def _without_keys(value: Any) -> Any:
    """Return a text or a body without the keys of its blocks and paragraphs, at any depth."""
    if isinstance(value, StreamValue):
        value = value.get_prep_value()
    if isinstance(value, dict):
        return {name: _without_keys(inner) for name, inner in value.items() if name != "id" or "type" not in value}
    if isinstance(value, list):
        return list(map(_without_keys, value))
    return OF_EDITOR.sub("", value) if isinstance(value, str) else value


def _texts(page: BasePage) -> list[Any]:
    """Return the comparisons of fields that hold a text, and of rows, in the order of the form."""
    form = page.get_edit_handler().get_bound_panel(instance=page, request=None, form=None)
    return [compare for compare in form.get_comparison() if is_text(compare.args[0]) or compare.args[0].one_to_many]


def is_text(field: Any) -> bool:
    """Say whether a field holds a text that somebody translates."""
    of_text = isinstance(field, (models.CharField, models.TextField, StreamField))
    return of_text and not field.choices and field.name not in NOT_TRANSLATED
