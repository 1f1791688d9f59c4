"""What a frontend puts into the head of a page."""

import graphene


class OpenGraphImage(graphene.ObjectType):
    """The picture of a share."""

    url = graphene.String(required=True, description="Full address of the file: JPEG or PNG.")
    width = graphene.Int(required=True, description="Width in pixels, for `og:image:width`.")
    height = graphene.Int(required=True, description="Height in pixels, for `og:image:height`.")
    alt = graphene.String(required=True, description="What it shows, for `og:image:alt`.")


class OpenGraph(graphene.ObjectType):
    """The page as a social network shows it (https://ogp.me)."""

    title = graphene.String(required=True, description="For `og:title`.")
    description = graphene.String(required=True, description="For `og:description`; may be empty.")
    type = graphene.String(required=True, description="For `og:type`: website, article or profile.")
    url = graphene.String(required=True, description="For `og:url`: the canonical address.")
    site_name = graphene.String(required=True, description="For `og:site_name`.")
    locale = graphene.String(required=True, description="For `og:locale`, such as en_GB.")
    image = graphene.Field(OpenGraphImage, description="For `og:image`; null when no public picture stands for it.")

    def resolve_url(root, info):
        return root.canonical


class Seo(graphene.ObjectType):
    """What search engines and social networks are told about a page."""

    canonical = graphene.String(required=True, description="The page's one full address, for `link rel=canonical`.")
    title = graphene.String(required=True, description="For the `title` element; without the site's name.")
    description = graphene.String(
        required=True,
        description="For `meta name=description`: the editor's, else the summary, else a sentence made from the page.",
    )
    noindex = graphene.Boolean(
        required=True,
        description="Whether to ask search engines not to list the page: it holds nothing but a notice.",
    )
    open_graph = graphene.Field(OpenGraph, required=True, description="For social networks.")
    json_ld = graphene.String(
        required=True,
        description=(
            "The page and its breadcrumb in the words of schema.org, as JSON. Escaped, so that it can be written as it "
            "is into a `script` element of type application/ld+json."
        ),
    )

    def resolve_open_graph(root, info):
        return root
