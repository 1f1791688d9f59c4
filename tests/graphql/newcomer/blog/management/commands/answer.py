"""Makes a blog, runs the documents given as JSON on standard input, and writes the answers to standard output."""

import json
import sys

from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection, CollectionViewRestriction

from cms.graphql.schema import print_sdl
from cms.pages.previews import keep_draft
from tests import factories
from tests.graphql.newcomer.blog.models import Advert, BlogPage, Link, ShortForm
from tests.trees import build

SECRET = "Secret"


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options):
        documents = json.load(sys.stdin)
        call_command("migrate", run_syncdb=True, verbosity=0)
        self.tree = build()
        self.shown, self.hidden = self.make("News", open_to_all()), self.make(SECRET, private(), live=False)
        blog = self.add("Shown entry", self.shown)
        self.add("Hidden entry", self.hidden)
        token = keep_draft(changed(blog), get_user_model().objects.create_superuser("editor"))
        answers = {name: ask(document, token) for name, document in documents.items()}
        few = {name: statements(document, token) for name, document in documents.items()}
        for number in range(3):
            self.add(f"Further entry {number}", self.shown)
        many = {name: statements(document, token) for name, document in documents.items()}
        json.dump({"answers": answers, "few": few, "many": many, "schema": print_sdl()}, self.stdout)

    def make(self, title: str, collection: Collection, *, live: bool = True) -> dict:
        """Return one object of each type that an entry can choose: public if live and in the open collection, or
        hidden."""
        file = ContentFile(title.encode(), name=f"{title}.txt")
        return {
            "page": factories.NewsFactory(parent=self.tree.news, title=title, live=live, date="2018-02-01"),
            "advert": Advert.objects.create(name=title, slug=title.lower(), url="https://shop.example", live=live),
            "image": factories.ImageFactory(title=title, description=title, collection=collection),
            "document": factories.DocumentFactory(title=title, collection=collection, file=file),
        }

    def add(self, title: str, chosen: dict) -> BlogPage:
        """Return a blog entry that chooses the given objects, and in each list the hidden ones as well."""
        page = BlogPage(
            title=title,
            author="Ada Lovelace",
            date="2017-06-22",
            rating=4.5,
            readers=7,
            featured=True,
            introduction=f'<p>Read <a linktype="page" id="{chosen["page"].pk}">this</a></p>',
            body=json.dumps([card(chosen, self.hidden), BUTTONS]),
            advert=chosen["advert"],
            image=chosen["image"],
            attachment=chosen["document"],
            next_page=chosen["page"],
        )
        self.tree.home.add_child(instance=page)
        for things in {id(one): one for one in (chosen, self.hidden)}.values():
            page.adverts.add(things["advert"])
            page.see_also.add(things["page"])
            name = things["page"].title
            page.related_links.add(
                Link(name=name, url=f"https://{name.lower()}.example", target=things["page"], sort_order=1)
            )
        page.save()
        ShortForm.objects.create(page=page, text="In short")
        return page


def open_to_all() -> Collection:
    return Collection.get_first_root_node()


def private() -> Collection:
    """Return a collection for signed-in users only."""
    collection = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    return collection


def changed(page: BlogPage) -> BlogPage:
    """Return the entry as in an editor's form: with another author, and without other pages."""
    draft = BlogPage.objects.get(pk=page.pk)
    draft.author = "Grace Hopper"
    draft.see_also = []
    return draft


BUTTON = {"button_text": "Press"}
BUTTONS = {"type": "buttons", "id": "b", "value": [{"type": "button", "id": "c", "value": BUTTON}]}


def card(chosen: dict, hidden: dict) -> dict:
    """Return a block that chooses the given objects, and in its list the hidden page as well."""
    return {
        "type": "card",
        "id": "a",
        "value": {
            "text": "Words",
            "rich": f'<p><a linktype="page" id="{chosen["page"].pk}">there</a></p>',
            "words": ["one", "two"],
            "number": 3,
            "share": 0.5,
            "loud": True,
            "page": chosen["page"].pk,
            "pages": [hidden["page"].pk, chosen["page"].pk],
            "image": chosen["image"].pk,
            "document": chosen["document"].pk,
            "advert": chosen["advert"].pk,
            "buttons": [BUTTON],
            "main_button": BUTTON,
            "more": BUTTONS["value"],
            "columns": [BUTTONS["value"]],
        },
    }


def ask(document: str, token: str) -> dict:
    """Return the endpoint's answer to an anonymous client; `$token` in the document is the draft's."""
    body = json.dumps({"query": document.replace("$token", json.dumps(token))})
    return Client().post("/graphql/", body, content_type="application/json").json()


def statements(document: str, token: str) -> int:
    """Return the number of SQL statements for the answer."""
    cache.clear()
    ask(document, token)
    with CaptureQueriesContext(connection) as asked:
        ask(document, token)
    return len(asked)
