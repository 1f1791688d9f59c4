"""The base of all other apps."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules, module_has_submodule
from wagtail.users.apps import WagtailUsersAppConfig

# The rooms of this app, in order: each may import those before it, and connects its own signals.
ROOMS = (
    "base",
    "sites",
    "visibility",
    "history",
    "vocabularies",
    "batches",
    "accounts",
    "tokens",
    "pages",
    "jobs",
    "notifications",
    "media",
    "perspectives",
    "graphql",
    "delivery",
    "quality",
    "editing",
    "drafts",
    "proposals",
    "assistants",
    "links",
    "signposts",
    "operations",
    "transfer",
    "backups",
)

# Importing them registers root fields that know no content type, fields of every page, and tools for assistants.
API = (
    "cms.graphql.changes",
    "cms.graphql.queries",
    "cms.delivery.graphql.schema",
    "cms.quality.graphql.schema",
    "cms.drafts.graphql.schema",
    "cms.drafts.graphql.uploads",
    "cms.proposals.graphql.schema",
    "cms.drafts.graphql.actions",
    "cms.assistants.graphql.schema",
    "cms.assistants.reading_tools",
    "cms.assistants.writing_tools",
    "cms.assistants.resources",
    "cms.signposts.graphql.schema",
)


class CmsConfig(AppConfig):
    default = True  # of the two in this module
    name = "cms"
    verbose_name = "Hub"

    def ready(self):
        for room in ROOMS:
            if module_has_submodule(import_module(f"cms.{room}"), "signals"):
                import_module(f"cms.{room}.signals").connect(self)
        for module in API:
            import_module(module)
        # Each app may have a `graphql/schema.py`; importing it registers the app's root fields.
        autodiscover_modules("graphql.schema")
        # And a `tools.py`, which registers what assistants can do with its content.
        autodiscover_modules("tools")


class HubUsersConfig(WagtailUsersAppConfig):
    """Wagtail's app of users, with our views of accounts."""

    user_viewset = "cms.accounts.people.HubUserViewSet"
