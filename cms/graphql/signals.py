"""Puts grapple's declarations under the visibility rule, and registers the checks of the API."""

from django.apps import AppConfig

from cms.graphql import checks  # noqa: F401  importing it registers the checks
from cms.graphql.grapple import checks as grapple_checks  # noqa: F401  the same
from cms.graphql.grapple import declarations


def connect(app: AppConfig) -> None:
    """Replace grapple's declarations by the hub's."""
    declarations.replace()
