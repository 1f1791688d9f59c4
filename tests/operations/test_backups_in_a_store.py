"""Backups in an S3-compatible store, of media that are in one: nothing but the working copy needs a folder."""

import io
from pathlib import Path

import pytest
from django.conf import settings as current
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from cms.backups import stores
from cms.models import HubDocument
from cms.settings.files import storages
from tests import factories
from tests.media import moto

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # as in the tests of uploads


@pytest.fixture
def address(monkeypatch, settings):
    """A store with media and backups in folders of their own."""
    for name, value in moto.KEYS.items():
        monkeypatch.setenv(name, value)
    with moto.store() as running:
        bucket = {"bucket": moto.BUCKET, "endpoint_url": running}
        made = storages(bucket | {"folder": "media"}, bucket | {"folder": "backups"})
        settings.STORAGES = settings.STORAGES | {name: made[name] for name in ("default", "backups")}
        yield running


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_everything_is_restored_from_a_store(tree, address):
    document = factories.DocumentFactory()
    name = document.file.name
    with default_storage.open(name) as file:
        data = file.read()
    call_command("backup", stdout=io.StringIO())
    (backup,) = stores.backups()
    HubDocument.objects.all().delete()
    default_storage.delete(name)
    call_command("restore", backup.name, "--check", stdout=io.StringIO())
    assert not default_storage.exists(name)
    call_command("restore", "latest", "--yes", stdout=io.StringIO())
    with default_storage.open(HubDocument.objects.get().file.name) as file:
        assert file.read() == data
    assert not Path(current.MEDIA_ROOT).exists()


def test_a_store_that_does_not_answer_is_named(db, settings, monkeypatch):
    moto.need()
    for name, value in moto.KEYS.items():
        monkeypatch.setenv(name, value)
    gone = {"bucket": moto.BUCKET, "endpoint_url": "http://127.0.0.1:9"}
    settings.STORAGES = settings.STORAGES | {"backups": storages({}, gone)["backups"]}
    with pytest.raises(CommandError, match="The place of backups can't be read"):
        call_command("backup", list=True)
