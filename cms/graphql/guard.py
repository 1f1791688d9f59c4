"""Applies the visibility rule to types, so that it covers every path to an object.

Querysets are filtered where they are made, which keeps counts and pages of lists right. This is the second lock: after
the schema is built, every resolver that can return an object is wrapped, and an object that isn't public becomes null
or is left out of its list. A new field that forgets visibility is caught here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Manager, Model, QuerySet
from graphql import GraphQLObjectType, GraphQLSchema, default_field_resolver, get_named_type, is_composite_type

from cms.visibility.rule import SEEN_BY

from .context import Context, Info
from .deadline import check_time
from .preview import shown


def guard(schema: GraphQLSchema) -> None:
    """Wrap the resolvers of the schema, in place."""
    for kind in schema.type_map.values():
        if not isinstance(kind, GraphQLObjectType) or kind.name.startswith("__"):
            continue
        # graphene checks every object against the type of its field; our types are found by class.
        kind.is_type_of = None
        for field in kind.fields.values():
            if is_composite_type(get_named_type(field.type)):
                field.resolve = guarded(field.resolve or default_field_resolver)


def let_through(thing: Model, context: Context) -> bool:
    """Say whether the public may see the object, and record that the answer contains it."""
    visibility = context.visibility
    seen_by = thing.__dict__.get(SEEN_BY)
    if seen_by is visibility or (context.others and seen_by in context.others):
        return True
    if not visibility.can_see(thing):
        return False
    context.seen.add((type(thing), thing.pk))
    return True


def guarded(resolve: Callable[..., Any]) -> Callable[..., Any]:
    """Return the resolver with the rule applied to its result: one object, a list, a manager or a queryset."""

    def resolve_visible(root: Any, info: Info, **arguments: Any) -> Any:
        check_time()
        if info.context.previews:
            info = info._replace(context=info.context.previews.context_of(root, info))
        elif info.context.others:
            info = info._replace(context=info.context.of(root))
        value = resolve(root, info, **arguments)
        if value is None:
            return None
        if info.context.previews:  # called again: the resolver may have opened a draft
            return shown(value, info.context)
        if isinstance(value, list | tuple):
            context = info.context
            return [item for item in value if not isinstance(item, Model) or let_through(item, context)]
        if isinstance(value, Model):
            return value if let_through(value, info.context) else None
        if isinstance(value, Manager | QuerySet):
            context = info.context
            return [item for item in context.visibility.filter(value.all()) if let_through(item, context)]
        return value

    marks: dict[str, Any] = {"guarded": True}
    # The attributes of a resolver that a document's plan needs.
    marks |= {name: getattr(resolve, name) for name in ("reads", "reads_of") if hasattr(resolve, name)}
    vars(resolve_visible).update(marks)
    return resolve_visible
