"""Within a past day only tables with a history are read; the others are known, each with a reason."""

import re

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.graphql.schema import get_schema
from cms.history.past import as_of
from cms.history.tables import histories
from tests.graphql.leaks.walker import ask

from .world import World, roots

pytestmark = pytest.mark.django_db
TIMELESS = {
    "django_content_type": "which models there are is part of the program",
    "cms_contentversion": "the token of today's content",
    "cms_historytable": "from when each table has a history",
    "cms_hubrendition": "sizes of pictures, which are made of them",
    # Read when a period begins, for its end; a past moment's period ends with the present one.
    "bundles_bundle": "when the next bundle is to be published",
    "newsletter_send": "when the next issue is to be sent",
    "wagtailcore_revision": "when the next draft is to be published",
    # Their models say so by `of_today`: somebody in need who reads a past day gets help that is there today.
    "cms_signpost": "signposts to help",
    "cms_helpgroup": "those whom signposts are for",
    "cms_helpsubject": "what signposts help with",
}


def test_no_past_day_is_answered_from_a_table_of_today(client, db):
    world = World()
    world.note_paths()
    moment = timezone.now()
    with CaptureQueriesContext(connection) as captured:
        for document, variables in world.documents.values():
            client.post(
                "/graphql/",
                {"query": document, "variables": variables | {"pastDay": moment.isoformat()}},
                content_type="application/json",
            )
        with as_of(moment):
            for document in roots().values():
                ask(get_schema(), document, world.site)
            world.pages(client)
    with_history = {one.table for one in histories().values() if not one.is_of_today}
    others = {model._meta.db_table for model in apps.get_models(include_auto_created=True)} - with_history
    found = {}
    for query in captured:
        for table in re.findall(r'"(\w+)"', query["sql"]):
            if table in others:
                found.setdefault(table, query["sql"][-300:])
    assert len(captured) > 500
    assert sorted(found) == sorted(TIMELESS), sorted(set(found) ^ set(TIMELESS))
