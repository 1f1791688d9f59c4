"""The root fields, as suggested by `manage.py check` in place of grapple's decorators."""

import graphene

from cms.graphql.roots import root_connection, root_one, slug
from cms.graphql.schema import register_query


@register_query
class BlogQuery:
    """The blog and what it sells."""

    blog_pages = root_connection("blog.BlogPage", "Entries of the blog.")
    blog_page = root_one("blog.BlogPage", "One entry.", slug=slug("entry"))
    adverts = root_connection("blog.Advert", "Adverts.")
    advert = root_one(
        "blog.Advert",
        "One advert.",
        id=("pk", graphene.Argument(graphene.ID, required=True, description="Its global id.")),
    )
    first_advert = root_one("blog.Advert", "The first advert.")
