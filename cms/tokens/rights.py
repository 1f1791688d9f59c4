"""Permissions on access tokens. A program reads by one as its maker could, so few may make them."""

from django.contrib.auth import get_user_model
from wagtail.models import Site

from cms.accounts import programme_roles
from cms.accounts.roles import PROGRAMME_LEADS, rights
from cms.tokens.makers import may_use
from cms.tokens.models import AccessToken
from cms.tokens.scopes import scopes

VIEW, ADD, CHANGE = "cms.view_accesstoken", "cms.add_accesstoken", "cms.change_accesstoken"


def register_token_rights() -> None:
    """Let programme leads make tokens, and change and revoke those of others."""
    rights.add((PROGRAMME_LEADS, AccessToken), ("view", "add", "change"))
    programme_roles.separations.add("access tokens", keep_to)


def scopes_of(user) -> list[str]:
    """Return the scopes that the user can give: those for what they may do by hand. One statement, none for administrators."""
    if user.is_superuser:
        return list(scopes)
    may = {f"may_{place}": may_use(scope, "pk") for place, scope in enumerate(scopes.values())}
    found = get_user_model().objects.annotate(**may).get(pk=user.pk)
    return [name for place, name in enumerate(scopes) if getattr(found, f"may_{place}")]


def keep_to(site: Site) -> None:
    """Let tokens that leads made for the whole hub work for its first programme alone, before it gets a second one."""
    for token in AccessToken.objects.filter(sites=None, created_by__is_superuser=False):
        token.sites.add(site)
