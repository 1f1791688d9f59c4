"""The index follows the content, can be rebuilt at any time, and is consistent."""

import datetime
import io
import subprocess

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from cms.base import child_processes
from cms.base.dates import today
from cms.models import ContentVersion, HubDocument
from programme.models import AWAITED_FOR, Attachment, Duty, ProgressEntry
from search import jobs
from search.engine import postings
from search.index import documents, entries, rebuilds
from search.index import pdf as reading
from search.index.rebuilds import Rebuild, specific
from search.models import DocumentText, Entry, EntryText, Posting, Word
from tests import factories


def holders(term: str) -> set[int]:
    found = postings.read([term]).get(term, postings.NONE)
    return set(Entry.objects.filter(pk__in=found.entries.tolist()).values_list("page_id", flat=True))


def contents() -> dict:
    """Return the contents of the index, by page and document instead of the entries' keys."""
    names = {entry.pk: (entry.page_id, entry.document_id) for entry in Entry.objects.all()}
    found = {}
    for row in Posting.objects.exclude(term=rebuilds.MADE_BY):
        for place, strength in postings.unpacked(bytes(row.data)).items():
            key = row.block * postings.BLOCK + place
            assert key in names, f"a posting of {bytes(row.term)!r} without an entry"
            found.setdefault(bytes(row.term), {})[names[key]] = strength
    texts = {names[text.pk]: (text.title, text.labels, text.body) for text in EntryText.objects.all()}
    return {"postings": found, "texts": texts, "words": set(Word.objects.values_list("word", flat=True))}


@pytest.fixture
def page(tree):
    return factories.NewsFactory(parent=tree.news, title="Badger", summary="About wombats")


def test_it_follows_what_is_published_changed_and_deleted(page):
    assert holders("wombat") == {page.pk}
    page.summary = "About otters"
    page.save_revision().publish()
    assert (holders("wombat"), holders("otter")) == (set(), {page.pk})
    page.unpublish()
    assert holders("otter") == set()
    page.save_revision().publish()
    assert holders("otter") == {page.pk}
    page.delete()
    assert holders("otter") == set()


def test_what_is_the_same_is_not_written_again(page, django_assert_max_num_queries):
    assert entries.put(specific([page.pk])) == 0
    assert entries.put(specific([page.pk])) == 0


def test_a_change_of_the_index_is_a_change_of_the_content(page):
    before = ContentVersion.current()
    entries.remove(Entry.objects.filter(page=page.pk))
    assert ContentVersion.current() != before


def test_made_anew_it_is_the_same(tree, page):
    stream = factories.WorkStreamFactory(parent=tree.streams)
    factories.CommitmentFactory(parent=stream, number=1)
    factories.NewsFactory(parent=tree.news, work_streams=[stream], topics=[factories.TopicFactory()])
    factories.MeetingFactory(parent=factories.GroupFactory(parent=tree.groups))
    before = contents()
    page.delete()
    for done in Rebuild():
        assert done
    after = contents()
    gone = {name for name in before["texts"] if name not in after["texts"]}
    assert gone == {(page.pk, None)}
    without = {
        term: {name: s for name, s in found.items() if name not in gone} for term, found in before["postings"].items()
    }
    assert {term: found for term, found in without.items() if found} == after["postings"]
    assert after["words"] <= before["words"]
    list(Rebuild())
    assert contents() == after


def test_entries_made_after_a_rebuild_go_on_counting(tree, page):
    list(Rebuild())
    other = factories.NewsFactory(parent=tree.news, title="Quokka")
    assert holders("quokka") == {other.pk}
    assert holders("badger") == {page.pk}


def test_more_entries_than_a_block_takes(tree, monkeypatch, titles):
    monkeypatch.setattr(postings, "BLOCK", 4)
    for number in range(9):
        factories.NewsFactory(parent=tree.news, title=f"Badger {number}")
    list(Rebuild())
    assert len(titles("badger")) == 9
    assert Posting.objects.filter(term=b"badger").count() >= 3


def test_the_worker_finds_what_is_missing_and_drops_what_is_dead(page, tree):
    Entry.objects.all().delete()
    other = factories.NewsFactory(parent=tree.news, title="Otter")
    type(other).objects.filter(pk=other.pk).update(live=False)
    while jobs.look_through(lambda: False):
        pass
    assert set(Entry.objects.values_list("page__title", flat=True)) >= {"Badger", "News"}
    assert not Entry.objects.filter(page=other.pk).exists()


def test_what_holds_from_a_later_day_is_said_from_then_on(tree, ask, time_machine):
    commitment = factories.CommitmentFactory(parent=factories.WorkStreamFactory(parent=tree.streams))
    day = today() + datetime.timedelta(days=2)
    for date, note in ((today(), "Numbats were counted"), (day, "Quokkas were counted")):
        ProgressEntry.objects.create(page=commitment, date=date, status="in_progress", note=note)
    entries.put(specific([commitment.pk]))
    assert (ask("numbats").total, ask("quokkas").total) == (1, 0)
    for days in (1, 2):
        time_machine.move_to(timezone.now() + datetime.timedelta(days=1))
        jobs.look_through(lambda: False)
        assert ask("quokkas").total == days - 1


def test_minutes_are_awaited_until_their_day(tree, ask, time_machine):
    held = today() - AWAITED_FOR
    factories.MeetingFactory(parent=factories.GroupFactory(parent=tree.groups), title="Numbats meet", date=held)
    assert ask("numbats").hits[0].facts[1] == "Minutes to follow"
    time_machine.move_to(timezone.now() + datetime.timedelta(days=1))
    jobs.look_through(lambda: False)
    assert ask("numbats").hits[0].facts[1] == "No published minutes known to us"


@pytest.mark.parametrize("dates", [{"start": 1}, {"end": 0}, {"left_on": 0}], ids=" ".join)
def test_duties_begin_and_end_on_their_day(tree, time_machine, dates):
    stream = factories.WorkStreamFactory(parent=tree.streams)
    days = {name: today() + datetime.timedelta(days=number) for name, number in dates.items()}
    person = factories.TeamProfileFactory(parent=tree.team, left_on=days.pop("left_on", None))
    Duty.objects.create(page=person, kind="policy_lead", work_stream=stream, **days)
    entries.put(specific([person.pk, stream.pk]))
    begins = "start" in dates
    assert (person.pk in holders(f"#stream:{stream.pk}")) is not begins
    assert (stream.pk in holders(f"#person:{person.pk}")) is not begins
    time_machine.move_to(timezone.now() + datetime.timedelta(days=1))
    jobs.look_through(lambda: False)
    assert (person.pk in holders(f"#stream:{stream.pk}")) is begins
    assert (stream.pk in holders(f"#person:{person.pk}")) is begins


def test_the_command_says_how_the_index_is(page):
    out = io.StringIO()
    call_command("search", "status", stdout=out)
    assert "no: run" in out.getvalue()
    call_command("search", "update", verbosity=0)
    call_command("search", "status", stdout=out)
    assert "built by this version  yes" in out.getvalue()


# Files


def pdf(text: str, *, password: str = "") -> ContentFile:
    """Return a PDF of one page with a line of text."""
    writer = PdfWriter()
    page = writer.add_blank_page(300, 300)
    names = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    font = DictionaryObject({NameObject(key): NameObject(value) for key, value in names.items()})
    fonts = DictionaryObject({NameObject("/F1"): font})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    content = DecodedStreamObject()
    content.set_data(f"BT /F1 12 Tf 20 100 Td ({text}) Tj ET".encode())
    page[NameObject("/Contents")] = writer._add_object(content)
    if password:
        writer.encrypt(password)
    file = io.BytesIO()
    writer.write(file)
    return ContentFile(file.getvalue(), name="report.pdf")


def offer(tree, file: ContentFile) -> HubDocument:
    document = HubDocument(title="Report", file=file)
    document.save()
    page = factories.PublicationFactory(parent=tree.publications)
    Attachment.objects.create(page=page, document=document)
    entries.put(specific([page.pk]))
    return document


def read_files() -> None:
    jobs.read_files(lambda: False)


def test_the_worker_reads_the_text_of_a_pdf(tree, ask):
    document = offer(tree, pdf("The numbat sleeps"))
    assert ask("numbat").total == 0
    read_files()
    assert ask("numbat").hits[0].document == document
    assert list(documents.waiting()) == []


def test_a_file_that_was_replaced_is_read_anew(tree, ask):
    document = offer(tree, pdf("The numbat sleeps"))
    read_files()
    document.file = pdf("The quokka laughs")
    document.save()
    read_files()
    assert (ask("numbat").total, ask("quokka").total) == (0, 1)


def test_a_document_that_is_deleted_leaves_nothing(tree):
    document = offer(tree, pdf("The numbat sleeps"))
    read_files()
    assert {"numbat", "sleep"} <= {term.decode() for term in contents()["postings"]}
    Attachment.objects.all().delete()
    document.delete()
    assert not {"numbat", "sleep"} & {term.decode() for term in contents()["postings"]}
    assert EntryText.objects.filter(body__contains="numbat").count() == 0


@pytest.mark.parametrize(
    ("file", "tries"),
    [(ContentFile(b"%PDF-1.4 broken", name="broken.pdf"), documents.MOST_TRIES), (pdf("x", password="secret"), 1)],
    ids=["damaged", "locked"],
)
def test_a_file_that_cannot_be_read_is_written_down_and_left_alone(tree, file, tries):
    document = offer(tree, file)
    for _ in range(tries):
        assert [waiting.pk for waiting in documents.waiting()] == [document.pk]
        read_files()
    assert list(documents.waiting()) == []
    kept = DocumentText.objects.get()
    assert kept.problem
    assert kept.text == ""


def test_a_file_that_is_too_large_is_not_read(tree, monkeypatch):
    monkeypatch.setattr(documents, "LARGEST", 10)
    offer(tree, pdf("The numbat sleeps"))
    read_files()
    assert "larger" in DocumentText.objects.get().problem


def test_a_file_that_takes_too_long_holds_nobody_up(tree, monkeypatch):
    offer(tree, pdf("The numbat sleeps"))
    monkeypatch.setattr(reading, "MOST_SECONDS", 0)
    read_files()
    assert "longer" in DocumentText.objects.get().problem
    assert list(documents.waiting()) == []


def test_a_file_that_needs_too_much_memory_is_written_down(tree, monkeypatch):
    def killed(command, **kwargs):
        return subprocess.CompletedProcess(command, -9, b"", b"")

    offer(tree, pdf("The numbat sleeps"))
    monkeypatch.setattr(child_processes.subprocess, "run", killed)
    read_files()
    assert "the process ended" in DocumentText.objects.get().problem


def test_documents_in_bodies_are_found_too(tree, ask):
    document = factories.DocumentFactory(title="Numbat leaflet")
    body = [
        {"type": "document", "value": {"document": document.pk, "title": "The leaflet"}},
        {"type": "rich_text", "value": {"text": f'<p><a linktype="document" id="{document.pk}">here</a></p>'}},
    ]
    factories.NewsFactory(parent=tree.news, title="News of it", body=body)
    assert ask("numbat").hits[0].document == document


def test_old_entries_are_looked_at_again(page):
    long_ago = timezone.now() - 2 * jobs.LOOKED_THROUGH_IN
    Entry.objects.update(indexed_at=long_ago)
    jobs.look_through(lambda: False)
    assert not Entry.objects.filter(indexed_at=long_ago).exists()


def test_items_of_a_list_stay_apart(tree):
    listed = [
        {
            "type": "rich_text",
            "value": {"text": "<h3>Who</h3><ul><li>One badger</li><li>Two otters</li></ul><p>So.</p>"},
        }
    ]
    page = factories.NewsFactory(parent=tree.news, body=listed)
    assert EntryText.objects.get(entry__page=page).body == "Who\nOne badger\nTwo otters\nSo."
