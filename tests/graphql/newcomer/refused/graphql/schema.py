"""A root field with a type not limited by `graphql_fields`."""

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
    """A root field that bypasses the models' declarations."""

    loose = graphene.Field(Everything, description="All fields of a comment.")
