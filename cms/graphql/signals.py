"""Puts grapple's declarations under the visibility rule, and registers the checks of the API."""

from django.apps import AppConfig

from cms.graphql import checks  # noqa: F401  importing it registers the checks
from cms.graphql.grapple import checks as grapple_checks  # noqa: F401  the same
from cms.graphql.grapple import declarations
from cms.graphql.manifests import report
from cms.graphql.manifests import services as manifest_services  # noqa: F401  importing it registers a job


def connect(app: AppConfig) -> None:
    """Replace grapple's declarations by the hub's, and register the room's report."""
    declarations.replace()
    report.register_rights()
