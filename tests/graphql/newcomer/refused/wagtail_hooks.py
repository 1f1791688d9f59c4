"""Root fields as grapple's documentation adds them."""

import graphene
from wagtail import hooks


class Everything:
    drafts = graphene.String()


@hooks.register("register_schema_query")
def add_query(query_mixins):
    query_mixins.append(Everything)


@hooks.register("register_schema_mutation")
def add_mutation(mutation_mixins):
    mutation_mixins.append(Everything)


@hooks.register("register_schema_subscription")
def add_subscription(subscription_mixins):
    subscription_mixins.append(Everything)
