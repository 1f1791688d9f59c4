"""The content of one hub in another: the same pages under the same numbers, without people and history."""

import json
import zipfile

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from wagtail.models import Collection, Page, Revision, Site

from cms.media.models import HubImage
from cms.pages.models import Change
from cms.transfer import archives, content, rows
from cms.transfer.errors import TransferError
from programme.models import NewsPage
from tests.transfer.conftest import SOURCE, TARGET
from tests.transfer.test_databases import quiet


@pytest.fixture
def hub(both, folder, settings):
    """The hub with content, an editor, a page in draft by them, and a picture."""
    settings.MEDIA_ROOT = folder / "media"
    user = get_user_model().objects.using(SOURCE).create(username="editor", email="editor@example.org")
    page = NewsPage._base_manager.using(SOURCE).first()
    kind = ContentType.objects.using(SOURCE).get(app_label="programme", model="newspage")
    draft = page.serializable_data() | {"owner": user.pk, "content_type": kind.pk}
    plain = ContentType.objects.using(SOURCE).get(app_label="wagtailcore", model="page")
    values = {
        "content_type": kind,
        "base_content_type": plain,
        "object_id": str(page.pk),
        "user": user,
        "created_at": timezone.now(),
    }
    drafts = [Revision(content=draft | {"title": title}, **values) for title in ("An older draft", "Only a draft")]
    _, latest = Revision._base_manager.using(SOURCE).bulk_create(drafts)  # sends no signals
    Page.objects.using(SOURCE).filter(pk=page.pk).update(owner=user, latest_revision=latest)
    original = folder / "media" / "original_images" / "a.png"
    original.parent.mkdir(parents=True, exist_ok=True)
    original.write_bytes(b"bytes of a picture")
    root = Collection.objects.using(SOURCE).get(depth=1)
    picture = HubImage(title="A picture", description="What it shows", width=1, height=1, collection=root)
    picture.file.name, picture.uploaded_by_user = "original_images/a.png", user
    HubImage._base_manager.using(SOURCE).bulk_create([picture])
    return page


def test_content_arrives_under_its_numbers_without_people_and_history(hub, tmp_path, settings):
    file = tmp_path / "content.zip"
    taken = archives.write(file, SOURCE, quiet)
    settings.MEDIA_ROOT = tmp_path / "other"
    # In the new hub, content types have other numbers.
    ours = ContentType.objects.using(TARGET).filter(app_label="programme")
    with transaction.atomic(using=TARGET):
        Permission.objects.using(TARGET).filter(content_type__in=ours).update(
            content_type_id=F("content_type_id") + 1000
        )
        ours.update(id=F("id") + 1000)
    Site.objects.using(TARGET).update(hostname="new.example.org", port=443)
    archives.Archive(file, TARGET).check(quiet)
    archives.Archive(file, TARGET).load(quiet)

    addresses = {using: set(Page.objects.using(using).values_list("pk", "url_path")) for using in (SOURCE, TARGET)}
    assert addresses[SOURCE] == addresses[TARGET]
    assert len(addresses[TARGET]) > 50
    changed = {"wagtailcore_page", "wagtailcore_site", "wagtailcore_revision", "cms_hubimage", "taggit_taggeditem"}
    for table in content.content_tables():
        if table.name not in changed:
            assert rows.digest(SOURCE, table) == rows.digest(TARGET, table), table
    assert (tmp_path / "other" / "original_images" / "a.png").read_bytes() == b"bytes of a picture"
    assert Site.objects.using(TARGET).get(is_default_site=True).hostname == "new.example.org"

    page = Page.objects.using(TARGET).get(pk=hub.pk)
    kind = ContentType.objects.using(TARGET).get(app_label="programme", model="newspage")
    assert (page.owner_id, page.content_type_id) == (None, kind.pk)
    drafts = Revision._base_manager.using(TARGET).filter(object_id=str(hub.pk), content_type=kind).order_by("pk")
    assert [draft.pk for draft in drafts] == [page.live_revision_id, page.latest_revision_id]
    draft = drafts.last()
    assert (draft.user_id, draft.content["owner"], draft.content["content_type"]) == (None, None, kind.pk)
    assert draft.content["title"] == "Only a draft"
    assert not get_user_model().objects.using(TARGET).exists()
    assert not Change.objects.using(TARGET).exists()
    behind = content.left_behind(SOURCE, taken)
    assert behind["auth_user"] == 1
    assert behind["wagtailcore_revision"] == 1  # the older draft


def test_a_hub_with_content_is_left_alone(hub, tmp_path):
    file = tmp_path / "content.zip"
    archives.write(file, SOURCE, quiet)
    archive = archives.Archive(file, SOURCE)
    with pytest.raises(TransferError, match="This hub has content"):
        archive.load(quiet)
    with pytest.raises(TransferError, match="is there already"):
        archives.write(file, SOURCE, quiet)


def test_a_file_that_is_not_whole_or_was_changed_is_refused(hub, tmp_path, settings):
    file, wrong = tmp_path / "content.zip", tmp_path / "wrong.zip"
    archives.write(file, SOURCE, quiet)
    wrong.write_bytes(file.read_bytes()[:-100])
    with pytest.raises(TransferError, match="isn't a whole file"):
        archives.Archive(wrong, TARGET)
    name = "tables/programme_topic.jsonl"
    with zipfile.ZipFile(file) as whole, zipfile.ZipFile(wrong, "w") as changed:
        for entry in whole.infolist():
            data = whole.read(entry)
            changed.writestr(entry, data.split(b"\n", 1)[1] if entry.filename == name else data)
    settings.MEDIA_ROOT = tmp_path / "other"
    with pytest.raises(TransferError, match="programme_topic isn't what was written"):
        archives.Archive(wrong, TARGET).load(quiet)
    assert not Page.objects.using(TARGET).filter(depth__gt=2).exists()


def test_a_file_of_another_version_is_refused(hub, tmp_path):
    file, wrong = tmp_path / "content.zip", tmp_path / "wrong.zip"
    archives.write(file, SOURCE, quiet)
    with zipfile.ZipFile(file) as whole, zipfile.ZipFile(wrong, "w") as changed:
        manifest = json.loads(whole.read(archives.MANIFEST))
        manifest["migrations"].append(["programme", "9999_later"])
        changed.writestr(archives.MANIFEST, json.dumps(manifest))
    with pytest.raises(TransferError, match="This hub lacks the migration programme.9999_later"):
        archives.Archive(wrong, TARGET)
