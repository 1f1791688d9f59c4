"""System checks for kinds of page: `manage.py check` names missing parts and how to add them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.core.checks import Error, Tags, register
from django.db.models import DateField
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from wagtail.models import get_page_models
from wagtail.search import index

from cms.pages import kinds
from cms.pages.kinds import PageKind
from cms.pages.models import BasePage


@register(Tags.models)
def page_types_declare_their_kind(app_configs, **kwargs) -> Iterator[Error]:
    """E007: every page type that may exist several times on a site declares its kind."""
    for model in get_page_models():
        if not issubclass(model, BasePage) or model.is_list or kinds.is_once_a_site(model):
            continue
        if model.page_kind is None:
            yield Error(
                f"{model.__name__} declares no kind, so it is missing from search, feeds, lists and the newsletter.",
                obj=model,
                id="cms.E007",
                hint="Write `page_kind = PageKind(…)` beside its fields, or `is_once_a_site = True` for one only.",
            )


@register(Tags.models)
def kinds_fit_their_models(app_configs, **kwargs) -> Iterator[Error]:
    """E008: a kind names existing fields, and has everything that its feed, calendar and lists need."""
    taken = Counter(model.page_kind.address for model in kinds.page_types.values())
    for model in kinds.page_types.values():
        kind = model.page_kind
        faults = [*_wrong_fields(model, kind), *_missing(model, kind)]
        if taken[kind.address] > 1:
            faults.append((f"has the address “{kind.address}”, as another kind has.", "Give it a `plural_name`."))
        for fault, hint in faults:
            yield Error(f"The kind of {model.__name__} {fault}", obj=model, id="cms.E008", hint=hint)


@register(Tags.templates)
def page_types_have_a_template(app_configs, **kwargs) -> Iterator[Error]:
    """E009: every kind of page has a template. Lists share one."""
    for model in kinds.page_types.values():
        try:
            get_template(model.template)
        except TemplateDoesNotExist:
            yield Error(
                f"{model.__name__} has no template.",
                obj=model,
                id="cms.E009",
                hint=f"Add {model.template}; it extends page.html.",
            )


def _wrong_fields(model: type[BasePage], kind: PageKind) -> Iterator[tuple[str, str]]:
    for name in kind.field_names:
        if not kinds.has_field(model, name):
            yield f"names “{name}”, which isn't a field of the model.", "Correct the name, or add the field."
    for name in filter(None, (kind.date, kind.end)):
        if kinds.has_field(model, name) and not isinstance(model._meta.get_field(name), DateField):
            yield (
                f"names “{name}” as a date, which it isn't.",
                "Name a DateField, a DateTimeField or a PartialDateField.",
            )
    for name in kind.columns:
        if kinds.has_field(model, name) and not getattr(model._meta.get_field(name), "choices", None):
            yield (
                f"has the column “{name}”, which has no choices.",
                "For other columns, write a `Listing`.",
            )


def _missing(model: type[BasePage], kind: PageKind) -> Iterator[tuple[str, str]]:
    needs_date = [name for name in ("end", "calendar", "diary") if getattr(kind, name)]
    if needs_date and not kind.date:
        yield f"has `{needs_date[0]}` without a date.", "Name the field in `date`."
    list_page = kinds.index_of(model)
    if kind.feed and list_page is None:
        yield "has a feed, but its pages are in no list.", "Name an IndexPage in its `parent_page_types`."
    if list_page and kinds.is_directly_listed(model) and model._meta.label not in list_page.item_models:
        yield (
            f"isn't among what {list_page.__name__} lists.",
            f"Add “{model._meta.label}” to its `item_models`, by which empty lists are recognised.",
        )
    if kind.listing:
        known = {field.field_name for field in model.search_fields if isinstance(field, index.FilterField)}
        for name in {*kind.columns, *filter(None, [kind.date])} - known:
            if not kinds.has_field(model, name):
                continue
            yield (
                f"has the column “{name}”, by which search results can't be sorted.",
                f"Add `index.FilterField({name!r})` to `search_fields`.",
            )
