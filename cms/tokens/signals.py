"""Registers the rights of the room."""

from django.apps import AppConfig

from cms.tokens.rights import register_token_rights


def connect(app: AppConfig) -> None:
    """Register the room's rights."""
    register_token_rights()
