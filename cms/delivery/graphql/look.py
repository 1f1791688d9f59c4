"""What the API's type `Site` says of the look, so that other frontends can have it too."""

from __future__ import annotations

from typing import Any

import graphene
from django.apps import apps

from cms.graphql.context import Info
from cms.graphql.items import GraphQLItem, list_of, resolved
from cms.graphql.plans import reads

NAMES = (
    *("text", "background", "surface", "quiet", "line", "accent", "on-accent", "link", "link-hover"),
    *("header", "header-text", "header-link", "hero", "hero-text", "error", "success", "focus", "focus-text"),
)


class LookColourType(graphene.ObjectType):
    """A colour of the look, by the part that it has."""

    class Meta:
        name = "LookColour"

    name = graphene.String(
        required=True, description="Its part, such as `accent`, or `on-accent` for texts on the accent."
    )
    light = graphene.String(required=True, description="The colour as `#rrggbb`.")
    dark = graphene.String(description="The colour in the dark; null if the site has no dark mode.")


class LookLogoType(graphene.ObjectType):
    """The logo in the header."""

    class Meta:
        name = "LookLogo"

    url = graphene.String(required=True, description="Full address of the picture.")
    width = graphene.Int(required=True, description="Its width in pixels.")
    height = graphene.Int(required=True, description="Its height in pixels.")
    alt = graphene.String(required=True, description="The alternative text.")


class LookFooterLinkType(graphene.ObjectType):
    """A link at the foot of every page."""

    class Meta:
        name = "LookFooterLink"

    text = graphene.String(required=True, description="The words.")
    url = graphene.String(required=True, description="Full address.")


class LookType(graphene.ObjectType):
    """The look of the site: theme, colours, typeface, logo and icon."""

    class Meta:
        name = "Look"

    theme = graphene.String(required=True, description="`design_system`, `neutral` or `plain`.")
    colours = graphene.Field(
        list_of(LookColourType), required=True, description="The colours. Texts have enough contrast on their grounds."
    )
    typeface = graphene.String(
        required=True,
        description="Typefaces as CSS lists them; none is loaded from elsewhere. Empty for the design system’s.",
    )
    logo = graphene.Field(LookLogoType, description="The logo; null if there is none.")
    show_name = graphene.Boolean(required=True, description="Whether the header has the name as text.")
    favicon = graphene.String(
        required=True, description="Full address of the icon for browsers’ tabs, 32 pixels wide and high."
    )
    footer_text = graphene.String(required=True, description="Text at the foot of every page. It may be empty.")
    footer_links = graphene.Field(
        list_of(LookFooterLinkType), required=True, description="Links at the foot of every page."
    )


def fields_of_the_look() -> list[GraphQLItem]:
    """Return the field, for the `graphql_fields` of the site's settings."""

    @reads()
    def resolve(root: Any, info: Info) -> dict[str, Any]:
        return _look(info)

    return [resolved("look", LookType, "Theme, colours, typeface, logo and icon.", resolve, required=True)]


def _look(info: Info) -> dict[str, Any]:
    """Return the look of the site. One query, and one more for a logo."""
    model: Any = apps.get_model("cms.LookSettings")
    visibility = info.context.visibility
    visibility.asked.add(model)
    look = model.of(info.context.site)
    look.see(visibility)
    if look.pk:
        info.context.seen.add((model, look.pk))
    look.read_logo()
    file = look.logo_file
    schemes = look.schemes
    dark = schemes.get("dark", {})
    return {
        "theme": look.theme,
        "colours": [{"name": name, "light": schemes["light"][name], "dark": dark.get(name)} for name in NAMES],
        "typeface": look.font,
        "logo": file
        and {
            "url": visibility.at_host(file.url),
            "width": file.width,
            "height": file.height,
            "alt": look.logo.description,
        },
        "show_name": look.shows_name,
        "favicon": visibility.at_host(look.icons.small),
        "footer_text": look.footer_text,
        "footer_links": [{"text": link.text, "url": visibility.full_address(link.address)} for link in look.links],
    }
