"""Whether an uploaded file is what its name says, and free of viruses. Every form that takes a file asks here."""

from __future__ import annotations

import logging
import zipfile
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.files.storage import storages

from cms.media import scanner

logger = logging.getLogger(__name__)

# The part that each format of Office Open XML (ECMA-376) has, and the type that each of OpenDocument states (ISO 26300).
OFFICE = {"docx": "word/", "pptx": "ppt/", "xlsx": "xl/"}
OPEN_DOCUMENT = {
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
    "odt": b"application/vnd.oasis.opendocument.text",
}
PDF_BEGINS_WITHIN = 1024  # bytes
SAMPLE = 64 * 1024  # bytes of a text
# How files begin that are all letters, and yet no text to read.
NO_TEXT = (b"<!doctype", b"<html", b"<script", b"<svg", b"<?xml", b"%pdf-", b"{\\rtf")

NOT_WHAT_IT_SAYS = "The file’s name ends in .%(extension)s, but it holds something else. Save it anew in that format."
INFECTED = "The virus scanner found something in the file (%(found)s), so it was not kept."
TOO_LARGE = (
    "The file was not kept: it is larger than the virus scanner takes. Make it smaller, or ask an administrator."
)
NO_STORE = "The file was not kept, because the store of files doesn’t answer. Try again in a few minutes."
NOT_CHECKED = "The file was not kept, because the virus scanner doesn’t answer. Try again in a few minutes."


def check(file: Any, *, content: bool = True) -> None:
    """Look at a file (a FieldFile) that is being uploaded; one that is stored already is let through.

    Raises ValidationError, for the field `file`, if it isn't what its extension says (unless `content` is False), if a virus
    is found, and if a scanner or a store is configured but doesn't answer.
    """
    if not file or file._committed:
        return
    extension = file.name.rpartition(".")[2].lower()
    if content and not _holds(file.file, extension):
        _refuse(NOT_WHAT_IT_SAYS, "content", extension=extension)
    file.seek(0)
    try:
        found = scanner.virus_in(file.file)
    except scanner.TooLargeToScanError:
        _refuse(TOO_LARGE, "too_large_to_scan")
    except scanner.ScannerError as error:
        logger.error("The virus scanner doesn't answer, and an upload is refused: %s", error)
        _refuse(NOT_CHECKED, "not_scanned")
    finally:
        file.seek(0)
    if found:
        _refuse(INFECTED, "virus", found=found)
    if reason := store_fault():
        logger.error("The store of media doesn't answer, and an upload is refused: %s", reason)
        _refuse(NO_STORE, "no_store")


def store_fault() -> str:
    """Return why the store of media doesn't answer, shortly; empty if it does, or if media are in the data folder."""
    ask = getattr(storages["default"], "fault", None)
    return ask() if ask else ""


def _refuse(sentence: str, code: str, **params: str) -> None:
    raise ValidationError({"file": ValidationError(sentence, code=code, params=params)})


def _holds(file: IO[bytes], extension: str) -> bool:
    file.seek(0)
    if extension == "pdf":
        return b"%PDF-" in file.read(PDF_BEGINS_WITHIN)
    if extension in OFFICE or extension in OPEN_DOCUMENT:
        return _holds_office(file, extension)
    return _holds_text(file.read(SAMPLE))


def _holds_office(file: IO[bytes], extension: str) -> bool:
    try:
        with zipfile.ZipFile(file) as archive:
            if extension in OFFICE:
                names = archive.namelist()
                return "[Content_Types].xml" in names and any(name.startswith(OFFICE[extension]) for name in names)
            stated = OPEN_DOCUMENT[extension]
            with archive.open("mimetype") as part:
                return part.read(len(stated) + 1).strip() == stated
    # A damaged archive raises what its damage leads to: NotImplementedError, zlib.error, ...
    except Exception:  # noqa: BLE001
        return False


def _holds_text(begin: bytes) -> bool:
    """Tell text from anything else: no control characters but white space, and no markup or other format."""
    if begin.startswith((b"\xff\xfe", b"\xfe\xff")):  # UTF-16, as spreadsheets write it
        try:
            begin = begin[: len(begin) // 2 * 2].decode("utf-16").encode(errors="replace")
        except UnicodeDecodeError:
            return False
    is_text = not any(byte < 32 and byte not in b"\t\n\v\f\r\x1a" for byte in begin)
    return is_text and not begin.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(NO_TEXT)
