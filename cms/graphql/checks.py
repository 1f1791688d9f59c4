"""Rules of the project, enforced by `manage.py check`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error, Tags, register
from django.db.models import Model
from graphql import validate_schema
from grapple.helpers import streamfield_types
from grapple.settings import grapple_settings
from wagtail.fields import StreamField

from cms.visibility.rule import has_rule

from . import documents
from .grapple.declarations import undeclared
from .schema import get_schema


def _our_models() -> list[type[Model]]:
    return [model for label in grapple_settings.APPS for model in apps.get_app_config(label).get_models()]


@register(Tags.models)
def models_declare_their_api(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> Iterator[CheckMessage]:
    """E001: every model of our apps that inherits fields of the API declares its own, or it would show none of them."""
    for model in undeclared:
        yield Error(
            f"{model.__name__} declares no graphql_fields.",
            obj=model,
            id="cms.E001",
            hint="Write [*Base.graphql_fields, …], even when nothing is added.",
        )


@register(Tags.models)
def models_have_a_visibility_rule(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> Iterator[CheckMessage]:
    """E002: every model that the API shows is covered by the visibility rule."""
    for model in _our_models():
        if getattr(model, "graphql_fields", None) and not has_rule(model):
            yield Error(
                f"{model.__name__} is in the API, but has no visibility rule.",
                obj=model,
                id="cms.E002",
                hint="Set `visibility_parent` to the foreign key of its owner.",
            )


@register(Tags.models)
def blocks_have_a_type(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> Iterator[CheckMessage]:
    """E003: every block of a StreamField has a GraphQL type of its own, not just an untyped string."""
    typed = {entry["cls"] for entry in streamfield_types}
    for model in _our_models():
        for field in model._meta.get_fields():
            if not isinstance(field, StreamField):
                continue
            for name, block in field.stream_block.child_blocks.items():
                if type(block) not in typed:
                    yield Error(
                        f"The block “{name}” of {model.__name__}.{field.name} has no GraphQL type.",
                        obj=model,
                        id="cms.E003",
                        hint="Decorate its class with @register_streamfield_block and give it graphql_fields.",
                    )


@register(Tags.models)
def stored_documents_are_valid(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> Iterator[CheckMessage]:
    """E004: every stored document fits the schema and has one operation, of its name, and no unused fragments.

    Its example, if any, is a JSON object; and the folders of `GRAPHQL_DOCUMENTS` exist.
    """
    if validate_schema(get_schema()):  # E006 reports this; no document fits such a schema
        return
    for folder in documents.folders():
        if not folder.is_dir():
            yield Error(f"GRAPHQL_DOCUMENTS names {folder}, which isn't a folder.", id="cms.E004")
    for name, text in documents.stored_documents().items():
        file = documents.stored_files()[name]
        for fault in documents.faults(name, text):
            yield Error(f"The stored document {name} is wrong: {fault}", id="cms.E004", hint=f"It is {file}.")
        try:
            documents.example_variables(name)
        except ValueError as error:
            yield Error(
                f"The example of the stored document {name} is wrong: {error}",
                id="cms.E004",
                hint=f"It is {file.with_suffix('.json')}.",
            )
