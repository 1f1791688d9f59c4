"""A root field with a type that no `graphql_fields` limit."""

import graphene
from graphene_django import DjangoObjectType

from cms.graphql.schema import register_query
from tests.graphql.newcomer.refused.models import Comment


class Everything(DjangoObjectType):
    """All fields of a comment."""

    class Meta:
        model = Comment


@register_query
class Loose:
    """A root field that goes past what the models declare."""

    loose = graphene.Field(Everything, description="All fields of a comment.")
