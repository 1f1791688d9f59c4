"""Every address and key of a secret site, for the arguments of the schema's fields."""

from grapple.registry import registry
from wagtail.models import Page

from cms.graphql.filter_types import MOST_VALUES
from cms.graphql.ids import id_of
from cms.graphql.schema import get_schema
from programme.models import EventPage
from tests.graphql.leaks.marks import DISTRESS, MARK
from tests.graphql.leaks.walker import Arguments


def ids_of_everything() -> list[str]:
    """Return the id of every object of every type with one, hidden or not."""
    nodes = {kind.name for kind in get_schema().get_possible_types(get_schema().type_map["Node"])}
    models = [model for model, kind in registry.class_models.items() if kind._meta.name in nodes]
    return [id_of(thing) for model in models for thing in model._default_manager.all()]


def arguments() -> Arguments:
    """Every address and key of the site, hidden or not."""
    pages = list(Page.objects.filter(depth__gt=1))
    everything = ids_of_everything()
    paths = ["/" + page.url_path.split("/", 2)[2] for page in pages]
    old = [f"/{prefix}-{page.pk}" for page in pages for prefix in ("old", "older")]
    # Of the kinds that the hub has; the search's own aren't in the API.
    models = [model for model in registry.snippets if model.graphql_fields]
    terms = [slug for model in models for slug in model._default_manager.values_list("slug", flat=True)]
    capitals = [f"http://localhost{path.upper()}" for path in paths[::5]]
    return Arguments(
        {
            "slug": sorted({page.slug for page in pages})[::3] + terms,
            "workStream": sorted({page.slug for page in pages if "stream" in page.slug}),
            "group": sorted({page.slug for page in pages if "group" in page.slug}),
            "path": paths + old + capitals,
            "id": [id_of(page) for page in pages],
            "event": ["/" + page.url_path.split("/", 2)[2] for page in pages if page.specific_class is EventPage],
            "ids": [everything[at : at + MOST_VALUES] for at in range(0, len(everything), MOST_VALUES)],
            "kind": ["action", "recommendation"],
            "quality": [70],
            "number": [1, 100, 200, 1000],
            "date": ["2016-01-01"],
            "since": ["2016-01-01T00:00:00Z"],
            "locale": ["GD"],
            "locales": ["EN", "GD"],
            # Words of public objects, and a word that only a hidden one could correct.
            "markdown": ["Open."],
            "query": ["open", "fine file", "publicatiom", MARK[:-1] + "m", f"open {MARK[:-2]}", DISTRESS],
            "prefix": ["op", MARK[:4], DISTRESS],
        }
    )
