"""A small hub, and a copy of its public site."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone
from wagtail.blocks import StreamValue
from wagtail.models import Page, PageViewRestriction, Site

from cms.accounts.roles import set_up_roles
from cms.models import HubImage
from home.models import HomePage
from newsletter.choices import EditionAudience
from newsletter.models import ArchivedIssue, Edition, IssueIndexPage, MailingList, Snapshot
from programme.content_loader import load
from programme.models import NewsPage
from tests import databases, factories

ENERGY = Path(__file__).resolve().parent.parent / "content" / "energy"
KEY = "lfv"
# In nothing that the public can read.
HIDDEN = ("draftfinch", "privategull", "subscriberwren", "feedbackcrane")
DOCUMENT = b"Yield by site\r\nOrsk;12\r\n"


def texts_in(folder: Path) -> dict[str, str]:
    """Return the text of each file by its path; of a file that isn't text, what can be read of it."""
    files = (file for file in sorted(folder.rglob("*")) if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes().decode("utf-8", "replace") for file in files}


@pytest.fixture(autouse=True)
def connection_stays(connection_stays):
    """A copy of the site asks the hub as a server does."""


@dataclass(frozen=True)
class Handover:
    """A bag with a copy of the site, and what the command said about files that are lost."""

    bag: Path
    said: str

    @property
    def copy(self) -> Path:
        return self.bag / "data" / "site"


@pytest.fixture(scope="session")
def handover(moulds, django_db_blocker, tmp_path_factory) -> Handover:
    """The record of the programme about energy, with a document, pictures, news, and things that nobody may see.

    Of the hub that it was made of nothing is left. `moulds` come first: they need an empty database.
    """
    folder, said = tmp_path_factory.mktemp("handover") / "bag", io.StringIO()
    media = tmp_path_factory.mktemp("media")
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=media),
        databases.connection_stays(),
        transaction.atomic(),
    ):
        databases.at_once()
        load(ENERGY)
        set_up_roles()
        call_command("set_up_newsletter", verbosity=0)
        fill()
        call_command("export_site", KEY, folder, originals=True, verbosity=0, stderr=said)
        transaction.set_rollback(True)
    Site.clear_site_root_paths_cache()
    return Handover(folder, said.getvalue())


@pytest.fixture
def bag(handover) -> Path:
    return handover.bag


@pytest.fixture
def copied(handover) -> Path:
    """The copy of the programme's site."""
    return handover.copy


def fill() -> None:
    news = Page.objects.get(slug="news", depth=3)
    for number in range(20):
        factories.NewsFactory(parent=news, title=f"Cable {number} laid")
    first = NewsPage.objects.get(slug="first-turbine")
    document = factories.DocumentFactory(title="Yields", file=ContentFile(DOCUMENT, name="yields.csv"))
    picture, lost = factories.ImageFactory.create_batch(2)
    blocks = [
        {"type": "document", "value": {"document": document.pk}},
        {"type": "image", "value": {"image": picture.pk}},
        {"type": "image", "value": {"image": lost.pk}},
    ]
    first.body = StreamValue(first.body.stream_block, blocks, is_lazy=True)
    first.save_revision().publish()
    lose(lost)
    factories.NewsFactory(parent=news, title="draftfinch", live=False)
    private = factories.NewsFactory(parent=news, title="privategull")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    home = HomePage.objects.get()
    home.summary = "draftfinch"
    home.save_revision()
    _archive_an_issue()
    mailing_list = MailingList.objects.first()
    subscriber = factories.SubscriberFactory(address="subscriberwren@readers.example")
    factories.SubscriptionFactory(subscriber=subscriber, mailing_list=mailing_list, confirmed_at=timezone.now())
    factories.FeedbackFactory(message="feedbackcrane")


def lose(picture: HubImage) -> None:
    """Delete the files of a picture, as somebody might who works on the server's disk."""
    assert Client().get("/news/first-turbine/").status_code == 200  # now the sizes are made
    for file in (picture.file, *(rendition.file for rendition in picture.renditions.all())):
        file.storage.delete(file.name)


def _archive_an_issue() -> None:
    issue = factories.IssueFactory(parent=IssueIndexPage.objects.get(), number=4)
    said = {"subject": "Wind and water", "html": "<p>As it went out</p>", "text": "As it went out", "data": {}}
    snapshot = Snapshot.objects.create(issue=issue, revision_id=1)
    for audience, words in ((EditionAudience.INTERNAL, "draftfinch"), (EditionAudience.EXTERNAL, "As it went out")):
        edition = Edition.objects.create(
            snapshot=snapshot, audience=audience, template_version="1", **said | {"html": words, "text": words}
        )
    ArchivedIssue.objects.create(issue=issue, edition=edition, started_at=timezone.now(), sha256="0", **said)
