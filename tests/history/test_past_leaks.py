"""What the public couldn't read on a day stays hidden on that day, whatever became public later."""

import json
from urllib.parse import quote

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.utils import timezone
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.graphql.schema import get_schema
from cms.history.past import as_of
from cms.history.tables import WITHHELD, histories
from cms.models import ContentVersion
from tests.graphql.leaks import secret_site
from tests.graphql.leaks.asked import arguments
from tests.graphql.leaks.marks import MARK
from tests.graphql.leaks.secret_site import SOME_WAYS, WAYS
from tests.graphql.leaks.walker import ask, documents
from tests.trees import build

from .days import Days
from .world import OF_TODAY, roots, shown

pytestmark = pytest.mark.django_db


class Hub:
    """A hub in which everything hidden became public on a later day."""

    def __init__(self, time_machine, client, ways):
        days = Days(time_machine)
        self.client = client
        with disable_reference_index_auto_update():
            self.site = secret_site.build(build(), ways)
            # Not the end of the day: what is scheduled is public an hour later.
            days.settle()
            self.hidden = timezone.now()
            days.begin_the_next()
            publish_everything()
            self.public = days.end()
            days.begin_the_next()
        self.paths = sorted({page.get_url() for page in Page.objects.filter(depth__gt=1)})

    def leaks(self, moment, *, whole: bool, on_site: bool = True) -> dict[str, str]:
        """Return where the mark of what is hidden is found at a moment: in the API and on the site."""
        found = {}
        with as_of(moment):
            asked = documents(get_schema(), arguments()) if whole else roots().items()
            for name, document in asked:
                if roots_of(document) & OF_TODAY:
                    continue
                data = ask(get_schema(), document, self.site.tree.site).data
                found[name] = json.dumps(without_signposts(data), cls=DjangoJSONEncoder)
            for path in self.paths[:: 1 if whole else 5] if on_site else []:
                found[path] = (
                    shown(self.client, path)
                    .decode(errors="replace")
                    .replace(path, "")
                    .replace(quote(path, safe=""), "")
                )
        return {name: around(text) for name, text in found.items() if MARK in text}


def roots_of(document) -> set[str]:
    """Return the names of the root fields that a document asks for."""
    return {selection.name.value for selection in document.definitions[0].selection_set.selections}


def without_signposts(data):
    """Return data without signposts, which are always those of today."""
    if isinstance(data, list):
        return [without_signposts(one) for one in data]
    if not isinstance(data, dict):
        return data
    if "Signpost" in (data.get("__typename"), *(name.partition("_")[0] for name in data)):
        return None
    return {name: without_signposts(one) for name, one in data.items()}


def around(text: str) -> str:
    at = text.index(MARK)
    return text[max(0, at - 120) : at + 60]


def publish_everything() -> None:
    """Let everybody read everything."""
    PageViewRestriction.objects.all().delete()
    CollectionViewRestriction.objects.all().delete()
    Page.objects.update(live=True, expired=False, go_live_at=None, expire_at=None)
    for model in secret_site.terms():
        model.objects.update(live=True)


def withhold_everything() -> None:
    """Withhold from all past days the pages with the mark in their address, and all else with the mark."""
    marked = list(Page.objects.filter(url_path__contains=MARK).values_list("pk", flat=True))
    with connection.cursor() as cursor:
        for one in histories().values():
            if issubclass(one.model, Page):
                keys = ", ".join(map(str, marked))
                cursor.execute(f'UPDATE "{one.name}" SET {WITHHELD} = true WHERE "{one.key}" IN ({keys})')  # noqa: S608  our names
                continue
            texts = " OR ".join(f"CAST(\"{column}\" AS text) LIKE '%%{MARK}%%'" for column in one.columns)
            cursor.execute(f'UPDATE "{one.name}" SET {WITHHELD} = true WHERE {texts}')  # noqa: S608  our names
    ContentVersion.renew()


@pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.long)])
def test_what_was_hidden_on_a_day_is_hidden_on_that_day_for_ever(whole, db, time_machine, client):
    hub = Hub(time_machine, client, WAYS if whole else SOME_WAYS)

    assert hub.leaks(hub.hidden, whole=whole) == {}

    # The walk finds things: on the next day all of it was public.
    found = hub.leaks(hub.public, whole=False)
    assert {"pages", "news", "workStreams"} <= found.keys() and {path for path in found if path.startswith("/")}

    # What is withheld is on no past day, though it was public.
    withhold_everything()
    assert hub.leaks(hub.public, whole=whole, on_site=False) == {}
