"""System checks for developers who know grapple: each names a refused declaration and the alternative.

E005: it would show non-public data. E006: the hub does it in another way. W001: a description is missing.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver
from graphene_django.types import DjangoObjectType
from graphene_django.views import GraphQLView
from graphql import validate_schema
from grapple.helpers import field_middlewares
from grapple.registry import registry
from grapple.settings import DEPRECATED_SETTINGS
from wagtail import hooks
from wagtail.models import Page

from ..interfaces import SnippetInterface
from .declarations import HIDDEN, UNDESCRIBED, UNKNOWN, remarks

SETTINGS = {
    "AUTO_CAMELCASE": "Leave it out: names are always in camel case.",
    "ALLOWED_IMAGE_FILTERS": "Ask for `resized`, or add a preset to `cms/media/renditions.py`.",
    "EXPOSE_GRAPHIQL": "Set `GRAPHIQL=true` in the environment.",
    "ADD_SEARCH_HIT": "Leave it out: the hub's search counts its questions itself.",
    "PAGE_SIZE": "Change `DEFAULT_SIZE` in `cms/graphql/connections.py`.",
    "MAX_PAGE_SIZE": "Change `LARGEST_SIZE` in `cms/graphql/connections.py`.",
    "RICHTEXT_FORMAT": "Leave it out: clients ask for `html`, `markdown`, `tree` or `plainText`.",
}
INTERFACES = {
    "PAGE_INTERFACE": "cms.graphql.interfaces.PageInterface",
    "SNIPPET_INTERFACE": "cms.graphql.interfaces.SnippetInterface",
}
IN_SCHEMA = "Write a class with `@{}` (`cms.graphql.schema`) in `<app>/graphql/schema.py`."
HOOKS = {
    "register_schema_query": IN_SCHEMA.format("register_query"),
    "register_schema_mutation": IN_SCHEMA.format("register_mutation"),
    "register_schema_subscription": "Leave it out: clients ask `changes(since:)`, or ask again with the ETag.",
}


@register(Tags.models)
def declarations_are_public(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> Iterator[CheckMessage]:
    """E005, E006, W001: each item of `graphql_fields` and each interface is supported and public."""
    for remark in remarks:
        message = Warning if remark.id == UNDESCRIBED else Error
        owner = remark.owner
        place = owner if issubclass(owner, Model) else f"{owner.__module__}.{owner.__qualname__}"
        yield message(f"{owner.__name__}: {remark.words}", obj=place, id=remark.id, hint=remark.instead)


@register(Tags.models)
def types_are_the_hubs(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> Iterator[CheckMessage]:
    """E005: no type shows all fields of a model. E006: the schema is valid, and snippets have the fields of their
    interface."""
    from ..schema import get_schema

    own = set(registry.class_models.values())
    for name, kind in get_schema().type_map.items():
        made_by: Any = getattr(kind, "graphene_type", None)
        of_a_model = inspect.isclass(made_by) and issubclass(made_by, DjangoObjectType)
        if of_a_model and made_by not in own:
            yield Error(
                f"The type {name} shows {made_by._meta.model.__name__} past its graphql_fields.",
                id=HIDDEN,
                hint='Write `model_type("app.Model")` (`cms.graphql.fields`).',
            )
    for fault in validate_schema(get_schema()):
        yield Error(
            f"The schema is wrong: {fault.message}", id=UNKNOWN, hint="Write the field with the type of its interface."
        )
    for model in registry.snippets:
        if model.graphql_fields:
            for name in sorted(SnippetInterface._meta.fields.keys() - {"id", "database_id"}):
                if not hasattr(model, name):
                    yield Error(
                        f"{model.__name__} has no “{name}”, which every snippet in the API has.",
                        obj=model,
                        id=UNKNOWN,
                        hint=f"Write a field or a property `{name}`.",
                    )


@register(Tags.models)
def root_fields_are_registered(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> Iterator[CheckMessage]:
    """E006: root fields come through `@register_query` and `@register_mutation`, not through grapple."""
    for mixin in registry.schema:
        yield _root_fields(mixin)
    for hook, instead in HOOKS.items():
        for function in hooks.get_hooks(hook):
            if not function.__module__.startswith("grapple."):
                yield Error(
                    f"The hook {hook} is never called: {function.__module__}.{function.__name__}.",
                    id=UNKNOWN,
                    hint=instead,
                )
    for field, middleware in field_middlewares.items():
        names = ", ".join(getattr(one, "__name__", str(one)) for one in middleware)
        yield Error(
            f"The middleware of the field “{field}” never runs: {names}.",
            id=UNKNOWN,
            hint="Leave it out: the API is the same for everybody. The model's rule decides on visibility "
            "(`cms/visibility/rule.py`).",
        )


def _root_fields(mixin: type) -> Error:
    # A decorator of grapple's makes a class of resolvers whose closures hold the decorated model.
    methods = {name: method.__func__ for name, method in vars(mixin).items() if inspect.ismethod(method)}
    made = {name: method for name, method in methods.items() if method.__module__ == "grapple.helpers"}
    if not made:
        words = f"The root fields of {mixin.__name__} are not in the schema: register_graphql_schema is grapple's."
        return Error(words, id=UNKNOWN, hint=HOOKS["register_schema_query"])
    lines = []
    for name, resolver in made.items():
        decorator = resolver.__qualname__.partition(".")[0]
        model = inspect.getclosurevars(resolver).nonlocals["cls"]
        if resolver.__name__ == "resolve_plural":
            call = f'root_connection("{model._meta.label}", …)'
        elif decorator == "register_singular_query_field":
            call = f'root_one("{model._meta.label}", …)'
        elif issubclass(model, Page):
            call = f'root_one("{model._meta.label}", …, slug=slug(…))'
        else:
            call = f'root_one("{model._meta.label}", …, id=("pk", graphene.Argument(graphene.ID, …)))'
        lines.append(f"`{name.removeprefix('resolve_')} = {call}`")
    place = f"`{model._meta.app_label}/graphql/schema.py`"
    return Error(
        f"{model.__name__}: {decorator} adds no root field.",
        obj=model,
        id=UNKNOWN,
        hint=f"Write {' and '.join(lines)} in a class with `@register_query`, in {place}.",
    )


@register(Tags.compatibility)
def settings_are_the_hubs(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> Iterator[CheckMessage]:
    """E006: every setting of grapple or graphene is used by the hub."""
    given = getattr(settings, "GRAPPLE", {})
    for name in given:
        if name not in {"APPS", *INTERFACES}:
            yield _setting(f"GRAPPLE[{name!r}]", SETTINGS.get(name, "Leave it out: grapple has no such setting."))
    for name, ours in INTERFACES.items():
        if given.get(name) != ours:
            more = "for more fields, `graphql_interfaces` on a model"
            yield _setting(f"GRAPPLE[{name!r}]", f"Write `{ours}`; {more}.", "isn't the hub's")
    if not isinstance(given.get("APPS"), list | tuple):
        yield _setting("GRAPPLE['APPS']", "Write a list; `graphql_name` on a model names its type.", "isn't a list")
    for name in DEPRECATED_SETTINGS:
        if hasattr(settings, name):
            new = name.removeprefix("GRAPPLE_")
            yield _setting(name, SETTINGS.get(new, f"Write GRAPPLE[{new!r}]."))
    for name in getattr(settings, "GRAPHENE", {}):
        yield _setting(f"GRAPHENE[{name!r}]", "Leave it out: the hub has a schema, an endpoint and limits of its own.")


def _setting(name: str, instead: str, words: str = "has no effect here") -> Error:
    return Error(f"The setting {name} {words}.", id=UNKNOWN, hint=instead)


@register(Tags.urls)
def endpoint_is_the_hubs(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> Iterator[CheckMessage]:
    """E005: no address leads to the view of graphene or grapple, which ignores visibility."""
    for pattern in _patterns(get_resolver()):
        view = getattr(pattern.callback, "view_class", None)
        if inspect.isclass(view) and issubclass(view, GraphQLView):
            yield Error(
                f"The address {pattern.pattern} leads to graphene's view, which shows drafts.",
                id=HIDDEN,
                hint="Leave it out: the hub answers at /graphql/ (`cms.urls`).",
            )


def _patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern)
        else:
            yield pattern
