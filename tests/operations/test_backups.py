"""A backup is whole or isn't there, is made once a day by one worker, and the doctor knows if it is missing or old."""

import datetime
import hashlib
import io
import json
import os
import re
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from cms.backups import (
    archives,
    databases,
    postgresql_copier,
    restores,
    retention,
    schedule,
    services,
    sqlite_copier,
    stores,
    trials,
)
from cms.backups.errors import BackupError
from cms.backups.manifests import BackupPart, Manifest
from cms.backups.models import BackupRun
from cms.backups.retention import BackupsToKeep
from cms.backups.stores import StoredBackup
from cms.operations import doctor
from tests import factories

NOON = datetime.datetime(2026, 3, 10, 12, tzinfo=datetime.UTC)
MANIFEST = Manifest(
    made_at=NOON, hub="0.1.0", database=connection.vendor, migrations=[], rows={}, variables=["BASE_URL"]
)


def never() -> bool:
    return False


@pytest.fixture
def at(monkeypatch):
    def travel(moment: datetime.datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return travel


def an_archive(path: Path, manifest: Manifest = MANIFEST, **parts: bytes) -> Path:
    """Write an archive with parts, which needn't be of a database."""
    with archives.written(path) as writer:
        for name, data in parts.items():
            writer.add(name, io.BytesIO(data))
        writer.finish(replace(manifest, parts=writer.parts))
    return path


def verify(path: Path) -> None:
    with path.open("rb") as file, archives.opened(file) as reader:
        reader.verify()


# The archive


def test_a_whole_archive_is_read_as_it_was_written(tmp_path):
    path = an_archive(tmp_path / "one.zip", first=b"1" * 3_000_000, second=b"")
    verify(path)
    with path.open("rb") as file, archives.opened(file) as reader:
        assert replace(reader.manifest, parts={}) == MANIFEST
        assert reader.manifest.parts["first"].size == 3_000_000


@pytest.mark.parametrize("left", [0, 10, 2_000, -1])
def test_an_archive_that_was_cut_off_is_refused(tmp_path, left):
    path = an_archive(tmp_path / "one.zip", first=b"1" * 3_000)
    path.write_bytes(path.read_bytes()[:left])
    with pytest.raises(BackupError, match="isn't a whole backup"):
        verify(path)


def test_a_part_that_was_changed_is_refused(tmp_path):
    path = an_archive(tmp_path / "one.zip", first=b"1" * 3_000)
    path.write_bytes(path.read_bytes().replace(b"1" * 100, b"2" * 100, 1))
    with pytest.raises(BackupError, match="damaged: first isn't as it was written"):
        verify(path)


def test_whichever_byte_was_changed_a_backup_is_refused_or_as_it_was(tmp_path):
    """Also those that make of it an archive of another version, of another compression, or with a password."""
    with archives.written(tmp_path / "one.zip") as writer:
        writer.add("first", io.BytesIO(bytes(range(256)) * 9), compress=True)
        writer.finish(replace(MANIFEST, parts=writer.parts))
    whole, changed = (tmp_path / "one.zip").read_bytes(), tmp_path / "two.zip"
    refused = 0
    for place in range(len(whole)):
        for mask in (0x01, 0xFF):
            changed.write_bytes(whole[:place] + bytes([whole[place] ^ mask]) + whole[place + 1 :])
            try:
                verify(changed)
            except BackupError:
                refused += 1
    assert refused > len(whole)


def test_nobody_else_can_read_a_backup(tmp_path):
    before = os.umask(0o022)
    try:
        assert an_archive(tmp_path / "one.zip", first=b"1").stat().st_mode & 0o077 == 0
    finally:
        os.umask(before)


def test_a_part_that_somebody_put_in_its_place_is_refused(tmp_path):
    """Its own checksum is right, but not that of the manifest."""
    with zipfile.ZipFile(an_archive(tmp_path / "one.zip", first=b"1")) as one:
        manifest = one.read(archives.MANIFEST)
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as other:
        other.writestr("first", b"2")
        other.writestr(archives.MANIFEST, manifest)
    with pytest.raises(BackupError, match="damaged: first"):
        verify(tmp_path / "two.zip")


@pytest.mark.parametrize(
    ("manifest", "refusal"),
    [
        ({}, "its manifest can't be read"),
        ({"format": 99}, "by a newer version of the hub"),
        (json.loads(MANIFEST.as_json()) | {"made_at": "2026-03-10T12:00:00"}, "its manifest can't be read"),
        (None, "it has no manifest"),
    ],
)
def test_another_archive_is_refused(tmp_path, manifest, refusal):
    with zipfile.ZipFile(tmp_path / "one.zip", "w") as other:
        other.writestr("some", b"thing")
        if manifest is not None:
            other.writestr(archives.MANIFEST, json.dumps(manifest))
    with pytest.raises(BackupError, match=refusal):
        verify(tmp_path / "one.zip")


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"database": "mysql"}, "of mysql, and this hub runs on"),
        ({"migrations": ["cms.9999_from_the_future"]}, "migrations that this one doesn't know"),
    ],
)
def test_a_backup_that_does_not_fit_is_refused_before_anything_changes(tmp_path, db, changes, refusal):
    path = an_archive(tmp_path / "one.zip", replace(MANIFEST, **changes), first=b"1")
    with pytest.raises(CommandError, match=refusal):
        call_command("restore", str(path), "--yes")


@pytest.mark.parametrize("name", ["media/../x.txt", "media//etc/x.txt", "media/"])
def test_a_file_that_leads_out_of_the_media_is_refused_before_anything_changes(tmp_path, db, name):
    with archives.written(tmp_path / "one.zip") as writer:
        writer.add(databases.copier().part, io.BytesIO(b"1"))
        writer.add(name, io.BytesIO(b"2"), field="cms.HubImage.file")
        writer.finish(replace(MANIFEST, parts=writer.parts))
    for options in (["--check"], ["--yes"]):
        with pytest.raises(CommandError, match="no picture or document is called"):
            call_command("restore", str(tmp_path / "one.zip"), *options)


def test_a_backup_without_its_database_is_refused(tmp_path, db):
    with pytest.raises(CommandError, match="it lacks database"):
        call_command("restore", str(an_archive(tmp_path / "one.zip", first=b"1")), "--check")


# Making one


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_backup_names_what_is_in_it_and_what_is_missing(tree, place_of_backups, monkeypatch):
    there, gone = factories.DocumentFactory(), factories.DocumentFactory()
    default_storage.delete(gone.file.name)
    monkeypatch.setenv("NEWSLETTER_SECRET", "nobody may read this")
    call_command("backup", stdout=io.StringIO())
    (file,) = place_of_backups.iterdir()
    with file.open("rb") as opened, archives.opened(opened) as reader:
        manifest = reader.manifest
        reader.verify()
    assert manifest.media == {there.file.name: part_of(there.file)}
    assert manifest.missing == [gone.file.name]
    assert manifest.rows["cms_hubdocument"] == 2
    assert f"cms.{latest_migration()}" in manifest.migrations
    assert "NEWSLETTER_SECRET" in manifest.variables
    assert b"nobody may read this" not in file.read_bytes()
    assert BackupRun.last_good().name == file.name


def part_of(file) -> BackupPart:
    with default_storage.open(file.name) as there:
        data = there.read()
    return BackupPart(len(data), hashlib.sha256(data).hexdigest(), "cms.HubDocument.file")


def latest_migration() -> str:
    folder = Path(services.__file__).parent.parent / "migrations"
    return max(path.stem for path in folder.glob("0*.py"))


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_one_that_fails_half_way_leaves_nothing_behind(tree, place_of_backups, monkeypatch):
    factories.DocumentFactory()

    def full(self, *args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archives.BackupWriter, "finish", full)
    sentence = f"The backup can't be written: No space left on device ({place_of_backups})."
    with pytest.raises(CommandError, match=re.escape(sentence)):
        call_command("backup")
    assert list(place_of_backups.iterdir()) == []
    assert BackupRun.last_good() is None
    assert BackupRun.objects.get().failure == sentence


def test_without_a_place_the_command_says_so(db):
    with pytest.raises(CommandError, match="BACKUPS isn't set"):
        call_command("backup")
    with pytest.raises(CommandError, match="BACKUPS isn't set"):
        call_command("restore", "latest")


def test_what_a_killed_process_left_is_removed_after_a_day(place_of_backups):
    old, new = place_of_backups / ".unfinished-old", place_of_backups / ".unfinished-new"
    for one in (old, new):
        one.mkdir(parents=True)
    os.utime(old, (0, 0))
    with stores.workplace():
        assert not old.exists()
        assert new.exists()
    assert stores.backups() == []


def test_a_database_that_another_process_keeps_locked_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(sqlite_copier, "PATIENCE", 0)
    with closing(sqlite3.connect(tmp_path / "one.sqlite3")) as one, closing(sqlite3.connect(tmp_path / "two")) as two:
        one.execute("CREATE TABLE rows (id)")
        with closing(sqlite3.connect(tmp_path / "one.sqlite3")) as other:
            other.execute("BEGIN EXCLUSIVE")
            with pytest.raises(BackupError, match="Another process has locked the database"):
                one.backup(two, progress=sqlite_copier._patience())


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        (None, "pg_dump isn't installed"),
        ("echo 'pg_dump: error: aborting because of server version mismatch' >&2", "pg_dump is older than the server"),
        ("echo 'pg_dump: error: connection refused' >&2", "pg_dump failed: pg_dump: error: connection refused"),
    ],
)
def test_programs_of_postgresql_that_fail_are_named(monkeypatch, tmp_path, script, sentence):
    if script:
        program = tmp_path / "pg_dump"
        program.write_text(f"#!/bin/sh\n{script}\nexit 1\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupError, match=sentence):
        postgresql_copier._run("pg_dump", [])


# Retention


def days_ago(*numbers: int) -> list[StoredBackup]:
    moments = [NOON - datetime.timedelta(days=number) for number in numbers]
    return [StoredBackup(stores.name_of(moment), moment) for moment in moments]


@pytest.mark.parametrize(
    ("numbers", "there", "kept"),
    [
        ((3, 0, 0), range(10), (0, 1, 2)),
        # The 10th of March 2026 is a Tuesday: the newest of this week, and of the two before.
        ((1, 3, 0), range(30), (0, 2, 9)),
        ((1, 0, 3), range(90), (0, 10, 38)),
        # Days without a backup don't count.
        ((2, 0, 0), (0, 40, 41), (0, 40)),
        ((7, 4, 12), (400,), (400,)),
    ],
)
def test_the_newest_of_each_day_week_and_month_is_kept(numbers, there, kept):
    gone = retention.surplus(days_ago(*there), BackupsToKeep(*numbers))
    assert set(days_ago(*there)) - set(gone) == set(days_ago(*kept))


def test_only_backups_are_deleted(place_of_backups, settings):
    settings.BACKUP_KEEP = (1, 0, 0)
    for one in days_ago(0, 1):
        stores.store().save(one.name, ContentFile(b""))
    stores.store().save("notes.txt", ContentFile(b""))
    assert retention.apply() == 1
    assert sorted(path.name for path in place_of_backups.iterdir()) == [days_ago(0)[0].name, "notes.txt"]


# The schedule


def test_without_a_place_none_is_due(db):
    assert schedule.next_moment() is None


def test_one_is_due_each_day_and_one_that_failed_an_hour_later(db, place_of_backups, settings, at):
    settings.BACKUP_AT = datetime.time(3, 15)  # in winter London has UTC
    due, following = NOON.replace(hour=3, minute=15), NOON.replace(day=11, hour=3, minute=15)
    at(NOON)
    assert schedule.next_moment() == due, "the first is made at once"
    run = BackupRun.objects.create(due_at=due, started_at=NOON)
    assert schedule.next_moment() == NOON + schedule.LONGEST, "somebody is at it"
    BackupRun.objects.update(ended_at=NOON, failure="No.")
    assert schedule.next_moment() == NOON + schedule.PAUSE
    BackupRun.objects.create(due_at=due, attempt=2, started_at=NOON + schedule.PAUSE, name="hub.zip")
    assert schedule.next_moment() == following
    assert schedule.next_moment(following) == following
    assert run.due_at == due


def test_of_two_workers_one_makes_it(db, place_of_backups, at, monkeypatch):
    at(NOON)
    made = []
    monkeypatch.setattr(schedule, "record", lambda run, stop: made.append(run))
    schedule.make_due(never)
    schedule.make_due(never)
    assert len(made) == 1


def test_a_worker_that_ends_gives_up_and_another_begins_anew(db, place_of_backups, monkeypatch):
    monkeypatch.setattr(services, "_write", lambda *args: services._add_media(None, [None], lambda: True))
    with pytest.raises(BackupError, match="was to end"):
        schedule.make_due(never)
    assert BackupRun.objects.get().failure.startswith("The process was to end")


# The trial


@pytest.fixture
def backup(db, place_of_backups, at) -> BackupRun:
    """One that was made at noon, and isn't where it should be."""
    at(NOON)
    return BackupRun.objects.create(started_at=NOON, ended_at=NOON, name="hub-20260310T120000Z.zip")


def test_the_newest_is_tried_once_a_week_and_after_a_failure_a_day_later(backup, at, monkeypatch):
    assert trials.next_moment() == NOON, "the first is tried at once"
    trials.try_newest(never)
    assert trials.next_moment() == NOON + schedule.PERIOD
    assert trials.next_moment(NOON + schedule.PERIOD) is None
    monkeypatch.setattr(trials, "_failure", lambda name, stop: "")
    at(NOON + schedule.PERIOD)
    trials.try_newest(never)
    trials.try_newest(never)
    assert trials.next_moment() == NOON + schedule.PERIOD + datetime.timedelta(days=7)


def test_of_two_workers_one_tries_it(backup, monkeypatch):
    tried = []
    monkeypatch.setattr(trials, "_failure", lambda name, stop: tried.append(trials._claim(NOON)) or "")
    trials.try_newest(never)
    assert tried == [None]
    assert BackupRun.objects.get().trial_ended_at == NOON


def test_a_trial_that_was_cut_off_is_begun_anew(backup):
    trials.try_newest(lambda: True)
    assert trials.next_moment() == NOON


def test_a_backup_that_cannot_be_restored_is_found(backup):
    assert found("hub.backup_trial") == []
    trials.try_newest(never)
    (sentence,) = found("hub.backup_trial")
    assert sentence == (
        "The backup hub-20260310T120000Z.zip couldn't be restored when it was tried on 10 March 2026, 12:00: There is no "
        "backup hub-20260310T120000Z.zip, neither as a file nor in the place of backups."
    )


# The doctor


def found(name: str) -> list[str]:
    return [one.msg for one in [*doctor.of_settings(), *doctor.of_state()] if one.id.startswith(name)]


def test_a_hub_without_backups_is_told(db):
    assert found("hub.W015") == ["Nothing is backed up: if the disk is lost, so is everything."]
    assert found("hub.backup") == []


def test_missing_and_old_backups_are_found(db, place_of_backups):
    assert found("hub.W015") == []
    assert found("hub.backup") == ["No backup has been made yet."]
    now = timezone.now()
    run = BackupRun.objects.create(started_at=now, ended_at=now, name="hub-20260310T120000Z.zip")
    (gone,) = found("hub.backup")
    assert gone == "The last backup is gone: hub-20260310T120000Z.zip isn't where BACKUPS says."
    stores.store().save(run.name, ContentFile(b""))
    assert found("hub.backup") == []
    BackupRun.objects.update(started_at=now - datetime.timedelta(days=3))
    (old,) = found("hub.backup")
    assert old.startswith("The last backup is old: it was made on ")


def test_latest_is_the_newest(place_of_backups):
    for one in days_ago(3, 1, 2):
        stores.store().save(one.name, ContentFile(b""))
    assert [one.name for one in stores.backups()] == [one.name for one in days_ago(1, 2, 3)]
    with pytest.raises(BackupError, match="There is no backup hub-of-yesterday"), restores.found("hub-of-yesterday"):
        pass
