"""Permissions on access tokens. A program reads by one as its maker could, so few may make them."""

from cms.accounts.roles import PROGRAMME_LEADS, rights
from cms.tokens.models import AccessToken

VIEW, ADD, CHANGE = "cms.view_accesstoken", "cms.add_accesstoken", "cms.change_accesstoken"


def register_token_rights() -> None:
    """Let programme leads make tokens, and change and revoke those of others."""
    rights.add((PROGRAMME_LEADS, AccessToken), ("view", "add", "change"))
