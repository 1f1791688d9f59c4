"""What is uploaded is what its name says, harms nobody who reads it, and is shown to the virus scanner if there is one."""

import base64
import gc
import io
import itertools
import socketserver
import threading
import time
import zipfile
import zlib
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfWriter
from wagtail.models import Collection

from cms.accounts.roles import EDITORS
from cms.media import pdf_facts, scanner
from cms.models import HubDocument, HubImage
from cms.operations import state_checks
from tests import factories
from tests.admin.conftest import sign_in
from tests.media import heavy

# Wagtail's upload views leave closing the file to the garbage collector, which emits a warning.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")

HTML = b"<!doctype html><title>Sign in</title><script>alert(document.cookie)</script>"
# The test file of all scanners (eicar.org); not as text, or a scanner would take this file away.
EICAR = base64.b64decode("WDVPIVAlQEFQWzRcUFpYNTQoUF4pN0NDKTd9JEVJQ0FSLVNUQU5EQVJELUFOVElWSVJVUy1URVNULUZJTEUhJEgrSCo=")


@pytest.fixture
def editor(roles):
    yield sign_in("editor", group=EDITORS)
    gc.collect(1)  # of what the test made


def office(*names: str, mimetype: str = "") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "<x/>")
    return file.getvalue()


def pdf() -> bytes:
    writer, file = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 300)
    writer.write(file)
    return file.getvalue()


WHOLE = {
    "pdf": pdf(),
    "docx": office("[Content_Types].xml", "word/document.xml"),
    "pptx": office("[Content_Types].xml", "ppt/presentation.xml"),
    "xlsx": office("[Content_Types].xml", "xl/workbook.xml"),
    "odt": office("content.xml", mimetype="application/vnd.oasis.opendocument.text"),
    "ods": office("content.xml", mimetype="application/vnd.oasis.opendocument.spreadsheet"),
    "csv": "Name;Zahl\r\nJürgen;1\r\n".encode("cp1252"),
    "txt": "A line.\n".encode("utf-16"),
}


def values(file, prefix="") -> dict:
    form = {"title": "Report", "file": file, "tags": "", "collection": Collection.get_first_root_node().pk}
    form |= {"pages": "", "language": "", "accessible": "unknown", "description": "A square", "credit": ""}
    return {prefix + name: value for name, value in form.items()}


def by_form(client, file, app="wagtaildocs") -> str:
    return client.post(reverse(f"{app}:add"), values(file)).content.decode()


def by_multiple_upload(client, file, app="wagtaildocs") -> str:
    answer = client.post(reverse(f"{app}:add_multiple"), {"title": "Report", "files[]": file}).json()
    return answer.get("error_message", "")


def by_chooser(client, file, app="wagtaildocs") -> str:
    kind = "document" if app == "wagtaildocs" else "image"
    address = reverse(f"{app}_chooser:create")
    return client.post(address, values(file, f"{kind}-chooser-upload-")).content.decode()


def by_replacing(client, file, app="wagtaildocs") -> str:
    factory = factories.DocumentFactory if app == "wagtaildocs" else factories.ImageFactory
    thing = factory(uploaded_by_user=client.user)
    return client.post(reverse(f"{app}:edit", args=[thing.pk]), values(file)).content.decode()


WAYS = [by_form, by_multiple_upload, by_chooser, by_replacing]


def kept() -> list[str]:
    names = [*HubDocument.objects.values_list("file", flat=True), *HubImage.objects.values_list("file", flat=True)]
    return [name for name in names if "upload" in name]


@pytest.mark.parametrize("extension", WHOLE)
def test_each_kind_of_document_is_taken(editor, extension):
    by_form(editor, SimpleUploadedFile(f"upload.{extension}", WHOLE[extension]))
    assert len(kept()) == 1


@pytest.mark.parametrize("way", WAYS)
def test_a_pdf_that_holds_html_is_refused_in_every_form(editor, way):
    said = way(editor, SimpleUploadedFile("upload.pdf", HTML, "application/pdf"))
    assert "ends in .pdf, but it holds something else" in said
    assert kept() == []


@pytest.mark.parametrize(
    ("extension", "content"),
    [
        *((extension, HTML) for extension in WHOLE if extension != "pdf"),
        ("docx", WHOLE["xlsx"]),
        ("xlsx", WHOLE["odt"]),
        ("odt", WHOLE["ods"]),
        ("docx", WHOLE["docx"][:60]),
        ("txt", b"MZ\x90\x00\x03\x00\x00\x00"),
        ("csv", WHOLE["pdf"]),
        ("txt", "<script>".encode("utf-16")),
    ],
    ids=itertools.count(),  # the content of an archive has the time in it, so it names no test
)
def test_what_is_not_what_its_name_says_is_refused(editor, extension, content):
    said = by_form(editor, SimpleUploadedFile(f"upload.{extension}", content))
    assert f"ends in .{extension}, but it holds something else" in said
    assert kept() == []


def bomb() -> bytes:
    """Return a PDF of some hundred kilobytes whose list of objects takes gigabytes once it is unpacked."""
    packer = zlib.compressobj(9)
    data = b"".join([*(packer.compress(bytes(1_000_000)) for _ in range(4_000)), packer.flush()])
    data = zlib.compress(data, 9)  # packed twice: a few kilobytes
    head = (
        b"%PDF-1.7\n1 0 obj\n<</Type/XRef/Size 9/W[1 2 1]/Root 2 0 R/Filter[/FlateDecode/FlateDecode]/Length "
        + str(len(data)).encode()
        + b">>\nstream\n"
    )
    return head + data + b"\nendstream\nendobj\nstartxref\n9\n%%EOF\n"


@pytest.mark.long
def test_a_pdf_that_unpacks_to_gigabytes_is_kept_and_takes_no_memory_of_the_request(editor, caplog):
    content = bomb()
    assert len(content) < 1_000_000
    began = time.monotonic()
    with heavy.peak_memory() as peak:
        by_form(editor, SimpleUploadedFile("upload.pdf", content, "application/pdf"))
    assert time.monotonic() - began < pdf_facts.MOST_SECONDS + 10
    assert peak.extra < 60
    assert HubDocument.objects.get().pages is None
    assert "as a PDF" in caplog.text


def test_a_pdf_that_takes_long_is_kept_without_its_facts(editor, monkeypatch, caplog):
    monkeypatch.setattr(pdf_facts, "MOST_SECONDS", 0)
    by_form(editor, SimpleUploadedFile("upload.pdf", pdf(), "application/pdf"))
    assert HubDocument.objects.get().pages is None
    assert "longer than 0 seconds" in caplog.text


# The virus scanner


class Clamd(socketserver.StreamRequestHandler):
    """A double of clamd: the command INSTREAM alone, knows EICAR, takes a megabyte."""

    def handle(self):
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while size := int.from_bytes(self.rfile.read(4), "big"):
            content += self.rfile.read(size)
        if len(content) > 1_000_000:
            self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
            return
        self.server.seen.append(content)
        self.wfile.write(b"stream: Win.Test.EICAR_HDB-1 FOUND\0" if EICAR in content else b"stream: OK\0")


class Silent(socketserver.BaseRequestHandler):
    """Takes the connection and says nothing."""

    def handle(self):
        pass


@contextmanager
def listening(server):
    server.seen = []
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(params=["tcp", "unix"])
def clamd(request, settings, tmp_path):
    if request.param == "tcp":
        server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clamd)
        settings.CLAMD = f"tcp://127.0.0.1:{server.server_address[1]}"
    else:
        server = socketserver.ThreadingUnixStreamServer(str(tmp_path / "clamd.ctl"), Clamd)
        settings.CLAMD = f"unix://{tmp_path / 'clamd.ctl'}"
    with listening(server):
        yield server


def infected_picture() -> bytes:
    return heavy.png(8) + EICAR


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("app", "name", "content"),
    [("wagtaildocs", "upload.txt", EICAR), ("wagtailimages", "upload.png", infected_picture())],
    ids=["document", "picture"],
)
def test_a_virus_is_named_and_not_kept(editor, clamd, way, app, name, content):
    said = way(editor, SimpleUploadedFile(name, content), app)
    assert "The virus scanner found something in the file (Win.Test.EICAR_HDB-1)" in said
    assert kept() == []


def test_a_clean_file_is_shown_to_the_scanner_whole_and_kept(editor, clamd):
    by_form(editor, SimpleUploadedFile("upload.pdf", pdf()))
    by_form(editor, SimpleUploadedFile("upload.png", heavy.png(8)), "wagtailimages")
    assert clamd.seen == [pdf(), heavy.png(8)]
    assert len(kept()) == 2
    assert Path(HubDocument.objects.get().file.path).read_bytes() == pdf()


def test_what_is_larger_than_the_scanner_takes_is_not_kept(editor, clamd):
    said = by_form(editor, SimpleUploadedFile("upload.txt", b"a" * 3_000_000))
    assert "it is larger than the virus scanner takes" in said
    assert kept() == []


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "unix:///nowhere/clamd.ctl"])
@pytest.mark.parametrize("app", ["wagtaildocs", "wagtailimages"])
def test_nothing_is_kept_while_the_scanner_is_gone(editor, settings, address, app):
    settings.CLAMD = address
    name, content = ("upload.txt", b"A text") if app == "wagtaildocs" else ("upload.png", heavy.png(8))
    said = by_form(editor, SimpleUploadedFile(name, content), app)
    assert "not kept, because the virus scanner doesn’t answer. Try again in a few minutes." in said
    assert kept() == []


def test_nor_if_it_says_nothing(editor, settings, caplog):
    with listening(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Silent)) as server:
        settings.CLAMD = f"tcp://127.0.0.1:{server.server_address[1]}"
        assert "doesn’t answer" in by_form(editor, SimpleUploadedFile("upload.txt", b"A text"))
    assert "an upload is refused" in caplog.text


def test_the_doctor_says_that_the_scanner_is_gone(clamd, settings):
    assert list(state_checks.virus_scanner()) == []
    settings.CLAMD = "tcp://127.0.0.1:1"
    (finding,) = state_checks.virus_scanner()
    assert (finding.id, finding.hint) == ("hub.scanner", "Start it, or correct CLAMD.")
    assert "pictures and documents are refused" in finding.msg


def test_without_a_scanner_nothing_is_asked(editor, settings):
    settings.CLAMD = ""
    assert scanner.virus_in(io.BytesIO(EICAR)) == ""
