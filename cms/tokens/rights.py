"""Permissions on access tokens. A program reads by one as its maker could, so few may make them."""

from wagtail.models import Site

from cms.accounts import programme_roles
from cms.accounts.roles import PROGRAMME_LEADS, rights
from cms.tokens.models import AccessToken

VIEW, ADD, CHANGE = "cms.view_accesstoken", "cms.add_accesstoken", "cms.change_accesstoken"


def register_token_rights() -> None:
    """Let programme leads make tokens, and change and revoke those of others."""
    rights.add((PROGRAMME_LEADS, AccessToken), ("view", "add", "change"))
    programme_roles.separations.add("access tokens", keep_to)


def may_give_publishing(user) -> bool:
    """Say whether the user may let programs publish: who may publish everywhere, as administrators do."""
    return user.is_active and user.is_superuser


def keep_to(site: Site) -> None:
    """Let tokens that leads made for the whole hub work for its first programme alone, before it gets a second one."""
    for token in AccessToken.objects.filter(sites=None, created_by__is_superuser=False):
        token.sites.add(site)
