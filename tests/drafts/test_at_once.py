"""Two programs that write at once, on a server that locks rows."""

import re
import threading

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bundles.models import Bundle
from bundles.publishing import services
from cms.graphql.ids import encode, id_of
from programme.models import NewsPage
from tests import factories
from tests.drafts.programs import Program, errors_of

pytestmark = [
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite in memory is one connection"),
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
NEWS = {"title": "Written", "summary": "Words.", "date": "2026-11-02", "kind": "announcement"}


def at_once(secret: str, *deeds):
    """Return what each deed returns for a program of its own, all begun together."""
    Program(Client(), secret).ask("{ __typename }", {})  # the schema is there, as on a server that has started
    answers = [None] * len(deeds)
    together = threading.Barrier(len(deeds), timeout=30)

    def work(place, deed):
        try:
            together.wait()
            answers[place] = deed(Program(Client(), secret))
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work, args=one) for one in enumerate(deeds)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert None not in answers, "a program failed"
    return answers


def test_of_two_changes_from_one_version_one_is_a_conflict(tree, program):
    page = factories.NewsFactory(parent=tree.news, title="There")
    version = page.save_revision().pk
    deeds = [lambda one, title=title: one.change(page, version, newsPage={"title": title}) for title in ("One", "Two")]
    saved, refused = sorted(at_once(program.secret, *deeds), key=lambda answer: answer["draft"] is None)
    assert saved["userErrors"] == [] and errors_of(refused) == {("version", "CONFLICT")}
    assert refused["conflict"]["latest"]["id"] == saved["draft"]["version"]["id"]
    page.refresh_from_db()
    assert page.get_latest_revision_as_object().title == saved["draft"]["page"]["title"]
    assert page.revisions.count() == 2


def test_one_key_twice_at_once_makes_one_page(tree, program):
    def deed(one):
        return one.create(tree.news, newsPage=NEWS, idempotencyKey="one")

    first, again = sorted(at_once(program.secret, deed, deed), key=lambda answer: answer["isRepeated"])
    assert (first["isRepeated"], again["isRepeated"]) == (False, True)
    assert first["draft"] == again["draft"] and NewsPage.objects.count() == 1


def test_pages_with_one_title_that_are_made_at_once_get_addresses_of_their_own(tree, program):
    answers = at_once(program.secret, *[lambda one: one.create(tree.news, newsPage=NEWS)] * 3)
    assert [answer["userErrors"] for answer in answers] == [[]] * 3
    assert set(NewsPage.objects.values_list("slug", flat=True)) == {"written", "written-2", "written-3"}


def test_copies_that_are_made_at_once_get_addresses_of_their_own(tree, program):
    page = factories.NewsFactory(parent=tree.news, title="There", slug="there")
    asked = {"id": id_of(page), "parent": id_of(tree.news), "title": "Copy"}
    answers = at_once(program.secret, *[lambda one: one.send("copyPage", asked)] * 3)
    assert [answer["userErrors"] for answer in answers] == [[]] * 3
    assert set(NewsPage.objects.values_list("slug", flat=True)) == {"there", "copy", "copy-2", "copy-3"}


def locked_by(deed) -> list[str]:
    """Return the tables whose rows a deed locks, in order."""
    with CaptureQueriesContext(connection) as found:
        deed()
    locks = [one["sql"] for one in found if "FOR UPDATE" in one["sql"]]
    return [re.search(r'FROM "(\w+)"', sql)[1] for sql in locks]


def test_programs_and_people_lock_a_bundle_before_its_pages(tree, program, lead):
    page = factories.NewsFactory(parent=tree.news, title="There", live=False)
    page.save_revision()
    bundle = factories.BundleFactory(site=tree.site, changed_by=None)
    key = encode("Bundle", bundle.pk)
    locks = locked_by(lambda: program.act("addToBundle", page, bundle=key))
    assert locks[:2] == ["bundles_bundle", "wagtailcore_page"]
    # Who decides on a bundle waits for a draft that is being saved, and the other way round.
    assert locked_by(lambda: services.ask(bundle, lead)) == ["bundles_bundle", "wagtailcore_page"]
    Bundle.objects.update(changed_by=None)  # a second person, who approves
    seen = Bundle.objects.get().fingerprint()
    assert locked_by(lambda: services.approve(bundle, lead, seen=seen)) == ["bundles_bundle", "wagtailcore_page"]


def test_of_two_pages_at_once_where_one_may_be_there_is_one(tree, program):
    def deed(one):
        return one.create(tree.home, progressPage={"title": "Progress"})

    saved, refused = sorted(at_once(program.secret, deed, deed), key=lambda answer: answer["draft"] is None)
    assert saved["userErrors"] == [] and errors_of(refused) == {("content.progressPage", "NOT_OFFERED")}
