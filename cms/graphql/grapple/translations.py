"""Translates each of grapple's helpers into one of the hub's, which applies the visibility rule and reads for all rows
at once.

`item_for` finds the translation by the helper's name. A helper without one is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn, cast

import graphene
from django.apps import apps
from django.db.models import (
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    Field,
    ForeignObjectRel,
    IntegerField,
    Model,
    TextField,
)
from django.db.models.fields.related import RelatedField
from grapple.helpers import streamfield_types
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import BaseTypedTableBlock
from wagtail.documents import get_document_model
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.models import Page

from .. import fields, relations
from ..context import Info
from ..exposure import field_of, objection_to_source, objection_to_target
from ..interfaces import PageInterface
from ..items import GraphQLItem, deprecated, model_type, resolved, value_of
from ..plans import reads
from .calls import Call, DeclarationError, refuse

SCALARS = {
    "GraphQLString": graphene.String,
    "GraphQLInt": graphene.Int,
    "GraphQLFloat": graphene.Float,
    "GraphQLBoolean": graphene.Boolean,
}
# The model fields by which lists can be filtered and sorted, for each declared type.
COLUMNS: dict[Any, type[Field[Any, Any]] | tuple[type[Field[Any, Any]], ...]] = {
    graphene.String: (CharField, TextField),
    graphene.Int: IntegerField,
    graphene.Boolean: BooleanField,
    graphene.Date: DateField,
    graphene.DateTime: DateTimeField,
}
OPTIONS = {"source", "required", "description", "deprecation_reason", "is_list"}
OF_A_LIST = {"item_required", "is_queryset", "is_paginated_queryset"}


def item_for(owner: type, item: Any) -> Any:
    """Return the hub's item for one of grapple's in the `graphql_fields` of a model or block.

    Raises DeclarationError if the hub doesn't support it, or ExposureError if it isn't public.
    """
    call = Call.of(item)
    unknown = call.options.keys() - OPTIONS - (OF_A_LIST if call.helper == "GraphQLCollection" else set())
    if unknown:
        raise DeclarationError(
            f"has an option that does nothing: {', '.join(sorted(unknown))}.", "Leave the option out."
        )
    if call.name == "id" or (issubclass(owner, Page) and call.name in PageInterface._meta.fields):
        raise DeclarationError("is a field that every object of the kind already has.", "Leave it out.")
    relation = call.source.partition(".")[0]
    refuse(objection_to_source(owner, relation if call.helper == "GraphQLCollection" else call.source, plain=False))
    found = TRANSLATIONS.get(call.helper, _unknown)(owner, call)
    if found is None:
        return item
    reason = call.options.get("deprecation_reason")
    return deprecated(found, reason) if reason else found


def _unknown(owner: type, call: Call) -> NoReturn:
    raise DeclarationError(
        "is declared by a helper that the hub doesn't support.", "Write one of `cms.graphql.fields`."
    )


def _tag(owner: type, call: Call) -> NoReturn:
    raise DeclarationError(
        "would show tags of hidden objects: tags have no visibility rule.",
        "Write a snippet for the terms and `GraphQLConnection`; for the words alone, a property and `GraphQLTexts`.",
    )


def _embed(owner: type, call: Call) -> NoReturn:
    raise DeclarationError(
        "would send a request to another site whenever it is read.",
        "Write the address as `GraphQLString`; in a text, `cms.pages.blocks.content.EmbedBlock`.",
    )


# Plain values


def _scalar(owner: type, call: Call) -> GraphQLItem:
    kind = SCALARS[call.helper]
    if call.is_list:
        return _plain(owner, call, graphene.List(graphene.NonNull(kind)))
    return _plain(owner, call, kind)


def _plain(owner: type, call: Call, kind: Any) -> GraphQLItem:
    return fields.plain(
        kind,
        call.name,
        call.source,
        bool(call.options.get("required")),
        call.description,
        kind if _is_column(owner, call.source, kind) else None,
    )


def _is_column(owner: type, source: str, kind: Any) -> bool:
    if not issubclass(owner, Model) or not isinstance(kind, type):
        return False
    field = field_of(owner, source)
    # In Django, a date with a time is also a date.
    return isinstance(field, COLUMNS.get(kind, ())) and (
        kind is graphene.DateTime or not isinstance(field, DateTimeField)
    )


def _field(owner: type, call: Call) -> GraphQLItem | None:
    """Return an item for a scalar or enum, or None to leave an object type of the project to grapple."""
    kind = inner = call.targets[0]
    while isinstance(inner, graphene.List | graphene.NonNull):
        inner = inner.of_type
    if getattr(inner, "__module__", "").startswith("grapple."):
        raise DeclarationError(
            "has one of grapple's types, which show non-public data.", "Write the helper of `grapple.models` for it."
        )
    if isinstance(inner, type) and issubclass(inner, graphene.Scalar | graphene.Enum):
        return _plain(owner, call, kind)
    is_table = isinstance(_child(owner, call.source), BaseTypedTableBlock)
    refuse(objection_to_source(owner, call.source, plain=not is_table))
    return None


def _rich_text(owner: type, call: Call) -> GraphQLItem:
    child = _child(owner, call.source)
    if issubclass(owner, Model):
        read = field_of(owner, call.source) or getattr(owner, call.source)
        fits = isinstance(read, CharField | TextField | property)
    else:
        fits = issubclass(owner, blocks.BaseStructBlock) and isinstance(child, blocks.RichTextBlock | None)
    if not fits or call.is_list:
        raise DeclarationError(
            "isn't a rich text.",
            "Name a RichTextField or a RichTextBlock in `source`, or a property that gives such a text.",
        )
    return fields.GraphQLRichText(call.name, source=call.source, description=call.description)


# Blocks


def _child(owner: type[Any], name: str) -> blocks.Block | None:
    """Return the named block in a StructBlock; None if there is none, or the owner isn't a StructBlock."""
    return owner.base_blocks.get(name) if issubclass(owner, blocks.BaseStructBlock) else None


def _blocks(owner: type, call: Call) -> GraphQLItem:
    name, said = call.name, {"description": call.description}
    if call.source != name:
        raise DeclarationError(
            "has a different name from its source.", f'Write `GraphQLStreamfield("{call.source}", …)`.'
        )
    if issubclass(owner, Model):
        if not isinstance(field_of(owner, name), StreamField):
            raise DeclarationError("isn't a StreamField.", "Write `GraphQLCollection` for a list of objects.")
        return fields.GraphQLBlocks(name, **said)
    child = _child(owner, name) if issubclass(owner, blocks.BaseStructBlock) else owner()
    inner = child.child_block if isinstance(child, blocks.ListBlock) else child
    if isinstance(inner, blocks.BaseStreamBlock):
        return (fields.GraphQLBlocks if inner is child else fields.GraphQLNestedBlocks)(name, **said)
    if not isinstance(inner, blocks.BaseStructBlock):
        raise DeclarationError(
            "contains no blocks of blocks.", f'Write `GraphQLTexts("{name}", …)` for texts, `GraphQLMany` for objects.'
        )
    if type(inner) not in {entry["cls"] for entry in streamfield_types}:
        raise DeclarationError(
            "contains blocks without a type.", f"Decorate {type(inner).__name__} with `@register_streamfield_block`."
        )
    return (fields.GraphQLNested if inner is child else fields.GraphQLNestedList)(name, type(inner), **said)


# Objects


def _related(target: Callable[[Call], type[Model]]) -> Callable[[type, Call], GraphQLItem | None]:
    def translate(owner: type, call: Call) -> Any:
        return (_many if call.is_list else _one)(owner, call, target(call))

    return translate


def _named(call: Call) -> type[Model]:
    """Return the model that a helper names by label or class."""
    name = call.targets[0]
    try:
        return apps.get_model(name) if isinstance(name, str) else name
    except (LookupError, ValueError):
        raise DeclarationError(f"leads to {name}, which doesn't exist.", 'Name a model as "app.Model".') from None


TARGETS: dict[str, Callable[[Call], type[Model]]] = {
    "GraphQLForeignKey": _named,
    "GraphQLSnippet": _named,
    "GraphQLImage": lambda call: get_image_model(),
    "GraphQLDocument": lambda call: get_document_model(),
    "GraphQLPage": lambda call: Page,
}


def _one(owner: type, call: Call, target: type[Model]) -> GraphQLItem:
    if call.options.get("required"):
        raise DeclarationError("is required, and its target may be hidden.", "Leave `required` out.")
    refuse(objection_to_target(target))
    name, said = call.name, {"description": call.description}
    if issubclass(owner, blocks.Block):
        _require_chooser(_child(owner, call.source), target)
        return fields.GraphQLOne(name, target._meta.label, source=call.source, **said)
    field = field_of(owner, call.source)
    if field is None:
        return _given(call, target)
    model = _related_model(field, target)
    if field.one_to_many or field.many_to_many:
        raise DeclarationError("leads to several objects.", f'Write `GraphQLCollection({call.helper}, "{name}", …)`.')
    if isinstance(field, ForeignObjectRel):
        return fields.GraphQLReverse(name, model._meta.label, via=field.field.name, **said)
    return fields.GraphQLOne(name, model._meta.label, source=call.source, **said)


def _require_chooser(child: blocks.Block | None, target: type[Model]) -> None:
    if child is not None and not isinstance(child, blocks.ChooserBlock):
        raise DeclarationError("isn't a chooser block.", "Name a chooser block in `source`.")
    if child is not None:
        _require_model(child.model_class, target)


def _given(call: Call, target: type[Model]) -> GraphQLItem:
    """Return an item for an object returned by a property or method."""
    source, label = call.source, target._meta.label

    def resolve(root: Any, info: Info) -> Model | None:
        return relations.chosen(value_of(root, source, info), info.context)

    return resolved(call.name, lambda: model_type(label), call.description, resolve, source=source)


def _many(owner: type, call: Call, target: type[Model]) -> GraphQLItem:
    refuse(objection_to_target(target))
    if issubclass(owner, blocks.Block):
        child = _child(owner, call.source)
        _require_chooser(getattr(child, "child_block", child), target)
    field = field_of(owner, call.source) if issubclass(owner, Model) else None
    if field is None:
        return fields.GraphQLMany(call.name, target._meta.label, source=call.source, description=call.description)
    label = _related_model(field, target)._meta.label
    return fields.GraphQLRows(call.name, label, via=_way_back(field), description=call.description)


def _related_model(field: Field[Any, Any] | ForeignObjectRel, target: type[Model]) -> type[Model]:
    """Return the target model of a relation. Raises DeclarationError if a different one was named."""
    if not field.is_relation:
        raise DeclarationError("isn't a relation.", "Write `GraphQLString` or another helper for plain values.")
    model: Any = field.related_model  # None only for a GenericForeignKey, which names no model
    _require_model(model, target)
    return model


def _require_model(model: type[Model], target: type[Model]) -> None:
    if model is not target and not (target is Page and issubclass(model, Page)):
        raise DeclarationError(
            f"leads to {model._meta.label}, not to {target._meta.label}.", f'Name "{model._meta.label}".'
        )


def _way_back(field: Field[Any, Any] | ForeignObjectRel) -> str:
    """Return the lookup from the rows of a to-many relation back to their owner."""
    if isinstance(field, ForeignObjectRel):
        return field.field.name
    if not field.many_to_many:
        raise DeclarationError("leads to a single object.", f'Write `GraphQLForeignKey("{field.name}", …)`.')
    to_many = cast(RelatedField[Any, Any], field)  # as every to-many field is
    if to_many.remote_field.hidden:
        raise DeclarationError(
            "has no reverse lookup.", "Give the ManyToManyField a `related_name` that doesn't end in +."
        )
    return to_many.related_query_name()


def _collection(owner: type, call: Call) -> GraphQLItem:
    nested, *targets = call.targets
    if call.options.get("is_queryset") or call.options.get("is_paginated_queryset"):
        raise DeclarationError(
            "is a list that may grow, with arguments that would let clients sort and search by hidden data.",
            f'Write `GraphQLConnection("{call.name}", …)`.',
        )
    inner = Call(getattr(nested, "__name__", ""), call.name, tuple(targets), call.options)
    if inner.helper in TARGETS:
        return _many(owner, inner, TARGETS[inner.helper](inner))
    if inner.helper not in SCALARS:
        raise DeclarationError(
            "is a collection of neither objects nor plain values.", "Write `GraphQLStreamfield` for blocks."
        )
    kind = graphene.List(graphene.NonNull(SCALARS[inner.helper]))
    relation, _, attribute = call.source.partition(".")
    return _values(owner, call, kind, relation, attribute) if attribute else _plain(owner, call, kind)


def _values(owner: type, call: Call, kind: Any, relation: str, attribute: str) -> GraphQLItem:
    """Return an item for one value of each row of a relation."""
    field = field_of(owner, relation) if issubclass(owner, Model) else None
    if field is None or not field.is_relation or not (field.one_to_many or field.many_to_many):
        raise DeclarationError(
            "reads through a field that isn't a to-many relation.", "Name a property in `source` that returns the list."
        )
    model, via = cast(type[Model], field.related_model), _way_back(field)  # a relation to many names its model
    refuse(objection_to_target(model))
    refuse(objection_to_source(model, attribute, plain=True))
    column = cast(Field[Any, Any] | None, field_of(model, attribute))  # a plain field isn't a relation

    @reads(of={model._meta.label: [column.attname] if column else None})
    def resolve(root: Model, info: Info) -> list[Any]:
        values = (value_of(row, attribute, info) for row in relations.rows(root, model, via, None, info.context))
        return [value for value in values if value is not None]

    return resolved(call.name, kind, call.description, resolve, required=True)


TRANSLATIONS: dict[str, Callable[[type, Call], GraphQLItem | None]] = {
    **dict.fromkeys(SCALARS, _scalar),
    **{helper: _related(target) for helper, target in TARGETS.items()},
    "GraphQLField": _field,
    "GraphQLRichText": _rich_text,
    "GraphQLStreamfield": _blocks,
    "GraphQLCollection": _collection,
    "GraphQLTag": _tag,
    "GraphQLEmbed": _embed,
}
