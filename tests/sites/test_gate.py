"""The gate: what belongs to one programme stays there, whichever way somebody refers to it."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.log_actions import LogContext
from wagtail.test.utils.form_data import rich_text, streamfield

from cms.accounts.roles import EDITORS, PROGRAMME_LEADS
from cms.graphql.ids import encode, id_of
from cms.models import AccessToken, ProgrammeRole
from cms.tokens.scopes import WRITE
from cms.visibility.gate import Gate, reference_to
from home.programmes.services import NewProgramme, make
from programme.models import NewsIndexPage, NewsPage, Topic
from tests import factories
from tests.admin.conftest import sign_in
from tests.admin.forms import field_errors, rows, send
from tests.drafts.programs import Program, errors_of

pytestmark = pytest.mark.django_db
LATER = datetime.datetime(2100, 1, 1, tzinfo=datetime.UTC)
NEWS = {"title": "Written", "summary": "Words.", "date": "2026-11-02", "kind": "announcement"}


class Side:
    """A programme with somebody who leads it, and things of its own."""

    def __init__(self, name, site, news):
        self.site = site
        self.prefix = "" if site.is_default_site else f"/{site.programme_site.path}"
        self.collection = site.programme_site.collection
        self.image = factories.ImageFactory(title=f"Picture of {name}", collection=self.collection, is_held=True)
        self.document = factories.DocumentFactory(title=f"Paper of {name}", collection=self.collection, is_held=True)
        self.topic = Topic.objects.create(name=f"Topic of {name}", slug=f"topic-of-{name.lower()}", site=site)
        self.news = news
        self.draft = factories.NewsFactory(parent=news, title=f"Draft of {name}", live=False)
        self.people = {}
        for role in (EDITORS, PROGRAMME_LEADS):
            user = sign_in(f"{role} of {name}").user
            user.groups.add(ProgrammeRole.objects.get(site=site, role=role).group)
            self.people[role] = user

    def program(self, role=PROGRAMME_LEADS) -> Program:
        user = self.people[role]
        token, secret = AccessToken.make(
            user, name="Program", scopes=[WRITE], expires_at=LATER, budget=10**6, sites=[self.site]
        )
        return Program(Client(), secret, token, self.prefix)

    def write(self, **given):
        return errors_of(self.program().create(self.news, newsPage=NEWS | given))


@pytest.fixture
def sides(tree, roles) -> tuple[Side, Side]:
    """The first programme, and a second one, whose things are held or unpublished."""
    water = make(NewProgramme("Water", "water", path="water", host=tree.site), sign_in("ann", superuser=True).user)
    tree.site.refresh_from_db()
    return Side("Hub", tree.site, tree.news), Side(
        "Water", water, NewsIndexPage.objects.descendant_of(water.root_page).get()
    )


def body(text: str) -> dict:
    return {"body": [{"richText": {"text": {"markdown": text}}}]}


REFERENCES = {
    "image": lambda side: {"image": id_of(side.image)},
    "topics": lambda side: {"topics": [id_of(side.topic)]},
    "body.0.richText": lambda side: body(f"See [the report](document:{id_of(side.document)})."),
    "body.0.image": lambda side: {"body": [{"image": {"image": id_of(side.image)}}]},
    "body.0.richText.": lambda side: body(f"See [the draft](page:{id_of(side.draft)})."),
}


@pytest.mark.parametrize("field", REFERENCES)
def test_a_program_refers_to_nothing_of_another_programme(sides, field):
    ours, theirs = sides
    pages = NewsPage.objects.count()
    refused = theirs.write(**REFERENCES[field](ours))
    assert {path.startswith(f"content.newsPage.{field.rstrip('.')}") for path, _ in refused} == {True}
    assert NewsPage.objects.count() == pages
    assert not ours.write(**REFERENCES[field](ours)), "at home it may be used"
    # A token for one programme is for that, although its person works in both.
    theirs.people[PROGRAMME_LEADS].groups.add(*ours.people[PROGRAMME_LEADS].groups.all())
    assert theirs.write(**REFERENCES[field](ours))


def test_what_does_not_exist_is_refused_in_the_same_words(sides):
    ours, theirs = sides
    said = [
        one["message"]
        for key in (id_of(ours.document), encode("HubDocument", 99999), encode("HubDocument", 10**30))
        for one in theirs.program().create(theirs.news, newsPage=NEWS | body(f"[x](document:{key})"))["userErrors"]
    ]
    assert len(said) == 3 and len({"".join(filter(str.isalpha, one)) for one in said}) == 1


def test_public_pages_of_another_programme_may_be_linked(sides):
    ours, theirs = sides
    public = factories.NewsFactory(parent=ours.news, title="For all")
    assert not theirs.write(**body(f"See [this](page:{id_of(public)})."))


def test_the_form_refuses_a_foreign_picture_and_keeps_what_was_typed(sides):
    ours, theirs = sides
    editor = Client()
    editor.force_login(theirs.people[PROGRAMME_LEADS])
    address = f"{theirs.prefix}/admin/pages/add/programme/newspage/{theirs.news.pk}/"
    answer = send(editor, address, title="Typed", summary="Words", date="2 November 2026", image=str(ours.image.pk))
    assert answer.status_code == 200
    assert f"There is no image with the number {ours.image.pk} that you may use here" in answer.content.decode()
    assert "Typed" in answer.content.decode() and ours.image.title not in answer.content.decode()
    assert not NewsPage.objects.filter(title="Typed").exists()


def test_the_form_of_a_front_page_refuses_what_is_foreign(sides):
    ours, theirs = sides
    editor = Client()
    editor.force_login(theirs.people[PROGRAMME_LEADS])
    address = f"{theirs.prefix}/admin/pages/{theirs.site.root_page_id}/edit/"
    link = f'<p>See <a linktype="page" id="{ours.draft.pk}">the draft</a>.</p>'
    featured = {"featured": rows({"target": ours.draft.pk, "text": ""})}
    errors = field_errors(send(editor, address, summary="Words", vision=rich_text(link), **featured))
    refused = [f"There is no page with the number {ours.draft.pk} that you may use here. Choose another."]
    assert errors == {"vision": refused, "featured-0-target": refused}


def test_no_block_that_is_refused_says_what_it_leads_to(sides):
    ours, theirs = sides
    editor = Client()
    editor.force_login(theirs.people[PROGRAMME_LEADS])
    address = f"{theirs.prefix}/admin/pages/add/programme/newspage/{theirs.news.pk}/"
    link = f'<p>See <a linktype="page" id="{ours.draft.pk}">this draft</a>.</p>'
    picture = {"image": str(ours.image.pk), "caption": "Kept"}
    body = streamfield([("rich_text", {"text": rich_text(link)}), ("image", picture)])
    body["0"]["id"], body["1"]["id"] = "a" * 36, "b" * 36
    answer = send(editor, address, title="Typed", summary="Words", date="2 November 2026", body=body)
    said = answer.content.decode()
    assert said.count("that you may use here") == 2, "one at each block"
    assert "this draft" in said and "Kept" in said
    assert ours.draft.slug not in said and ours.image.title not in said


def test_a_held_file_of_another_programme_stays_held_no_matter_who_publishes(sides):
    """A draft from before the gate: its reference was accepted."""
    ours, theirs = sides
    page = factories.NewsFactory(parent=theirs.news, title="Old", live=False, image=ours.image)
    revision = page.save_revision()
    revision.publish()
    ours.image.refresh_from_db()
    assert ours.image.is_held, "by a worker"
    with LogContext(user=theirs.people[PROGRAMME_LEADS]):
        page.save_revision().publish()
    ours.image.refresh_from_db()
    assert ours.image.is_held
    own = factories.NewsFactory(parent=theirs.news, title="Own", live=False, image=theirs.image)
    own.save_revision().publish()
    theirs.image.refresh_from_db()
    assert not theirs.image.is_held
    # Who opens the draft may go on with it, and take the picture out, but not publish it.
    editor = Client()
    editor.force_login(theirs.people[PROGRAMME_LEADS])
    address = f"{theirs.prefix}/admin/pages/{page.pk}/edit/"
    assert send(editor, address, title="Still").status_code == 302
    assert "that you may use here" in send(editor, address, "publish", title="Still").content.decode()
    assert "that you may use here" not in send(editor, address, "publish", title="Still", image="").content.decode()


def test_what_a_page_refers_to_stays_in_its_programme_when_it_moves(sides):
    ours, theirs = sides
    page = factories.NewsFactory(parent=ours.news, title="To move")
    page.topics = [ours.topic]
    page.save()
    page.save_revision().publish()
    assert page.objection_to(theirs.news) == (
        "It refers to things that stay in its programme: “Topic of Hub”. Take them off it first."
    )
    with pytest.raises(ValidationError):
        page.move(theirs.news, "last-child")
    assert not page.objection_to(ours.news)
    page.topics = []
    page.save()
    page.save_revision().publish()
    assert not page.objection_to(theirs.news)


def test_it_asks_once_for_all_that_is_new(sides, django_assert_num_queries):
    ours, _ = sides
    gate = Gate.at(ours.site, ours.people[EDITORS])
    asked = [reference_to(one) for one in (ours.image, ours.document, ours.topic, ours.news, ours.people[EDITORS])]
    gate.refused(asked)  # reads the sites and the permissions
    with django_assert_num_queries(1):
        assert gate.refused(asked) == set()
    with django_assert_num_queries(0):
        gate.refused(asked[2:], asked[2:])


def test_lists_of_all_things_and_previews_stay_in_the_programme(sides):
    ours, theirs = sides
    lead = Client()
    lead.force_login(theirs.people[PROGRAMME_LEADS])
    assert lead.get(f"{theirs.prefix}/admin/pages/{theirs.news.pk}/view_draft/").status_code == 200
    for action in ("publish", "delete"):
        said = lead.get(f"{theirs.prefix}/admin/bulk/wagtailcore/page/{action}/?id=all").content.decode()
        assert theirs.draft.title in said and ours.draft.title not in said, action
