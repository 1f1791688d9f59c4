"""Root fields that know no content type: the site, pages by address, and where a path leads."""

from __future__ import annotations

import graphene
from wagtail.models import Page

from cms.models import HubSettings
from cms.signposts import at_once
from cms.signposts.choices import HelpAudience, HelpTopic
from cms.signposts.fitting import fitting, signposts

from .addresses import page_at, redirect_at
from .errors import ApiError, ErrorCode
from .fields import enum_of, model_type
from .interfaces import PageInterface
from .locales import in_language, locales_argument
from .preview import preview
from .roots import root_connection
from .schema import register_query

DRAFT = "Opens the draft that the token is for, as its editor sees it. The editor's preview sends the token."


class Redirect(graphene.ObjectType):
    """An address that leads somewhere else."""

    url = graphene.String(required=True, description="The full address to go to.")
    status = graphene.Int(required=True, description="HTTP status for it: 301 if it is for good, 302 if not.")


class Route(graphene.ObjectType):
    """What is at a path: a page or a redirect."""

    page = graphene.Field(PageInterface, description="The page at the path; null for a redirect.")
    redirect = graphene.Field(Redirect, description="Where the path leads instead; null for a page.")


@register_query
class HubQuery:
    """The site as a whole."""

    site = graphene.Field(
        lambda: model_type("cms.HubSettings"), required=True, description="Names, contact and channels."
    )
    route = graphene.Field(
        Route,
        path=graphene.Argument(graphene.String, required=True, description="A path on the site, such as /news/first/."),
        locales=locales_argument(),
        preview_token=graphene.Argument(graphene.String, description=DRAFT),
        description="What is at a path: a page, a redirect, or null for nothing.",
    )
    page = graphene.Field(
        PageInterface,
        id=graphene.Argument(graphene.ID, description="The page's number."),
        path=graphene.Argument(graphene.String, description="The page's path on the site, such as /news/first/."),
        locales=locales_argument(),
        preview_token=graphene.Argument(graphene.String, description=DRAFT),
        description="One page by number or by path: give one of the two. With a token that is enough by itself.",
    )
    pages = root_connection("wagtailcore.Page", "All pages of the site, in the order of the tree.")

    def resolve_site(root, info):
        site = info.context.site
        return HubSettings.objects.filter(site=site).first() or HubSettings(site=site)

    def resolve_route(root, info, path, locales=None, preview_token=None):
        if preview_token is not None:
            return {"page": preview(info.context, preview_token, path=path)}
        page = in_language(page_at(path, info.context), locales, info.context)
        redirect = None if page else redirect_at(path, info.context)
        return {"page": page, "redirect": redirect} if page or redirect else None

    def resolve_page(root, info, id=None, path=None, locales=None, preview_token=None):
        if preview_token is not None:
            return preview(info.context, preview_token, key=id, path=path)
        if (id is None) == (path is None):
            raise ApiError(ErrorCode.INVALID_VALUE, "Give `id` or `path`, one of the two.")
        if path is not None:
            page = page_at(path, info.context)
        else:
            page = info.context.get(Page, int(id)) if id.isascii() and id.isdigit() and len(id) < 19 else None
        return in_language(page, locales, info.context)


class HelpPointer(graphene.ObjectType):
    """One of the few numbers that somebody needs at once, as the banner of every page shows it."""

    words = graphene.String(required=True, description="For whom it is, such as “In danger now”.")
    text = graphene.String(required=True, description="Whom to ring, such as “Childline 0800 1111”.")
    signpost = graphene.Field(lambda: model_type("cms.Signpost"), required=True, description="The service.")


@register_query
class HelpQuery:
    """Where somebody in need finds help."""

    signposts = graphene.Field(
        graphene.List(graphene.NonNull(lambda: model_type("cms.Signpost"))),
        required=True,
        audience=graphene.Argument(enum_of(HelpAudience), description="Only those that this person can turn to."),
        topic=graphene.Argument(
            enum_of(HelpTopic),
            description="Only those that help with this: those that name it first, then those that help with anything.",
        ),
        description="Services that help somebody in need, such as helplines, in the order that editors gave them.",
    )

    help_at_once = graphene.Field(
        graphene.List(graphene.NonNull(HelpPointer)),
        required=True,
        description="Whom to ring at once, for every page: in danger now, as a child, worried about a child.",
    )

    def resolve_signposts(root, info, audience=None, topic=None):
        return fitting(signposts(info.context.visibility), [audience] if audience else (), [topic] if topic else ())

    def resolve_help_at_once(root, info):
        return at_once.at_once(info.context.visibility)
