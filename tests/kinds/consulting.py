"""Makes a consultation in a hub that has the app of CONTRIBUTING.md, and writes what each part of the hub says of it as JSON."""

import datetime
import json
import sys

from django.apps import apps
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.base.dates import today
from cms.editing import attention, diary
from cms.editing.permissions import DeskContext, Editing
from cms.visibility.rule import Visibility
from newsletter.generator.content import items
from newsletter.generator.documents import readers_view
from newsletter.generator.proposals import propose
from programme import message_house
from programme.models import Audience, EventIndexPage, WorkStreamPage
from search.index.entries import put
from tests import factories
from tests.trees import build

DAY = datetime.timedelta(days=1)
DOCUMENT = """
{
  consultations(where: {responses: {greaterThan: 7}}, orderBy: [OPENS_DESC]) {
    totalCount nodes { title facts summary opens path workStreams { nodes { title } } }
  }
  consultation(slug: "school") { title responses audiences { nodes { name } } }
  search(query: "school lunches", where: {types: [CONSULTATION_PAGE]}) {
    nodes { title { plainText } facts typeLabel } facets { name values { value label count } }
  }
  changes(since: "2000-01-01T00:00:00Z", where: {workStream: {eq: "neglect"}}) { nodes { page { __typename } } }
}
"""


def make() -> tuple:
    """Return the hub's tree, the list and one consultation that closed a month ago without an outcome."""
    models = apps.get_app_config("consultations").models
    index, model = models["consultationindexpage"], models["consultationpage"]
    tree = build()
    stream = factories.WorkStreamFactory(parent=tree.streams, title="Neglect", slug="neglect")
    audience = Audience.objects.create(name="Teachers", slug="teachers")
    listed = tree.home.add_child(instance=index(title="Consultations", slug="consultations"))
    day = today()
    page = model(title="School lunches", slug="school", summary="What should they be?", responses=12)
    page.opens, page.closes = day - 60 * DAY, day - 30 * DAY
    page.work_streams, page.audiences = [stream], [audience]
    listed.add_child(instance=page)
    for one in (stream, listed, page):
        one.save_revision().publish()
        put([one.specific])
    for number, hidden in enumerate(("draft", "for some"), 1):
        other = model(title=f"Secret {hidden}", summary="Secret", responses=9 * number, opens=day - 9 * DAY, closes=day)
        other.work_streams, other.audiences, other.live = [stream], [audience], False
        listed.add_child(instance=other)
        if hidden == "for some":
            other.save_revision().publish()
            other.view_restrictions.create(restriction_type="login")
        put([other])
    return tree, listed, page


def read(address: str, client: Client) -> dict:
    response = client.get(address)
    return {"status": response.status_code, "text": response.content.decode()}


def answers() -> dict:
    """Return what each part of the hub says, by its name."""
    tree, listed, page = make()
    user = get_user_model().objects.create_superuser("editor")
    public, editor = Client(), Client()
    editor.force_login(user)
    asked = DeskContext(user, Visibility(tree.site), Editing(user))
    now = timezone.now()
    stream = WorkStreamPage.objects.get()
    told = items([page.pk], readers_view())
    return {
        "api": public.post("/graphql/", json.dumps({"query": DOCUMENT}), content_type="application/json").json(),
        "list": read("/consultations/", public),
        "page": read("/consultations/school/", public),
        "search": read("/search/?q=lunches", public),
        "feeds": read("/feeds/", public),
        "feed": read("/feeds/consultations.atom", public),
        "feed of all": read("/feeds/all.atom", public),
        "feed for the audience": read("/feeds/audiences/teachers.atom", public),
        "feed of the stream": read("/feeds/work-streams/neglect.atom", public),
        "calendar": read("/calendars/consultations.ics", public),
        "calendar of all": read("/calendars/all.ics", public),
        "calendar of one": read("/calendars/consultations/school.ics", public),
        "dashboard": read(reverse("wagtailadmin_home"), editor),
        "listing": read(reverse("consultations:index"), editor),
        "form": read(reverse("wagtailadmin_pages:add", args=["consultations", "consultationpage", listed.pk]), editor),
        "can stand below": [model.__name__ for model in tree.home.creatable_subpage_models()],
        "still can": EventIndexPage.__name__,
        "reminders": {
            group.name: [[line.text, line.reason, sorted(line.streams) == [stream.pk]] for line in group.lines]
            for group in attention.groups(asked)
        },
        "diary": [
            [entry.kind_label, entry.title, str(entry.day), str(entry.last)]
            for entry in diary.entries(asked, today() - 61 * DAY, today())
        ],
        "dates": [str(page.opens), str(page.closes)],
        "channels": [channel.label for channel in message_house.channels.values()],
        "item": [told[page.pk].facts, told[page.pk].summary, list(told[page.pk].streams) == [stream.pk]],
        "proposed": {
            section.heading: [item.page.title for item in section.items]
            for section in propose(now - DAY, timezone.now() + DAY, mentions={})
        },
    }


def main() -> None:
    """Write what `answers` returns to standard output."""
    json.dump(answers(), sys.stdout, default=str)
